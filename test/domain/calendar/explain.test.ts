import fc from 'fast-check';
import type { Calendar, ClockStartRule, Limit } from '../../../domain/calendar/calendar';
import { describeDue } from '../../../domain/calendar/describe-due';
import { computeDue, pausedOpenMs, resumeDue, type Pause } from '../../../domain/calendar/due';
import { explainLimit, sumOf } from '../../../domain/calendar/explain';
import { INTERVAL_RULES, type Interval } from '../../../domain/calendar/interval';
import { countsDates, nominalMinutes } from '../../../domain/calendar/limit';
import { formatInstant } from '../../../domain/calendar/local-time';
import { openMsBetween, openMsPerNominalMinute } from '../../../domain/calendar/working-time';
import { anyCalendar, anyInstant, anyLimit, anyRule, anyStops, at, laiChau, limitOf, runWithStops, valueOf } from './given';

const told = (intervals: Interval[]) =>
  intervals.map(({ from, to, rule, countedDays, countedMinutes }) => {
    const counted = countedDays ?? countedMinutes ?? 0;
    return `${formatInstant(from).slice(5, -6)} ${formatInstant(to).slice(5, -6)} ${rule}${counted === 0 ? '' : ` ${counted}`}`;
  });

function explained(received: string, limitText: string, rule: ClockStartRule = 'cutoff-15:00', pauses: Pause[] = []) {
  const limit = limitOf(limitText);
  const { start, at: base } = valueOf(computeDue(laiChau, at(received), rule, limit));
  const due = resumeDue(laiChau, base, pauses.reduce((sum, pause) => sum + pausedOpenMs(laiChau, start, pause), 0), limit);
  return explainLimit(laiChau, start, due, limit, pauses);
}

describe('from receipt to due, what counted and what did not', () => {
  test('working days across Tết', () => {
    const intervals = explained('2026-02-13T14:59', '3 working days');
    expect(told(intervals)).toEqual([
      '02-13T14:59 02-14T00:00 day-zero',
      '02-14T00:00 02-16T00:00 weekend',
      '02-16T00:00 02-21T00:00 public-holiday',
      '02-21T00:00 02-23T00:00 weekend',
      '02-23T00:00 02-25T17:00 working-day 3',
    ]);
    expect(intervals[2]?.note).toBe('Tết Nguyên đán Bính Ngọ');
    expect(sumOf(intervals)).toEqual({ days: 3, minutes: 0, countedMs: 3 * 27_000_000 });
  });

  test('received after the cut-off, and a make-up Saturday', () => {
    expect(told(explained('2026-08-20T15:30', '2 working days'))).toEqual([
      '08-20T15:30 08-21T00:00 after-cutoff',
      '08-21T00:00 08-22T00:00 day-zero',
      '08-22T00:00 08-23T00:00 make-up-day 1',
      '08-23T00:00 08-24T00:00 weekend',
      '08-24T00:00 08-24T17:00 working-day 1',
    ]);
  });

  test('hours, session by session', () => {
    expect(told(explained('2026-02-13T16:30', '8 working hours', 'session-start'))).toEqual([
      '02-13T16:30 02-13T17:00 open-session 32',
      '02-13T17:00 02-14T00:00 outside-hours',
      '02-14T00:00 02-16T00:00 weekend',
      '02-16T00:00 02-21T00:00 public-holiday',
      '02-21T00:00 02-23T00:00 weekend',
      '02-23T00:00 02-23T07:30 outside-hours',
      '02-23T07:30 02-23T11:30 open-session 256',
      '02-23T11:30 02-23T13:30 outside-hours',
      '02-23T13:30 02-23T16:30 open-session 192',
    ]);
  });

  test('calendar days count every date; an end on a day off moves', () => {
    expect(told(explained('2026-03-05T09:00', '2 calendar days'))).toEqual([
      '03-05T09:00 03-06T00:00 day-zero',
      '03-06T00:00 03-08T00:00 calendar-day 2',
      '03-08T00:00 03-09T00:00 weekend',
      '03-09T00:00 03-09T17:00 moved-to-working-day',
    ]);
  });

  test('a pause of a morning, and the rounding to the end of the last day', () => {
    const pause = { from: at('2026-03-03T07:30'), to: at('2026-03-03T11:30'), rule: 'supplement' };
    const intervals = explained('2026-03-02T09:00', '2 working days', 'cutoff-15:00', [pause]);
    expect(told(intervals)).toEqual([
      '03-02T09:00 03-03T00:00 day-zero',
      '03-03T00:00 03-03T07:30 outside-hours',
      '03-03T07:30 03-03T11:30 paused:supplement',
      `03-03T11:30 03-05T11:30 working-day ${(3.5 + 7.5 + 4) / 7.5}`,
      '03-05T11:30 03-05T17:00 to-end-of-day',
    ]);
    expect(sumOf(intervals).days).toBe(2);
  });

  test('a pause on day zero is given back', () => {
    const pause = { from: at('2026-03-02T10:00'), to: at('2026-03-02T11:00'), rule: 'supplement' };
    expect(told(explained('2026-03-02T09:00', '1 working days', 'cutoff-15:00', [pause]))).toEqual([
      '03-02T09:00 03-02T10:00 day-zero',
      '03-02T10:00 03-02T11:00 paused:supplement',
      '03-02T11:00 03-03T00:00 day-zero',
      '03-03T00:00 03-04T00:00 working-day 1',
      '03-04T00:00 03-04T08:30 restored-pause',
      '03-04T08:30 03-04T17:00 to-end-of-day',
    ]);
  });

  test('the same day', () => {
    expect(told(explained('2026-04-29T16:30', '0 working days'))).toEqual([
      '04-29T16:30 04-30T00:00 after-cutoff',
      '04-30T00:00 05-01T00:00 public-holiday',
      '05-01T00:00 05-02T00:00 public-holiday',
      '05-02T00:00 05-04T00:00 weekend',
      '05-04T00:00 05-04T17:00 day-zero',
    ]);
  });

  test('what was promised beyond the limit is named so', () => {
    const { start } = valueOf(computeDue(laiChau, at('2026-03-02T09:00'), 'cutoff-15:00', limitOf('1 working days')));
    const intervals = explainLimit(laiChau, start, at('2026-03-05T17:00'), limitOf('1 working days'));
    expect(told(intervals)).toEqual(['03-02T09:00 03-03T00:00 day-zero', '03-03T00:00 03-04T00:00 working-day 1', '03-04T00:00 03-05T17:00 after-limit']);
  });

  test('the description of a due date carries it', () => {
    expect(told(valueOf(describeDue(laiChau, at('2026-02-12T15:00'), 'cutoff-15:00', limitOf('0.25 working days'))).explanation)).toEqual([
      '02-12T15:00 02-12T17:00 after-cutoff',
      '02-12T17:00 02-13T07:30 outside-hours',
      '02-13T07:30 02-13T09:22:30 open-session 120',
    ]);
  });
});

