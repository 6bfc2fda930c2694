import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { type Formats, formats } from "@/lib/format";
import type { en } from "./en";
import { type Language, type Like, languageFor } from "./words";

export type Texts = Like<typeof en>;

/** One language: its texts, and how it writes numbers and dates. */
export interface Spoken {
  language: Language;
  text: Texts;
  format: Formats;
}

/** A browser needs one language, and takes no other along. */
const TEXTS: Record<Language, () => Promise<Texts>> = {
  en: async () => (await import("./en")).en,
  ko: async () => (await import("./ko")).ko,
};

/** Loads a language. */
export async function learn(language: Language): Promise<Spoken> {
  return { language, text: await TEXTS[language](), format: formats(language) };
}

const LanguageContext = createContext<Spoken | null>(null);

interface SpeakingProps {
  wanted: "auto" | Language;
  /** The language that is loaded already. */
  first: Spoken;
  children: ReactNode;
}

/** Speaks one language below; another one that is wanted as soon as it is loaded. */
export function Speaking({ wanted, first, children }: SpeakingProps) {
  const [spoken, setSpoken] = useState(first);
  const language = languageFor(wanted, navigator.languages);
  useEffect(() => {
    let isWanted = true;
    void learn(language).then((learnt) => {
      if (isWanted) setSpoken((now) => (now.language === language ? now : learnt));
    });
    return () => {
      isWanted = false;
    };
  }, [language]);
  useEffect(() => {
    document.documentElement.lang = spoken.language;
  }, [spoken.language]);
  return <LanguageContext value={spoken}>{children}</LanguageContext>;
}

function useSpoken(): Spoken {
  const spoken = useContext(LanguageContext);
  if (spoken === null) throw new Error("No language is spoken here.");
  return spoken;
}

/** Returns every text of the pages in the language that is spoken here. */
export function useText(): Texts {
  return useSpoken().text;
}

/** Returns how numbers, dates and sizes are written here. */
export function useFormat(): Formats {
  return useSpoken().format;
}

export function useLanguage(): Language {
  return useSpoken().language;
}
