import { createContext, useContext, useEffect, useMemo, useState } from 'react';
import type { ReactNode } from 'react';

export type Language = 'vi' | 'en';
export interface Text {
  readonly vi: string;
  readonly en: string;
}

const KEPT = 'language';
let current: Language = readKept();

function readKept(): Language {
  try {
    return localStorage.getItem(KEPT) === 'en' ? 'en' : 'vi';
  } catch {
    return 'vi';
  }
}

/** For what is no component, such as request headers. */
export const currentLanguage = (): Language => current;

interface Speaking {
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
  /** The sentence in the language that is on: `say('Tiếp nhận', 'Reception')`. */
  readonly say: (vi: string, en: string) => string;
  /** What the server gives in both languages. */
  readonly of: (text: Text | null | undefined) => string;
}

const Context = createContext<Speaking | null>(null);

/** Vietnamese first, English second, remembered on this machine. */
export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(current);
  useEffect(() => {
    current = language;
    document.documentElement.lang = language;
    try {
      localStorage.setItem(KEPT, language);
    } catch {
      // A browser that keeps nothing is asked again next time.
    }
  }, [language]);
  const speaking = useMemo<Speaking>(
    () => ({
      language,
      setLanguage: (next) => {
        current = next;
        setLanguage(next);
      },
      say: (vi, en) => (language === 'vi' ? vi : en),
      of: (text) => text?.[language] ?? '',
    }),
    [language],
  );
  return <Context.Provider value={speaking}>{children}</Context.Provider>;
}

export function useLanguage(): Speaking {
  const speaking = useContext(Context);
  if (!speaking) throw new Error('useLanguage outside its provider');
  return speaking;
}