/** What holds of every explanation, whatever the calendar, the limit and its pauses. */
function expectToAddUp(cal: Calendar, received: number, rule: ClockStartRule, limit: Limit, stops: [number, number][], dayEnd?: 'midnight') {
  const computed = computeDue(cal, received, rule, limit, dayEnd);
  if (!computed.ok) return;
  const { start, at: base } = computed.value;
  const run = dayEnd ? { pauses: [], due: base } : runWithStops(cal, start, base, limit, stops);
  if (formatInstant(run.due - 1).slice(0, 10) > cal.to) return;
  const intervals = explainLimit(cal, start, run.due, limit, run.pauses);

  // One expectation for all intervals: thousands of cases have dozens of them each.
  const wrong = intervals.flatMap((interval, i) => {
    const { from, to, counted, countedMs, countedDays, rule } = interval;
    const faults = {
      'a gap': from !== (i === 0 ? received : intervals[i - 1]?.to) || to <= from,
      'counted nothing': counted !== countedMs > 0,
      'an unknown rule': !(rule in INTERVAL_RULES || rule === 'paused:supplement') || rule === 'after-limit',
      'counted what was not open': counted && rule !== 'calendar-day' && countedMs !== openMsBetween(cal, from, to),
      'counted a pause': counted && run.pauses.some((pause) => openMsBetween(cal, Math.max(pause.from, from), Math.min(pause.to, to)) > 0),
      'a divided day without a pause': run.pauses.length === 0 && countsDates(limit) && !Number.isInteger(countedDays),
    };
    return Object.entries(faults).filter(([, is]) => is).map(([fault]) => ({ fault, ...interval }));
  });
  expect(wrong).toEqual([]);
  expect(intervals.at(-1)?.to).toBe(run.due);
  const minutes = nominalMinutes(limit) ?? 0;
  expect(sumOf(intervals)).toEqual(
    countsDates(limit)
      ? { days: limit.amount, minutes: 0, countedMs: limit.amount * 480 * openMsPerNominalMinute(cal) }
      : { days: 0, minutes, countedMs: minutes * openMsPerNominalMinute(cal) },
  );
}

describe('it adds up', () => {
  test('in Lai Châu, with any pauses', () => {
    fc.assert(fc.property(anyInstant(), anyRule, anyLimit, anyStops, (received, rule, limit, stops) => expectToAddUp(laiChau, received, rule, limit, stops)), { numRuns: 2000 });
  });

  test('where limits expire at 24:00', () => {
    fc.assert(fc.property(anyInstant(), anyRule, anyLimit, (received, rule, limit) => expectToAddUp(laiChau, received, rule, limit, [], 'midnight')), { numRuns: 500 });
  });

  test('on any calendar', () => {
    fc.assert(
      fc.property(anyCalendar, fc.nat(300 * 1440), anyRule, anyLimit, anyStops, (cal, minute, rule, limit, stops) =>
        expectToAddUp(cal, at('2026-01-01T00:00') + minute * 60_000, rule, limit, stops),
      ),
      { numRuns: 2000 },
    );
  });

  test('a pause at the very opening after an office that closed before the hour of the rule', () => {
    const early: Calendar = { ...laiChau, sessions: [{ from: 0, to: 481 }], weekend: [0, 1], daysOff: {}, makeUpDays: {} };
    expectToAddUp(early, at('2026-07-04T08:01'), 'cutoff-17:00', limitOf('1 working days'), [[2749, 1091]]);
  });

  test('nonsense is explained by nothing, and at once', () => {
    const { start } = valueOf(computeDue(laiChau, at('2026-03-02T09:00'), 'cutoff-15:00', limitOf('1 working days')));
    for (const due of [NaN, start.receivedAt, start.receivedAt - 1, -Infinity]) expect(explainLimit(laiChau, start, due, limitOf('1 working days'))).toEqual([]);
    expect(explainLimit(laiChau, start, 1e18, limitOf('1 working days')).at(-1)?.rule).toBe('after-limit');
  });
});
