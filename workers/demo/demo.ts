import { atMinute } from '../../domain/calendar/local-time';
import type { Instant, LocalDate } from '../../domain/calendar/calendar';

/** A working week to show: when official time begins and ends, and how fast it goes. */
export interface Demo {
  readonly year: '2022' | '2026';
  readonly monday: LocalDate;
  readonly begin: Instant;
  readonly end: Instant;
  /** Official seconds per real second. */
  readonly speed: number;
}

/** Spring 2022 with its three tiers, a week without holidays; a week of autumn 2026 with two. */
const MONDAYS = { '2022': '2022-03-14', '2026': '2026-11-09' } as const;

export function demoOf(year: '2022' | '2026'): Demo {
  const monday = MONDAYS[year];
  return { year, monday, begin: atMinute(monday, 7 * 60), end: atMinute(monday, 7 * 60) + (4 * 24 + 10) * 3_600_000 + 1_800_000, speed: 1_800 };
}
