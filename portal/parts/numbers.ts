import type { Language } from '../app/language';

const LOCALES = { vi: 'vi-VN', en: 'en-GB' } as const;

/** `12.345` in Vietnamese, `12,345` in English. */
export const count = (value: number, language: Language): string => value.toLocaleString(LOCALES[language]);

/** `99,87 %`; never rounded up to a hundred that it is not. */
export function percent(value: number | null | undefined, language: Language, digits = 2): string {
  if (value === null || value === undefined) return '–';
  const unit = 10 ** digits;
  const cut = Math.floor(value * unit + 1e-6) / unit;
  return `${cut.toLocaleString(LOCALES[language], { minimumFractionDigits: 0, maximumFractionDigits: digits })} %`;
}
