import type { Provenance } from '../text';

/** Milliseconds since 1970-01-01T00:00Z. Every instant inside the core has this form; zones appear only at the edge. */
export type Instant = number;

/** A date in Asia/Ho_Chi_Minh, `YYYY-MM-DD`. The zone has been UTC+07:00 without summer time since 13 June 1975. */
export type LocalDate = string;

/** An opening session of a working day, in minutes after local midnight: 07:30–11:30 is `{ from: 450, to: 690 }`. */
export interface Session {
  readonly from: number;
  readonly to: number;
}

/**
 * One provincial calendar for legal limits. Opening hours of a unit for reception are the unit's own and never
 * lengthen or shorten a limit (domain.md §4.3).
 */
export interface Calendar {
  readonly id: string;
  /** Raised by every amendment; an event names the version it was decided on. */
  readonly version: number;
  readonly sessions: readonly Session[];
  /** Days of the week without work, 0 = Sunday. */
  readonly weekend: readonly number[];
  /** Public holidays, days off in compensation and swapped days, with the reason. Weekday dates only. */
  readonly daysOff: Readonly<Record<LocalDate, string>>;
  /** Saturdays (or Sundays) worked in exchange for a swapped day off, with the reason. */
  readonly makeUpDays: Readonly<Record<LocalDate, string>>;
  /** First and last date the calendar knows. Outside it nothing is computed. */
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** Years announced by the government are official; later ones are projected and may still move. */
  readonly years: Readonly<Record<string, { readonly status: 'official' | 'projected' } & Provenance>>;
}

/**
 * A legal time limit. `working-days` and `calendar-days` in whole days count dates; `working-hours`, and fractions of a
 * working day, run in nominal minutes of a 480-minute day (domain.md §4.1).
 */
export interface Limit {
  readonly amount: number;
  readonly unit: 'working-days' | 'calendar-days' | 'working-hours';
}

/** When a limit begins to run after receipt (domain.md §4.2). Data of each procedure. */
export const CLOCK_START_RULES = [
  /** R15: received at or after 15:00 counts from the next working day. */
  'cutoff-15:00',
  /** R17-08: received at or after 17:00, or on a day off, counts from 08:00 of the next working day. */
  'cutoff-17:00',
  /** R1H: received in the last hour of office time counts from the next working day. */
  'last-hour',
  /** R0: outside hours counts from the start of the next session. */
  'session-start',
] as const;
export type ClockStartRule = (typeof CLOCK_START_RULES)[number];

/** When a limit in whole days expires on its last day. */
export type DayEnd = 'close-of-office' | 'midnight';
