import type { Calendar, ClockStartRule, Instant, LocalDate } from './calendar';
import { atMinute, localDateOf, MINUTE_MS } from './local-time';
import { closeOfOffice, isWorkingDay, nextWorkingDay, openingOf, sessionsOn } from './working-time';

/** Why a clock starts where it does, as a code. */
export const START_REASONS = [
  'as-received',
  'before-opening',
  'between-sessions',
  'after-cutoff',
  'after-closing',
  'day-off',
] as const;
export type StartReason = (typeof START_REASONS)[number];

/** When a limit begins to run after receipt. */
export interface ClockStart {
  readonly receivedAt: Instant;
  /** Day zero of limits that count dates. */
  readonly day: LocalDate;
  /** The instant from which limits in hours, or fractions of a day, run. Never before receipt. */
  readonly at: Instant;
  /** Whether day zero is later than the date of receipt. */
  readonly moved: boolean;
  readonly why: StartReason;
}

/**
 * Puts the start of the clock by the procedure's rule (domain.md §4.2). Whatever the rule, what is received on a day off
 * starts with the next working day, before opening with the opening, in the lunch break with the afternoon. A later
 * receipt never starts earlier.
 */
export function effectiveStart(cal: Calendar, receivedAt: Instant, rule: ClockStartRule): ClockStart {
  const date = localDateOf(receivedAt);
  const onNextWorkingDay = (why: StartReason): ClockStart => {
    const day = nextWorkingDay(cal, date);
    return { receivedAt, day, at: earliestStart(cal, day, rule), moved: true, why };
  };
  if (!isWorkingDay(cal, date)) return onNextWorkingDay('day-off');
  if (receivedAt >= cutoffOf(cal, date, rule)) {
    return onNextWorkingDay(rule === 'session-start' ? 'after-closing' : 'after-cutoff');
  }

  const earliest = earliestStart(cal, date, rule);
  const at = openOn(cal, date, Math.max(receivedAt, earliest));
  // The office has closed before the rule's hour: the date still is day zero, hours run from the next opening.
  if (at === null) {
    const opening = openingOf(cal, nextWorkingDay(cal, date));
    return { receivedAt, day: date, at: opening, moved: false, why: 'after-closing' };
  }
  const why = at === receivedAt ? 'as-received' : receivedAt < earliest ? 'before-opening' : 'between-sessions';
  return { receivedAt, day: date, at, moved: false, why };
}

/** From this instant on, what is received on a working day counts from the next one. */
function cutoffOf(cal: Calendar, date: LocalDate, rule: ClockStartRule): Instant {
  switch (rule) {
    // Decree 61/2018 Art. 18, Decree 63/2024: received at or after 15:00.
    case 'cutoff-15:00':
      return atMinute(date, 15 * 60);
    // Decree 297/2025 Art. 3.5: received after 17:00.
    case 'cutoff-17:00':
      return atMinute(date, 17 * 60);
    // Decree 297/2025 Art. 6.3: received in the last hour of office time.
    case 'last-hour':
      return closeOfOffice(cal, date) - 60 * MINUTE_MS;
    // The Ministry of Education's rule: from the start of the next session.
    case 'session-start':
      return closeOfOffice(cal, date);
  }
}

/**
 * Decree 297/2025 Art. 3.5 starts what came in the evening at 08:00. What comes in the morning before 08:00 starts then
 * too, or it would overtake what was received the evening before.
 */
function earliestStart(cal: Calendar, date: LocalDate, rule: ClockStartRule): Instant {
  const opening = openingOf(cal, date);
  return rule === 'cutoff-17:00' ? (openOn(cal, date, Math.max(atMinute(date, 8 * 60), opening)) ?? opening) : opening;
}

/** The first instant from the given one on at which a working day's office is open; null after it has closed. */
function openOn(cal: Calendar, date: LocalDate, instant: Instant): Instant | null {
  const session = sessionsOn(cal, date).find(({ to }) => instant < to);
  return session ? Math.max(instant, session.from) : null;
}
