import { refusal } from '../errors';
import { ok, refuse, type Result } from '../result';
import type { Instant, LocalDate } from './calendar';
import { dateOfDayNumber, dayNumberOf, padded, weekdayOfDayNumber, type DayNumber } from './day-number';
import { shown } from './shown';

export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;

/** Asia/Ho_Chi_Minh has been UTC+07:00 without summer time since 13 June 1975; the zone of the host never matters. */
const OFFSET_MS = 7 * 60 * MINUTE_MS;

/** The local day an instant falls on; 24:00 belongs to the next day. */
export const dayNumberAt = (instant: Instant): DayNumber => Math.floor((instant + OFFSET_MS) / DAY_MS);

/** Local midnight at the beginning of a day. */
export const startOfDay = (day: DayNumber): Instant => day * DAY_MS - OFFSET_MS;

/** The local date an instant falls on. */
export const localDateOf = (instant: Instant): LocalDate => dateOfDayNumber(dayNumberAt(instant));

/** Whole minutes since local midnight, 0–1439. */
export const minuteOfDay = (instant: Instant): number =>
  Math.floor((instant - startOfDay(dayNumberAt(instant))) / MINUTE_MS);

/** The instant so many minutes after the local midnight that begins `date`; 1440 is its 24:00. */
export const atMinute = (date: LocalDate, minute: number): Instant => startOfDay(dayNumberOf(date)) + minute * MINUTE_MS;

export const addDays = (date: LocalDate, days: number): LocalDate => dateOfDayNumber(dayNumberOf(date) + days);

/** 0 = Sunday … 6 = Saturday. */
export const weekdayOf = (date: LocalDate): number => weekdayOfDayNumber(dayNumberOf(date));

/** RFC 3339 at +07:00, seconds and milliseconds only where there are any: `2026-02-13T14:59+07:00`. */
export function formatInstant(instant: Instant): string {
  if (!Number.isFinite(instant)) return 'no instant';
  const day = dayNumberAt(instant);
  const ms = Math.floor(instant - startOfDay(day));
  const [minutes, rest] = [Math.floor(ms / MINUTE_MS), ms % MINUTE_MS];
  const seconds = rest === 0 ? '' : `:${padded(Math.floor(rest / 1000), 2)}`;
  const fraction = rest % 1000 === 0 ? '' : `.${padded(rest % 1000, 3)}`;
  const clock = `${padded(Math.floor(minutes / 60), 2)}:${padded(minutes % 60, 2)}`;
  return `${dateOfDayNumber(day)}T${clock}${seconds}${fraction}+07:00`;
}

/** First official instant: before it the zone was another one. */
const FIRST_INSTANT = startOfDay(dayNumberOf('1975-06-13'));
/** Just past the last official instant. */
const END_OF_INSTANTS = startOfDay(dayNumberOf('2101-01-01'));

const RFC_3339 = /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?:([Zz])|([+-])(\d{2}):(\d{2}))$/;

/**
 * Reads an official instant: RFC 3339, offset required, seconds optional. Fractions below a millisecond are cut, never
 * rounded up, so that nothing crosses a cut-off. INSTANT_INVALID, or INSTANT_OUT_OF_RANGE outside 13 June 1975 – 2100.
 */
export function parseInstant(text: string, field = 'instant'): Result<Instant> {
  const invalid = () => refuse(refusal('INSTANT_INVALID', { value: shown(text) }, field));
  const match = text.length > 40 ? null : RFC_3339.exec(text);
  if (!match) return invalid();
  const [, date = '', hh, mm, ss = '0', fraction = '', zulu, sign, offsetHh = '0', offsetMm = '0'] = match;
  const [hour, minute, second] = [Number(hh), Number(mm), Number(ss)];
  const [offsetHour, offsetMinute] = [Number(offsetHh), Number(offsetMm)];
  if (!isDate(date) || hour > 23 || minute > 59 || second > 59 || offsetHour > 23 || offsetMinute > 59) return invalid();
  const offset = zulu ? 0 : (sign === '-' ? -1 : 1) * (offsetHour * 60 + offsetMinute);
  const ms = Number(fraction.slice(0, 3).padEnd(3, '0'));
  const instant = dayNumberOf(date) * DAY_MS + (hour * 60 + minute - offset) * MINUTE_MS + second * 1000 + ms;
  return isOfficialInstant(instant) ? ok(instant) : refuse(refusal('INSTANT_OUT_OF_RANGE', { value: shown(text) }, field));
}

/** Whether an instant may stand in an official act: a whole millisecond from 13 June 1975 to the end of 2100. */
export const isOfficialInstant = (instant: Instant): boolean =>
  Number.isInteger(instant) && instant >= FIRST_INSTANT && instant < END_OF_INSTANTS;

/** Reads a date that exists, `YYYY-MM-DD`; its range is its field's own affair. DATE_INVALID. */
export const parseLocalDate = (text: string, field = 'date'): Result<LocalDate> =>
  isDate(text) ? ok(text) : refuse(refusal('DATE_INVALID', { value: shown(text) }, field));

// A date that does not exist (2026-02-30) comes back as another one.
const isDate = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !text.startsWith('0000') && dateOfDayNumber(dayNumberOf(text)) === text;
