/** A folder on the way from where one began to where one is. */
export interface Crumb {
  path: string;
  name: string;
}

/** Returns the last part of a path: "2024" of "/home/anna/2024" or "C:\\Photos\\2024". */
export function folderName(path: string): string {
  const bare = path.replace(/[/\\]+$/, "");
  return bare.slice(Math.max(bare.lastIndexOf("/"), bare.lastIndexOf("\\")) + 1) || path;
}

/** Returns the folders from one of *roots* down to a path, both of them included. */
export function crumbs(path: string, roots: readonly string[]): Crumb[] {
  if (path === "") return [];
  const root = roots
    .filter((candidate) => isWithin(path, candidate))
    .reduce((best, candidate) => (candidate.length > best.length ? candidate : best), "");
  if (root === "") return [{ path, name: path }];
  const separator = path.includes("/") ? "/" : "\\";
  const below = path.slice(root.length).split(separator).filter(Boolean);
  const start = root.endsWith(separator) ? root.slice(0, -1) : root;
  return [
    { path: root, name: root },
    ...below.map((name, index) => ({
      path: [start, ...below.slice(0, index + 1)].join(separator),
      name,
    })),
  ];
}

function isWithin(path: string, root: string): boolean {
  if (path === root) return true;
  return path.startsWith(root) && (/[/\\]$/.test(root) || /[/\\]/.test(path.charAt(root.length)));
}
