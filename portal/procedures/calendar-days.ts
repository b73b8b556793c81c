import type { Schemas } from '../app/api';

export type Calendar = Schemas['Calendar'];
export type Year = Calendar['years'][number];
export type DayKind = 'working' | 'weekend' | 'off' | 'make-up' | 'unknown';

export interface Day {
  readonly date: string;
  readonly day: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  readonly kind: DayKind;
  readonly reason: string | null;
}

const iso = (year: number, month: number, day: number): string => `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

/** 0 is Sunday. */
export const weekdayOf = (date: string): number => new Date(`${date}T00:00:00Z`).getUTCDay();

/** Every day of a month (1 to 12) and whether it is worked. */
export function daysOf({ weekend, from, to }: Calendar, { year, daysOff, makeUpDays }: Year, month: number): Day[] {
  const count = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return Array.from({ length: count }, (_, i) => {
    const date = iso(year, month, i + 1);
    const weekday = weekdayOf(date);
    const off = daysOff.find((each) => each.date === date);
    const makeUp = makeUpDays.find((each) => each.date === date);
    const kind: DayKind = date < from || date > to ? 'unknown' : makeUp ? 'make-up' : off ? 'off' : weekend.includes(weekday) ? 'weekend' : 'working';
    return { date, day: i + 1, weekday, kind, reason: makeUp?.reason ?? off?.reason ?? null };
  });
}

export const isWorked = ({ kind }: Day): boolean => kind === 'working' || kind === 'make-up';

/** Weeks from Monday to Sunday; null before the first and after the last of the month. */
export function weeksOf(days: readonly Day[]): (Day | null)[][] {
  const lead = ((days[0]?.weekday ?? 1) + 6) % 7;
  const cells: (Day | null)[] = [...Array.from({ length: lead }, () => null), ...days];
  while (cells.length % 7 !== 0) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}
