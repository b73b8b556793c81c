import { refusal } from '../errors';
import { ok, refuse, type Result } from '../result';
import type { Limit } from './calendar';
import { shown } from './shown';
import { NOMINAL_MINUTES_PER_DAY } from './working-time';

const TEXT = /^(\d{1,4}(?:\.\d{1,4})?) +(working|calendar) +(day|hour|minute)s?$/i;

/**
 * Reads "3 working days", "0.5 working days", "8 working hours", "10 working minutes", "15 calendar days"; "0 working
 * days" means the same day. Working days go in quarters, hours in whole minutes, calendar days whole (domain.md §4.1).
 * LIMIT_INVALID, LIMIT_TOO_FINE.
 */
export function parseLimit(text: string, field = 'limit'): Result<Limit> {
  const match = text.length > 60 ? null : TEXT.exec(text.trim());
  const [, digits = '', kind = '', noun = ''] = match ?? [];
  const unit = `${kind}-${noun}s`.toLowerCase();
  const amount = Number(digits);
  const tooFine = () => refuse(refusal('LIMIT_TOO_FINE', { value: shown(text) }, field));

  if (match && unit === 'working-days') return Number.isInteger(amount * 4) ? ok({ amount, unit }) : tooFine();
  if (match && unit === 'calendar-days') return Number.isInteger(amount) ? ok({ amount, unit }) : tooFine();
  if (match && (unit === 'working-hours' || unit === 'working-minutes')) {
    const exact = unit === 'working-hours' ? amount * 60 : amount;
    const minutes = Math.round(exact);
    // 0.35 × 60 is not quite 21 in binary; four decimals of an hour are never nearer than this to a minute they are not.
    return Math.abs(exact - minutes) < 1e-6 && minutes > 0 ? ok({ amount: minutes / 60, unit: 'working-hours' }) : tooFine();
  }
  return refuse(refusal('LIMIT_INVALID', { value: shown(text) }, field));
}

/** The text that `parseLimit` reads back to an equal limit. */
export function formatLimit(limit: Limit): string {
  const { amount, noun } = spoken(limit);
  const kind = limit.unit === 'calendar-days' ? 'calendar' : 'working';
  return `${amount} ${kind} ${noun}${amount === 1 ? '' : 's'}`;
}

/** How the limit reads on a receipt or a screen; "0 working days" is the same working day. */
export function limitLabel(limit: Limit, language: 'vi' | 'en'): string {
  const { amount, noun } = spoken(limit);
  const working = limit.unit !== 'calendar-days';
  if (language === 'vi') {
    if (amount === 0) return working ? 'trong ngày làm việc' : 'trong ngày';
    return `${String(amount).replace('.', ',')} ${VIETNAMESE[noun]}${working ? ' làm việc' : ''}`;
  }
  if (amount === 0) return working ? 'same working day' : 'same day';
  return formatLimit(limit);
}

/** Whether the limit counts dates; the others run in nominal minutes. */
export const countsDates = (limit: Limit): boolean =>
  limit.unit === 'calendar-days' || (limit.unit === 'working-days' && Number.isInteger(limit.amount));

/** Minutes of a 480-minute day; null for calendar days, which no working time measures. */
export const nominalMinutes = (limit: Limit): number | null =>
  limit.unit === 'calendar-days'
    ? null
    : Math.round(limit.amount * (limit.unit === 'working-days' ? NOMINAL_MINUTES_PER_DAY : 60));

const VIETNAMESE = { day: 'ngày', hour: 'giờ', minute: 'phút' } as const;

/** Hours that are no quarters are said in minutes: "10 working minutes", not "0.16666666666666666 working hours". */
function spoken(limit: Limit): { amount: number; noun: keyof typeof VIETNAMESE } {
  if (limit.unit !== 'working-hours') return { amount: limit.amount, noun: 'day' };
  const minutes = Math.round(limit.amount * 60);
  return minutes % 15 === 0 ? { amount: minutes / 60, noun: 'hour' } : { amount: minutes, noun: 'minute' };
}
