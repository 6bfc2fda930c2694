// Runs before the first paint: a page that turns dark after it was light hurts the eyes.
(() => {
  let chosen = "auto";
  try {
    chosen = localStorage.getItem("likeness-scheme") || "auto";
  } catch {
    // Without storage the system's choice holds.
  }
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const scheme = chosen === "light" || chosen === "dark" ? chosen : dark ? "dark" : "light";
  document.documentElement.dataset.mantineColorScheme = scheme;
})();
