import { addDays, atMinute, localDateOf } from '../../domain/calendar/local-time';
import { isWorkingDay, openMsBetween } from '../../domain/calendar/working-time';
import type { Calendar, Instant } from '../../domain/calendar/calendar';

/** Four moments of a working day at which the people of a demonstration act: 08:00, 10:00, 14:00, 16:00. */
const SLOTS = [8 * 60, 10 * 60, 14 * 60, 16 * 60] as const;
const HOUR = 3_600_000;

/**
 * The `n`-th moment after the one an instant belongs to. What happens some minutes after ten belongs to ten, so a slow
 * machine or an interruption shifts nobody's day, and the week ends the same.
 */
export function slotAfter(calendar: Calendar, instant: Instant, n: number): Instant {
  let date = localDateOf(instant);
  const passed = SLOTS.filter((minute) => atMinute(date, minute) <= instant).length;
  let index = isWorkingDay(calendar, date) ? passed - 1 + n : n - 1;
  if (index < 0) return atMinute(date, SLOTS[0]);
  while (!isWorkingDay(calendar, date) || index >= SLOTS.length) {
    if (isWorkingDay(calendar, date)) index -= SLOTS.length;
    date = addDays(date, 1);
  }
  return atMinute(date, SLOTS[Math.max(0, index)]!);
}

/**
 * How many moments somebody takes over work that must be done by `due`: well before its warning (a working day before
 * the end, or half-way through a short limit), so that a second more or less decides nothing.
 */
export function moments(calendar: Calendar, opened: Instant, due: Instant | null): number {
  const open = due === null ? 6 * HOUR : openMsBetween(calendar, opened, due);
  const [, n] = PACE.find(([below]) => open < below * HOUR)!;
  return n;
}

/** Open hours until the due instant, and the moments taken where there are fewer. */
const PACE: readonly (readonly [below: number, moments: number])[] = [[5, 0], [10.5, 1], [15, 2], [20, 3], [Infinity, 4]];
