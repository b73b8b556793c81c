import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { parseCalendarFile } from '../../../contracts/load-calendar';
import type { Calendar, Instant, Limit, Session } from '../../../domain/calendar/calendar';
import { CLOCK_START_RULES } from '../../../domain/calendar/calendar';
import { resumeDue, pausedOpenMs, type Pause } from '../../../domain/calendar/due';
import { parseLimit } from '../../../domain/calendar/limit';
import { addDays, atMinute, parseInstant, weekdayOf } from '../../../domain/calendar/local-time';
import type { Result } from '../../../domain/result';
import { messageOf } from '../../../domain/errors';

export const calendarFile = readFileSync(resolve(__dirname, '../../../catalogue/calendar.yaml'), 'utf8');

/** The calendar of the catalogue. */
export const laiChau: Calendar = parseCalendarFile(calendarFile);

export const valueOf = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(messageOf(result.refusal));
  return result.value;
};

export const codeOf = (result: Result<unknown>): string => (result.ok ? 'ok' : result.refusal.code);

/** `2026-02-13T14:59`, local time. */
export const at = (local: string): Instant => valueOf(parseInstant(`${local}+07:00`));

export const limitOf = (text: string): Limit => valueOf(parseLimit(text));

/** Instants of the years the catalogue knows, with a margin for limits to end in; often on a session's edge. */
export const anyInstant = (cal: Calendar = laiChau, marginDays = 400): fc.Arbitrary<Instant> => {
  const first = atMinute(cal.from, 0);
  const last = atMinute(addDays(cal.to, -marginDays), 0);
  const edges = cal.sessions.flatMap(({ from, to }) => [from, to, from - 1, to + 1]);
  const onEdge = fc
    .tuple(fc.integer({ min: 0, max: Math.floor((last - first) / 86_400_000) }), fc.constantFrom(0, 899, 900, 1019, 1020, 480, ...edges))
    .map(([day, minute]) => first + day * 86_400_000 + minute * 60_000);
  return fc.oneof(fc.integer({ min: first, max: last }), onEdge);
};

export const anyRule = fc.constantFrom(...CLOCK_START_RULES);

export const anyLimit: fc.Arbitrary<Limit> = fc.oneof(
  fc.nat(30).map((amount): Limit => ({ amount, unit: 'working-days' })),
  fc.nat(40).map((amount): Limit => ({ amount, unit: 'calendar-days' })),
  fc.integer({ min: 1, max: 40 }).map((quarters): Limit => ({ amount: quarters / 4, unit: 'working-days' })),
  fc.integer({ min: 1, max: 6000 }).map((minutes): Limit => ({ amount: minutes / 60, unit: 'working-hours' })),
);

/** Small calendars of one year, unlike any real one. */
export const anyCalendar: fc.Arbitrary<Calendar> = fc
  .record({
    edges: fc.uniqueArray(fc.nat(1440), { minLength: 2, maxLength: 8 }),
    weekend: fc.subarray([0, 1, 2, 3, 4, 5, 6], { maxLength: 5 }),
    off: fc.uniqueArray(fc.nat(364), { maxLength: 40 }),
    makeUp: fc.uniqueArray(fc.nat(364), { maxLength: 10 }),
  })
  .map(({ edges, weekend, off, makeUp }) => {
    const sorted = edges.sort((a, b) => a - b);
    const sessions: Session[] = [];
    for (let i = 0; i + 1 < sorted.length; i += 2) sessions.push({ from: sorted[i] ?? 0, to: sorted[i + 1] ?? 1 });
    const dates = (days: number[], onWeekend: boolean) =>
      days.map((day) => addDays('2026-01-01', day)).filter((date) => weekend.includes(weekdayOf(date)) === onWeekend);
    return {
      id: 'any',
      version: 1,
      sessions,
      weekend,
      daysOff: Object.fromEntries(dates(off, false).map((date) => [date, 'nghỉ'])),
      makeUpDays: Object.fromEntries(dates(makeUp, true).map((date) => [date, 'làm bù'])),
      from: '2026-01-01',
      to: '2026-12-31',
      years: { '2026': { status: 'official', source: ['test'], confidence: 'H' } },
    };
  });

/** Gaps and lengths in minutes, from which stops of a running clock are made. */
export const anyStops = fc.array(fc.tuple(fc.integer({ min: 1, max: 9000 }), fc.integer({ min: 1, max: 9000 })), { maxLength: 4 });

/** Lets the clock run and stop by turns, as a dossier does; a stop begins only while the limit still runs. */
export function runWithStops(cal: Calendar, start: { receivedAt: Instant; at: Instant }, baseDue: Instant, limit: Limit, stops: readonly [number, number][]) {
  const pauses: Pause[] = [];
  let [due, now, paused] = [baseDue, start.receivedAt, 0];
  for (const [gap, length] of stops) {
    const from = now + gap * 60_000;
    if (from >= due) break;
    now = from + length * 60_000;
    const pause = { from, to: now, rule: 'supplement' };
    pauses.push(pause);
    paused += pausedOpenMs(cal, start, pause);
    due = resumeDue(cal, baseDue, paused, limit);
  }
  return { pauses, paused, due };
}
