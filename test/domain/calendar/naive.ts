import type { Calendar, Instant, LocalDate } from '../../../domain/calendar/calendar';

/**
 * The law counted on one's fingers: minute by minute, day by day, with the host's own dates in UTC. Shares nothing with
 * the calendar it is compared with, and is far too slow for anything else.
 */
const MINUTE = 60_000;
const local = (instant: Instant): Date => new Date(instant + 7 * 60 * MINUTE);

export const naiveDate = (instant: Instant): LocalDate => local(instant).toISOString().slice(0, 10);

export function naiveIsWorkingDay(cal: Calendar, date: LocalDate): boolean {
  if (date < cal.from || date > cal.to) return false;
  if (cal.makeUpDays[date] !== undefined) return true;
  return cal.daysOff[date] === undefined && !cal.weekend.includes(new Date(`${date}T00:00Z`).getUTCDay());
}

function isOpen(cal: Calendar, instant: Instant): boolean {
  const date = local(instant);
  const minute = date.getUTCHours() * 60 + date.getUTCMinutes();
  return cal.sessions.some(({ from, to }) => from <= minute && minute < to) && naiveIsWorkingDay(cal, date.toISOString().slice(0, 10));
}

/** Open time between two instants on whole minutes. */
export function naiveOpenMs(cal: Calendar, a: Instant, b: Instant): number {
  let open = 0;
  for (let t = a; t < b; t += MINUTE) if (isOpen(cal, t)) open += MINUTE;
  return open;
}

/** The instant by which `ms` of open time have passed since a whole minute, leaving out what `isPaused`. */
export function naiveAdd(cal: Calendar, from: Instant, ms: number, isPaused: (t: Instant) => boolean = () => false): Instant {
  let left = ms;
  for (let t = from; ; t += MINUTE) {
    if (!isOpen(cal, t) || isPaused(t)) continue;
    if (left <= MINUTE) return t + left;
    left -= MINUTE;
  }
}

/** The date so many dates after another; only working ones count, or all, and it ends on a working day. */
export function naiveCount(cal: Calendar, date: LocalDate, days: number, unit: 'working' | 'calendar'): LocalDate {
  const next = (day: LocalDate) => new Date(Date.parse(`${day}T00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  let day = date;
  for (let left = days; left > 0; ) {
    day = next(day);
    if (unit === 'calendar' || naiveIsWorkingDay(cal, day)) left -= 1;
  }
  while (!naiveIsWorkingDay(cal, day)) day = next(day);
  return day;
}
