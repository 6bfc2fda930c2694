/** Colours of the page as charts need them, which know no variables: "rgb(86, 67, 207)". */
export interface Colours {
  dark: boolean;
  paper: string;
  card: string;
  ink: string;
  /** Of what is less important than `ink`. */
  ink2: string;
  line: string;
  /** Of edges that carry meaning. */
  lineStrong: string;
  accent: string;
  /** Of what lies behind the accent. */
  soft: string;
  good: string;
  warn: string;
  bad: string;
  /** Family of the letters. */
  font: string;
}

const VARIABLES = {
  paper: "--paper",
  card: "--card",
  ink: "--ink",
  ink2: "--ink-2",
  line: "--line",
  lineStrong: "--line-strong",
  accent: "--accent",
  soft: "--accent-soft",
  good: "--good",
  warn: "--warn",
  bad: "--bad",
} as const satisfies Partial<Record<keyof Colours, string>>;

/** Returns the colours that hold now inside an element. */
export function coloursAt(element: HTMLElement, dark: boolean): Colours {
  const probe = document.createElement("span");
  probe.hidden = true;
  element.append(probe);
  const resolved = Object.entries(VARIABLES).map(([name, variable]) => {
    probe.style.color = `var(${variable})`;
    return [name, getComputedStyle(probe).color];
  });
  probe.remove();
  const colours = Object.fromEntries(resolved) as Omit<Colours, "dark" | "font">;
  return { ...colours, dark, font: getComputedStyle(element).fontFamily };
}
