import type { Calendar, Instant, LocalDate } from './calendar';
import { compiled, isWorking, nthWorkingDay, workedBefore, type CompiledCalendar } from './compiled';
import { dateOfDayNumber, dayNumberOf } from './day-number';
import { atMinute, dayNumberAt, startOfDay } from './local-time';

/** A limit's day has 480 nominal minutes whatever the opening hours are (domain.md §4.1). */
export const NOMINAL_MINUTES_PER_DAY = 480;

// Dates. Beyond the calendar each of these answers the day after its last; before it, its first working day.

export const isWorkingDay = (cal: Calendar, date: LocalDate): boolean => isWorking(compiled(cal), dayNumberOf(date));

/** The first working day strictly after a date. */
export const nextWorkingDay = (cal: Calendar, date: LocalDate): LocalDate => addWorkingDays(cal, date, 1);

/** The date itself if it is a working day, otherwise the next one. */
export function onOrAfter(cal: Calendar, date: LocalDate): LocalDate {
  const c = compiled(cal);
  return dateOfDayNumber(nthWorkingDay(c, workedBefore(c, dayNumberOf(date))));
}

/** The n-th working day strictly after a date; for 0, the date itself or the next working day. */
export function addWorkingDays(cal: Calendar, date: LocalDate, n: number): LocalDate {
  if (n <= 0) return onOrAfter(cal, date);
  const c = compiled(cal);
  return dateOfDayNumber(nthWorkingDay(c, workedBefore(c, dayNumberOf(date) + 1) + n - 1));
}

/** The n-th working day strictly before a date; for 0, the date itself or the working day before it. */
export function subtractWorkingDays(cal: Calendar, date: LocalDate, n: number): LocalDate {
  const c = compiled(cal);
  const day = dayNumberOf(date);
  return dateOfDayNumber(nthWorkingDay(c, n <= 0 ? workedBefore(c, day + 1) - 1 : workedBefore(c, day) - n));
}

/** Working days after one date up to and including another; 0 if there are none. */
export function workingDaysBetween(cal: Calendar, after: LocalDate, upTo: LocalDate): number {
  const c = compiled(cal);
  return Math.max(0, workedBefore(c, dayNumberOf(upTo) + 1) - workedBefore(c, dayNumberOf(after) + 1));
}

/** The opening sessions of a date, in order; none on a day off. */
export const sessionsOn = (cal: Calendar, date: LocalDate): { from: Instant; to: Instant }[] =>
  isWorkingDay(cal, date) ? cal.sessions.map(({ from, to }) => ({ from: atMinute(date, from), to: atMinute(date, to) })) : [];

/** When the first session of a date begins, were it a working day. */
export const openingOf = (cal: Calendar, date: LocalDate): Instant => atMinute(date, cal.sessions[0]?.from ?? 0);

/** When the last session of a date ends, were it a working day. */
export const closeOfOffice = (cal: Calendar, date: LocalDate): Instant => atMinute(date, cal.sessions.at(-1)?.to ?? 1440);

// Open time: real milliseconds in which the provincial calendar's sessions are open.

/** Open milliseconds between two instants; 0 if `b` is not after `a`. */
export const openMsBetween = (cal: Calendar, a: Instant, b: Instant): number => {
  const c = compiled(cal);
  return b > a ? openBefore(c, b) - openBefore(c, a) : 0;
};

/**
 * The instant by which `ms` of open time have passed. Outside a session it begins with the next one; what ends exactly
 * with a session stays there, and does not jump to the next.
 */
export function addOpenMs(cal: Calendar, from: Instant, ms: number): Instant {
  const c = compiled(cal);
  if (!(ms > 0)) return isInSession(c, from) ? from : startOfSessionAfter(c, from);
  const target = openBefore(c, from) + ms;
  const n = Math.ceil(target / c.openMsPerDay) - 1;
  const rest = target - n * c.openMsPerDay;
  const session = c.sessions.find((s) => rest <= s.before + s.to - s.from);
  const day = nthWorkingDay(c, n);
  return startOfDay(day) + (session ? session.from + rest - session.before : 0) + beyond(c, day);
}

/** The latest instant from which `ms` of open time remain until `to`: where to warn so long before a deadline. */
export function subtractOpenMs(cal: Calendar, to: Instant, ms: number): Instant {
  const c = compiled(cal);
  if (!(ms > 0)) return isInSession(c, to) ? to : endOfSessionBefore(c, to);
  const target = openBefore(c, to) - ms;
  if (!(target >= 0)) return startOfDay(c.first);
  const n = Math.floor(target / c.openMsPerDay);
  const rest = target - n * c.openMsPerDay;
  const session = c.sessions.find((s) => rest < s.before + s.to - s.from);
  return startOfDay(nthWorkingDay(c, n)) + (session ? session.from + rest - session.before : 0);
}

/**
 * Real open milliseconds in one nominal minute: 56,250 where 450 minutes of opening make a day of 480. Always a whole
 * number, since sessions begin and end on whole minutes (60,000 ÷ 480 = 125).
 */
export const openMsPerNominalMinute = (cal: Calendar): number => compiled(cal).openMsPerDay / NOMINAL_MINUTES_PER_DAY;

/** Nominal minutes between two instants; a fraction where they do not lie on nominal minutes. */
export const nominalMinutesBetween = (cal: Calendar, a: Instant, b: Instant): number =>
  openMsBetween(cal, a, b) / openMsPerNominalMinute(cal);

/** Open time from the beginning of the calendar to an instant. */
function openBefore(c: CompiledCalendar, instant: Instant): number {
  const day = dayNumberAt(instant);
  const whole = workedBefore(c, day) * c.openMsPerDay;
  if (!isWorking(c, day)) return whole;
  const ms = instant - startOfDay(day);
  const session = c.sessions.findLast((s) => s.from <= ms);
  return session ? whole + session.before + Math.min(ms, session.to) - session.from : whole;
}

/** Both ends belong to a session here: nothing moves that needs no more time. */
function isInSession(c: CompiledCalendar, instant: Instant): boolean {
  const day = dayNumberAt(instant);
  const ms = instant - startOfDay(day);
  return isWorking(c, day) && c.sessions.some((s) => s.from <= ms && ms <= s.to);
}

function startOfSessionAfter(c: CompiledCalendar, instant: Instant): Instant {
  const day = dayNumberAt(instant);
  const later = isWorking(c, day) ? c.sessions.find((s) => s.from >= instant - startOfDay(day)) : undefined;
  if (later) return startOfDay(day) + later.from;
  const next = nthWorkingDay(c, workedBefore(c, day + 1));
  return startOfDay(next) + (c.sessions[0]?.from ?? 0) + beyond(c, next);
}

function endOfSessionBefore(c: CompiledCalendar, instant: Instant): Instant {
  const day = dayNumberAt(instant);
  const earlier = isWorking(c, day) ? c.sessions.findLast((s) => s.to <= instant - startOfDay(day)) : undefined;
  if (earlier) return startOfDay(day) + earlier.to;
  const before = workedBefore(c, day) - 1;
  return before < 0 ? startOfDay(c.first) : startOfDay(nthWorkingDay(c, before)) + (c.sessions.at(-1)?.to ?? 0);
}

// 24:00 of the last day is still inside the calendar; what lies beyond must be later than that.
const beyond = (c: CompiledCalendar, day: number): number => (day >= c.first + c.days ? 1 : 0);
