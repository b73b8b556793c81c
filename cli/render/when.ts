import type { Instant } from '../../domain/calendar/calendar';
import { formatInstant, localDateOf, weekdayOf } from '../../domain/calendar/local-time';
import type { Language } from '../context';

const WEEKDAYS = {
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
  vi: ['CN', 'T2', 'T3', 'T4', 'T5', 'T6', 'T7'],
} as const;

/** `Fri 2026-02-13 14:59`, in Asia/Ho_Chi_Minh. */
export const when = (instant: Instant, language: Language): string => `${weekday(localDateOf(instant), language)} ${formatInstant(instant).slice(0, 16).replace('T', ' ')}`;

export const weekday = (date: string, language: Language): string => WEEKDAYS[language][weekdayOf(date)] ?? '';

/** RFC 3339 for JSON; null stays null. */
export const stamp = (instant: Instant | null): string | null => (instant === null ? null : formatInstant(instant));

const MINUTE = 60_000;

/** Ordinary time, roughly: `3 d 4 h`, `25 min`. */
export function span(ms: number, language: Language): string {
  const [d, h, m] = language === 'vi' ? ['ngày', 'giờ', 'phút'] : ['d', 'h', 'min'];
  const minutes = Math.floor(Math.abs(ms) / MINUTE);
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60)];
  if (days > 0) return hours > 0 ? `${days} ${d} ${hours} ${h}` : `${days} ${d}`;
  return hours > 0 ? `${hours} ${h} ${minutes % 60} ${m}` : `${minutes} ${m}`;
}
