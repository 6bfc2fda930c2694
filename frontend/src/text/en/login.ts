export const login = {
  title: "Welcome to Likeness",
  name: "Name",
  password: "Password",
  showPassword: "Show the password",
  hidePassword: "Hide the password",
  enter: "Log in",
  wrong: "The name or the password is not right.",
  link: "Open this page with the link that `likeness serve` prints: it lets this browser in.",
  linkAgain: "It works once, for ten minutes. Start `likeness serve` again for a new one.",
} as const;
