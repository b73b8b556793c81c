import { refusal } from '../errors';
import { ok, refuse, type Result } from '../result';
import type { Calendar, ClockStartRule, DayEnd, Instant, Limit, LocalDate } from './calendar';
import { effectiveStart, type ClockStart } from './clock-start';
import { countsDates, nominalMinutes } from './limit';
import { addDays, atMinute, formatInstant, localDateOf } from './local-time';
import {
  addOpenMs,
  addWorkingDays,
  closeOfOffice,
  onOrAfter,
  openMsBetween,
  openMsPerNominalMinute,
  subtractOpenMs,
  subtractWorkingDays,
} from './working-time';

/** A due instant with where its clock began. */
export interface Due {
  readonly start: ClockStart;
  readonly at: Instant;
  /** The last day of the limit (24:00 is the end of it, not the next day). */
  readonly day: LocalDate;
}

/**
 * When a limit expires. Whole days count dates: day zero is not counted, an end on a day off moves to the next working
 * day (Civil Code 2015 Art. 147–148), and the limit expires at the end of that day; zero days is day zero itself. Hours
 * and fractions of a day run in nominal minutes from `start.at`. Beyond the calendar the answer lies after its end.
 */
export function dueOf(
  cal: Calendar,
  start: Pick<ClockStart, 'day' | 'at'>,
  limit: Limit,
  dayEnd: DayEnd = 'close-of-office',
): Instant {
  if (!countsDates(limit)) return addOpenMs(cal, start.at, nominalToOpenMs(cal, limit));
  // An office may have closed before the rule's cut-off: what is due the same day is then due the day its hours begin.
  const begun = localDateOf(start.at);
  const zero = limit.amount === 0 && begun > start.day ? begun : start.day;
  const last =
    limit.unit === 'working-days'
      ? addWorkingDays(cal, zero, limit.amount)
      : onOrAfter(cal, addDays(zero, Math.ceil(limit.amount)));
  return endOfDay(cal, last, dayEnd);
}

/**
 * The due instant after the clock stood still for `pausedOpenMs` of open time in all. Always computed from the due
 * instant without any pause, so that a day limit is rounded to the end of its day once and not at every pause.
 */
export function resumeDue(
  cal: Calendar,
  baseDue: Instant,
  pausedOpenMs: number,
  limit: Limit,
  dayEnd: DayEnd = 'close-of-office',
): Instant {
  if (!(pausedOpenMs > 0)) return baseDue;
  const moved = addOpenMs(cal, baseDue, pausedOpenMs);
  return countsDates(limit) ? endOfDay(cal, lastDayOf(moved), dayEnd) : moved;
}

/** A stop of the clock; `rule` says why it stood still. */
export interface Pause {
  readonly from: Instant;
  readonly to: Instant;
  readonly rule: string;
}

/** Open time of a pause, as far as the clock had begun to run: what `resumeDue` adds up. */
export const pausedOpenMs = (cal: Calendar, start: Pick<ClockStart, 'at'>, pause: Pick<Pause, 'from' | 'to'>): number =>
  openMsBetween(cal, Math.max(pause.from, start.at), pause.to);

/** The date a limit expires on; 24:00 belongs to the day it ends. */
export const lastDayOf = (due: Instant): LocalDate => localDateOf(due - 1);

/** The instant so long before a due instant: to warn, or to see whether an apology came in time. */
export function beforeDue(cal: Calendar, due: Instant, limit: Limit): Instant {
  if (!countsDates(limit)) return subtractOpenMs(cal, due, nominalToOpenMs(cal, limit));
  const day = lastDayOf(due);
  const sinceMidnight = due - atMinute(day, 0);
  const earlier =
    limit.unit === 'working-days'
      ? subtractWorkingDays(cal, day, limit.amount)
      : subtractWorkingDays(cal, addDays(day, -Math.ceil(limit.amount)), 0);
  return atMinute(earlier, 0) + sinceMidnight;
}

/** Whether the calendar knows this instant; its end, 24:00 of the last day, included. */
export const covers = (cal: Calendar, instant: Instant): boolean =>
  instant >= atMinute(cal.from, 0) && instant <= atMinute(cal.to, 1440);

/** The instant itself, or DATE_OUT_OF_RANGE with the field's name and what the calendar knows. */
export const covered = (cal: Calendar, instant: Instant, field: string): Result<Instant> =>
  covers(cal, instant) ? ok(instant) : outOfRange(cal, formatInstant(instant), field);

/** Start and due instant of a limit, refused (DATE_OUT_OF_RANGE) where receipt or expiry leave the calendar. */
export function computeDue(
  cal: Calendar,
  receivedAt: Instant,
  rule: ClockStartRule,
  limit: Limit,
  dayEnd: DayEnd = 'close-of-office',
): Result<Due> {
  const known = covered(cal, receivedAt, 'receivedAt');
  if (!known.ok) return known;
  const start = effectiveStart(cal, receivedAt, rule);
  const at = dueOf(cal, start, limit, dayEnd);
  if (!covers(cal, start.at) || !covers(cal, at)) return outOfRange(cal, `after ${cal.to}`, 'due');
  return ok({ start, at, day: lastDayOf(at) });
}

const outOfRange = (cal: Calendar, value: string, field: string): Result<never> =>
  refuse(refusal('DATE_OUT_OF_RANGE', { value, from: cal.from, to: cal.to }, field));

const endOfDay = (cal: Calendar, date: LocalDate, dayEnd: DayEnd): Instant =>
  dayEnd === 'midnight' ? atMinute(date, 1440) : closeOfOffice(cal, date);

const nominalToOpenMs = (cal: Calendar, limit: Limit): number => (nominalMinutes(limit) ?? 0) * openMsPerNominalMinute(cal);
