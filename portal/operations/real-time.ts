import type { Language } from '../app/language';

/** Real time by the largest unit that fits: `3 giờ`, `45 s`. */
export function realTime(ms: number, language: Language): string {
  const units = language === 'vi' ? ['ngày', 'giờ', 'phút', 'giây'] : ['d', 'h', 'min', 's'];
  const sizes = [86_400_000, 3_600_000, 60_000, 1_000];
  const fit = sizes.findIndex((size) => ms >= size);
  const unit = fit < 0 ? 3 : fit;
  return `${Math.floor(ms / sizes[unit]!)} ${units[unit]}`;
}
