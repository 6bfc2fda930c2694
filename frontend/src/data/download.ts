/** Saves what waits at an address of ours. Should the server refuse, the page stays where it is. */
export function save(path: string): void {
  const link = document.createElement("a");
  link.href = path;
  link.download = "";
  link.click();
}
