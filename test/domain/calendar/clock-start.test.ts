import fc from 'fast-check';
import type { ClockStartRule } from '../../../domain/calendar/calendar';
import { effectiveStart } from '../../../domain/calendar/clock-start';
import { formatInstant, localDateOf } from '../../../domain/calendar/local-time';
import { isWorkingDay, openMsBetween, sessionsOn } from '../../../domain/calendar/working-time';
import { anyCalendar, anyInstant, anyRule, at, laiChau } from './given';

const starts = (rule: ClockStartRule, received: string) => {
  const { day, at: instant, moved, why } = effectiveStart(laiChau, at(received), rule);
  return [day, formatInstant(instant).slice(0, -6), moved, why];
};

// 2026-02-12 is a Thursday; 2026-02-13 the last working day before Tết, which lasts until Monday the 23rd.
describe.each<[ClockStartRule, string, [string, string, string, string, boolean, string][]]>([
  [
    'cutoff-15:00',
    'received at or after 15:00 counts from the next working day (Decree 61/2018 Art. 18)',
    [
      ['in a session', '2026-02-12T09:00', '2026-02-12', '2026-02-12T09:00', false, 'as-received'],
      ['before opening', '2026-02-12T06:00', '2026-02-12', '2026-02-12T07:30', false, 'before-opening'],
      ['in the lunch break', '2026-02-12T11:30', '2026-02-12', '2026-02-12T13:30', false, 'between-sessions'],
      ['a minute before the cut-off', '2026-02-13T14:59', '2026-02-13', '2026-02-13T14:59', false, 'as-received'],
      ['a millisecond before the cut-off', '2026-02-13T14:59:59.999', '2026-02-13', '2026-02-13T14:59:59.999', false, 'as-received'],
      ['at the cut-off', '2026-02-13T15:00', '2026-02-23', '2026-02-23T07:30', true, 'after-cutoff'],
      ['in the evening', '2026-02-12T22:00', '2026-02-13', '2026-02-13T07:30', true, 'after-cutoff'],
      ['on a Sunday', '2026-02-08T09:00', '2026-02-09', '2026-02-09T07:30', true, 'day-off'],
      ['on a holiday', '2026-11-24T09:00', '2026-11-25', '2026-11-25T07:30', true, 'day-off'],
      ['on a make-up Saturday', '2026-08-22T09:00', '2026-08-22', '2026-08-22T09:00', false, 'as-received'],
    ],
  ],
  [
    'cutoff-17:00',
    'received after 17:00 or on a day off counts from 08:00 of the next working day (Decree 297/2025 Art. 3.5)',
    [
      ['before the cut-off', '2026-02-12T16:59', '2026-02-12', '2026-02-12T16:59', false, 'as-received'],
      ['at the cut-off', '2026-02-12T17:00', '2026-02-13', '2026-02-13T08:00', true, 'after-cutoff'],
      ['on a day off', '2026-02-17T10:00', '2026-02-23', '2026-02-23T08:00', true, 'day-off'],
      ['before 08:00, like what came the evening before', '2026-02-13T07:45', '2026-02-13', '2026-02-13T08:00', false, 'before-opening'],
      ['in the lunch break', '2026-02-13T12:00', '2026-02-13', '2026-02-13T13:30', false, 'between-sessions'],
    ],
  ],
  [
    'last-hour',
    'received in the last hour of office time counts from the next working day (Decree 297/2025 Art. 6.3)',
    [
      ['before it', '2026-02-12T15:59', '2026-02-12', '2026-02-12T15:59', false, 'as-received'],
      ['as it begins', '2026-02-12T16:00', '2026-02-13', '2026-02-13T07:30', true, 'after-cutoff'],
      ['after closing', '2026-02-13T18:00', '2026-02-23', '2026-02-23T07:30', true, 'after-cutoff'],
      ['before opening', '2026-02-12T07:00', '2026-02-12', '2026-02-12T07:30', false, 'before-opening'],
    ],
  ],
  [
    'session-start',
    'received outside hours counts from the start of the next session',
    [
      ['in the last minute', '2026-02-12T16:59', '2026-02-12', '2026-02-12T16:59', false, 'as-received'],
      ['at closing', '2026-02-12T17:00', '2026-02-13', '2026-02-13T07:30', true, 'after-closing'],
      ['in the lunch break', '2026-02-12T12:15', '2026-02-12', '2026-02-12T13:30', false, 'between-sessions'],
      ['on a day off', '2026-02-14T08:00', '2026-02-23', '2026-02-23T07:30', true, 'day-off'],
    ],
  ],
])('%s: %s', (rule, _, cases) => {
  test.each(cases)('%s', (_case, received, day, from, moved, why) => expect(starts(rule, received)).toEqual([day, from, moved, why]));
});

test('an office that closes before the rule\'s hour keeps day zero, and its hours run from the next opening', () => {
  const mornings = { ...laiChau, sessions: [{ from: 450, to: 690 }] };
  expect(effectiveStart(mornings, at('2026-02-12T14:00'), 'cutoff-15:00')).toEqual({
    receivedAt: at('2026-02-12T14:00'),
    day: '2026-02-12',
    at: at('2026-02-13T07:30'),
    moved: false,
    why: 'after-closing',
  });
});

test('a clock starts on a working day, in a session, never before receipt, and a later receipt never starts earlier', () => {
  fc.assert(
    fc.property(anyInstant(), fc.integer({ min: 0, max: 200_000_000 }), anyRule, (received, later, rule) => {
      const start = effectiveStart(laiChau, received, rule);
      expect(isWorkingDay(laiChau, start.day)).toBe(true);
      expect(start.at).toBeGreaterThanOrEqual(received);
      expect(sessionsOn(laiChau, localDateOf(start.at)).some(({ from, to }) => from <= start.at && start.at < to)).toBe(true);
      expect(start.moved).toBe(start.day !== localDateOf(received));
      const second = effectiveStart(laiChau, received + later, rule);
      expect(second.at).toBeGreaterThanOrEqual(start.at);
      expect(second.day >= start.day).toBe(true);
    }),
    { numRuns: 5000 },
  );
});

test('so it is on any calendar', () => {
  fc.assert(
    fc.property(anyCalendar, fc.nat(300 * 1440), fc.nat(3000), anyRule, (cal, minute, later, rule) => {
      const received = at('2026-01-01T00:00') + minute * 60_000;
      const [first, second] = [effectiveStart(cal, received, rule), effectiveStart(cal, received + later * 60_000, rule)];
      expect(first.at).toBeGreaterThanOrEqual(received);
      expect(second.at).toBeGreaterThanOrEqual(first.at);
      expect(second.day >= first.day).toBe(true);
    }),
    { numRuns: 3000 },
  );
});

test('on any calendar an hour limit begins in a session, and no session lies between receipt and its start but by rule', () => {
  fc.assert(
    fc.property(anyCalendar, fc.nat(300 * 1440), (cal, minute) => {
      const received = at('2026-01-01T00:00') + minute * 60_000;
      const start = effectiveStart(cal, received, 'session-start');
      expect(openMsBetween(cal, received, start.at)).toBe(0);
      if (start.day <= cal.to) expect(openMsBetween(cal, start.at, start.at + 1)).toBe(1);
    }),
    { numRuns: 2000 },
  );
});
