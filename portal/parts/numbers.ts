import type { Language } from '../app/language';

const LOCALES = { vi: 'vi-VN', en: 'en-GB' } as const;

/** `12.345` in Vietnamese, `12,345` in English. */
export const count = (value: number, language: Language): string => value.toLocaleString(LOCALES[language]);

/** A rate with two digits, and less than a hundred unless it is. */
export function rounded(value: number): number {
  const near = Math.round(value * 100) / 100;
  return near === 100 && value < 100 ? 99.99 : near;
}

/** `99,87%`, as official reports write it. */
export function percent(value: number | null | undefined, language: Language): string {
  if (value === null || value === undefined) return '–';
  const shown = rounded(value);
  return `${shown.toLocaleString(LOCALES[language], { minimumFractionDigits: Number.isInteger(shown) ? 0 : 2 })}%`;
}
