import { createTheme, type MantineColorsTuple } from "@mantine/core";

const iris: MantineColorsTuple = [
  "#f4f2ff",
  "#e6e2ff",
  "#cbc4ff",
  "#ada1ff",
  "#8f7ffb",
  "#7b69f4",
  "#6653e6",
  "#5643cf",
  "#4636a8",
  "#372b84",
];

/** Warm greys: pure ones look cold beside skin. */
const gray: MantineColorsTuple = [
  "#f9f8f6",
  "#f1f0ed",
  "#e7e5e2",
  "#dad8d5",
  "#c4c2c0",
  "#a3a1a1",
  "#82808a",
  "#5f5d68",
  "#3c3b44",
  "#232229",
];

const dark: MantineColorsTuple = [
  "#ececf1",
  "#c9c8d1",
  "#a4a2b0",
  "#787685",
  "#4b4a55",
  "#37363f",
  "#2a2a31",
  "#1d1d22",
  "#17171b",
  "#121215",
];

export const theme = createTheme({
  primaryColor: "iris",
  primaryShade: 6,
  colors: { iris, gray, dark },
  defaultRadius: "md",
  radius: { xs: "4px", sm: "6px", md: "10px", lg: "14px", xl: "20px" },
  cursorType: "pointer",
  focusRing: "auto",
  respectReducedMotion: true,
  fontFamily:
    '"Inter Variable", "Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans KR", "Noto Sans CJK KR", system-ui, sans-serif',
  headings: {
    fontWeight: "650",
    sizes: {
      h1: { fontSize: "1.75rem", lineHeight: "1.2" },
      h2: { fontSize: "1.25rem", lineHeight: "1.3" },
      h3: { fontSize: "1.05rem", lineHeight: "1.35" },
    },
  },
  components: {
    Button: { defaultProps: { radius: "xl" } },
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray", radius: "xl" } },
    // The hidden place that takes the focus at first is no item of a menu.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    Modal: { defaultProps: { centered: true, radius: "lg", overlayProps: { blur: 3 } } },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: false } },
  },
});
