import type { Language } from '../app/language';
import { weekdayOf } from './calendar-days';

const NAMES = {
  vi: ['Chủ nhật', 'thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy'],
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
} as const;

/** What a day of the week is called, 0 being Sunday. */
export const weekdayName = (weekday: number, language: Language): string => NAMES[language][weekday] ?? '';

/** The weekday of a date. */
export const weekdayOn = (date: string, language: Language): string => weekdayName(weekdayOf(date), language);
