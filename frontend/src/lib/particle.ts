const FIRST = 0xac00; // the first Hangul syllable: 28 follow for each pair of initial and vowel
const LAST = 0xd7a3;
const ENDINGS = 28;
const RIEUL = 8; // its place among the endings: "으로" leaves its "으" away behind it, too

/** Particles by what the word before them ends in: a consonant, or a vowel. */
const PARTICLES = {
  "이(가)": ["이", "가"],
  "은(는)": ["은", "는"],
  "을(를)": ["을", "를"],
  "와(과)": ["과", "와"],
  "(으)로": ["으로", "로"],
  "(이)라": ["이라", "라"],
} as const;

export type Particle = keyof typeof PARTICLES;

/** Returns the form of a particle for a word: both at once where the word does not end in Hangul. */
export function particle(word: string, wanted: Particle): string {
  const letter = word.trim().normalize("NFC").at(-1)?.charCodeAt(0) ?? 0;
  if (letter < FIRST || letter > LAST) return wanted;
  const ending = (letter - FIRST) % ENDINGS;
  const [closed, open] = PARTICLES[wanted];
  return ending === 0 || (wanted === "(으)로" && ending === RIEUL) ? open : closed;
}
