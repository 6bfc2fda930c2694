/** Whom an address of the search asks for: a face or a person of the library. */
export interface Asked {
  face?: string;
  person?: string;
}

const FACE = /^f[0-9a-f]{16}$/;
const PERSON = /^p[0-9a-f]{16}(?:[0-9a-f]{8})?$/;

/** Returns whom an address asks for; what makes no sense is left out. */
export function sampleOf(given: Record<string, unknown>): Asked {
  const { face, person } = given;
  if (typeof face === "string" && FACE.test(face)) return { face };
  return typeof person === "string" && PERSON.test(person) ? { person } : {};
}
