/** Returns the indices of nodes whose name contains what was typed; beginnings of words first. */
export function searched(names: readonly (string | null)[], typed: string, most: number): number[] {
  const wanted = folded(typed.trim());
  const begins: number[] = [];
  const contains: number[] = [];
  for (let index = 0; index < names.length && begins.length < most; index++) {
    const name = names[index];
    if (name == null) continue;
    const place = ` ${folded(name)}`.indexOf(wanted);
    if (place < 0) continue;
    if (` ${folded(name)}`.includes(` ${wanted}`)) begins.push(index);
    else contains.push(index);
  }
  return [...begins, ...contains].slice(0, most);
}

/** Without accents and capitals: "Chloé" is found as "chloe". */
function folded(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").normalize("NFC").toLocaleLowerCase();
}
