import type { Calendar } from './calendar';
import { dayNumberOf, weekdayOfDayNumber, type DayNumber } from './day-number';
import { MINUTE_MS } from './local-time';

/** A calendar turned into integers: every question about working time becomes a look-up or a binary search. */
export interface CompiledCalendar {
  readonly first: DayNumber;
  readonly days: number;
  /** `worked[i]`: working days among the first `i` days of the calendar. */
  readonly worked: Uint16Array;
  /** Sessions in milliseconds after midnight; `before` is the open time of the earlier sessions of the day. */
  readonly sessions: readonly { readonly from: number; readonly to: number; readonly before: number }[];
  readonly openMsPerDay: number;
}

/** Far more than any calendar that can be published (1975–2100 is 46,000 days), and within 16 bits. */
const MOST_DAYS = 60_000;

/**
 * A pure memo: calendars are immutable values and the result depends on nothing else, so it makes no difference to
 * replay whether an entry is there. About 4 KB for six years, gone with its calendar.
 */
const memo = new WeakMap<Calendar, CompiledCalendar>();

export function compiled(calendar: Calendar): CompiledCalendar {
  const known = memo.get(calendar);
  if (known) return known;
  const result = compile(calendar);
  memo.set(calendar, result);
  return result;
}

function compile(calendar: Calendar): CompiledCalendar {
  const first = dayNumberOf(calendar.from);
  const length = dayNumberOf(calendar.to) - first + 1;
  const days = length > 0 ? Math.min(length, MOST_DAYS) : 0;
  const working = new Uint8Array(days);
  for (let i = 0; i < days; i++) working[i] = calendar.weekend.includes(weekdayOfDayNumber(first + i)) ? 0 : 1;
  // Writing outside a typed array does nothing: dates outside the calendar are ignored.
  for (const date of Object.keys(calendar.daysOff)) working[dayNumberOf(date) - first] = 0;
  for (const date of Object.keys(calendar.makeUpDays)) working[dayNumberOf(date) - first] = 1;
  const worked = new Uint16Array(days + 1);
  for (let i = 0; i < days; i++) worked[i + 1] = (worked[i] ?? 0) + (working[i] ?? 0);

  let openMsPerDay = 0;
  const sessions = calendar.sessions.map(({ from, to }) => {
    const session = { from: from * MINUTE_MS, to: to * MINUTE_MS, before: openMsPerDay };
    openMsPerDay += session.to - session.from;
    return session;
  });
  return { first, days, worked, sessions, openMsPerDay };
}

/** Working days of the calendar before a day; days outside the calendar are no working days. */
export const workedBefore = (c: CompiledCalendar, day: DayNumber): number =>
  c.worked[Math.max(0, Math.min(day - c.first, c.days))] ?? 0;

export const isWorking = (c: CompiledCalendar, day: DayNumber): boolean => workedBefore(c, day + 1) > workedBefore(c, day);

/**
 * The n-th working day of the calendar, from 0. Below: the calendar's first day; beyond: the day after its last, which
 * is how the edge recognises that a computation has left the calendar.
 */
export function nthWorkingDay(c: CompiledCalendar, n: number): DayNumber {
  if (!(n >= 0)) return c.first;
  if (n >= (c.worked[c.days] ?? 0)) return c.first + c.days;
  let [low, high] = [0, c.days - 1];
  // The answer is the first day with more than n working days up to and including it; it stays within [low, high].
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((c.worked[middle + 1] ?? 0) > n) high = middle;
    else low = middle + 1;
  }
  return c.first + low;
}
