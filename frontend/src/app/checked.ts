/** What an address has behind its question mark. */
type Given = Record<string, unknown>;

/**
 * Lets pages see of an address only what a check lets through.
 *
 * The router puts what a check returns over what the address says, so whatever the check leaves
 * out would still reach the page: here it is covered.
 */
export function checked<View extends object>(of: (given: Given) => View): (given: Given) => View {
  return (given) => {
    const covers: Record<string, undefined> = {};
    for (const name of Object.keys(given)) covers[name] = undefined;
    return { ...covers, ...of(given) };
  };
}
