import type { Schemas } from '../app/api';

/** Width of a day without work, where one with work is 1: nights are left out, weekends are narrow. */
const IDLE = 0.16;
const DAY_MS = 86_400_000;
const OFFSET_MS = 7 * 3_600_000;

export interface ScaleDay {
  /** `2026-02-13`. */
  readonly date: string;
  readonly working: boolean;
  readonly start: number;
  readonly width: number;
}

/** Working time as a line: a working day is 1 long, however many hours it has. */
export interface WorkingScale {
  readonly days: readonly ScaleDay[];
  readonly length: number;
  /** Where an instant lies; the ends for what is outside. */
  readonly at: (instant: string) => number;
}

const dayOf = (ms: number): number => Math.floor((ms + OFFSET_MS) / DAY_MS);
const minuteOf = (ms: number): number => ((ms + OFFSET_MS) % DAY_MS) / 60_000;
const dateOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);
const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

export function workingScale(calendar: Schemas['Calendar'], from: string, to: string, idle: number = IDLE): WorkingScale {
  const off = new Set(calendar.years.flatMap(({ daysOff }) => daysOff.map(({ date }) => date)));
  const madeUp = new Set(calendar.years.flatMap(({ makeUpDays }) => makeUpDays.map(({ date }) => date)));
  const sessions = calendar.sessions.map((session) => [minutes(session.from), minutes(session.to)] as const);
  const open = sessions.reduce((sum, [begin, end]) => sum + end - begin, 0);
  const [first, last] = [dayOf(Date.parse(from)), dayOf(Date.parse(to))];
  const days: ScaleDay[] = [];
  let start = 0;
  for (let day = first; day <= last; day++) {
    const date = dateOf(day);
    const working = madeUp.has(date) || (!off.has(date) && !calendar.weekend.includes(new Date(day * DAY_MS).getUTCDay()));
    const width = working ? 1 : idle;
    days.push({ date, working, start, width });
    start += width;
  }
  const at = (instant: string): number => {
    const ms = Date.parse(instant);
    const day = days[dayOf(ms) - first];
    if (!day) return dayOf(ms) < first ? 0 : start;
    const minute = minuteOf(ms);
    const part = day.working ? sessions.reduce((sum, [begin, end]) => sum + Math.min(Math.max(minute - begin, 0), end - begin), 0) / open : minute / 1440;
    return day.start + part * day.width;
  };
  return { days, length: start, at };
}

/** Nominal minutes of a working day. */
const DAY_MINUTES = 480;

/** Nominal working minutes between two instants, whichever comes first. */
export function workingMinutes(calendar: Schemas['Calendar'], one: string, other: string): number {
  const [from, to] = Date.parse(one) <= Date.parse(other) ? [one, other] : [other, one];
  const { at } = workingScale(calendar, from, to, 0);
  return (at(to) - at(from)) * DAY_MINUTES;
}
