/** Texts in another language: the same names, the same parameters. */
export type Like<Texts> = {
  readonly [Name in keyof Texts]: Texts[Name] extends string
    ? string
    : Texts[Name] extends (...given: infer Given) => string
      ? (...given: Given) => string
      : Like<Texts[Name]>;
};

export type Language = "en" | "ko";
export const LANGUAGES: readonly Language[] = ["en", "ko"];

/** Returns the language for a browser: the first of its languages that we speak. */
export function languageFor(wanted: "auto" | Language, spoken: readonly string[]): Language {
  if (wanted !== "auto") return wanted;
  for (const tag of spoken) {
    const known = LANGUAGES.find((language) => tag.toLowerCase().split("-")[0] === language);
    if (known !== undefined) return known;
  }
  return "en";
}

/** Returns "1 photo" or "12,000 photos". */
export function counted(n: number, one: string, many: string): string {
  return `${number(n, "en")} ${n === 1 ? one : many}`;
}

/** Returns a number as a language writes it. */
export function number(n: number, language: Language): string {
  return new Intl.NumberFormat(language).format(n);
}
