import fc from 'fast-check';
import type { Calendar } from '../../../domain/calendar/calendar';
import { addDays } from '../../../domain/calendar/local-time';
import {
  addOpenMs,
  addWorkingDays,
  closeOfOffice,
  isWorkingDay,
  nextWorkingDay,
  nominalMinutesBetween,
  onOrAfter,
  openMsBetween,
  openMsPerNominalMinute,
  sessionsOn,
  subtractOpenMs,
  subtractWorkingDays,
  workingDaysBetween,
} from '../../../domain/calendar/working-time';
import { anyCalendar, anyInstant, at, laiChau } from './given';
import { naiveAdd, naiveDate, naiveIsWorkingDay, naiveOpenMs } from './naive';

const HOUR = 3_600_000;

describe('working days', () => {
  test.each([
    [2024, 251],
    [2025, 250],
    [2026, 249],
    [2027, 249],
  ])('%d has %d', (year, days) => expect(workingDaysBetween(laiChau, `${year - 1}-12-31`, `${year}-12-31`)).toBe(days));

  test.each(['2024-05-04', '2025-04-26', '2026-01-10', '2026-08-22'])('Saturday %s is worked for a swapped day off', (date) => {
    expect(isWorkingDay(laiChau, date)).toBe(true);
    expect(sessionsOn(laiChau, date)).toEqual([
      { from: at(`${date}T07:30`), to: at(`${date}T11:30`) },
      { from: at(`${date}T13:30`), to: at(`${date}T17:00`) },
    ]);
  });

  test.each(['2024-04-29', '2025-05-02', '2026-01-02', '2026-08-31', '2026-11-24', '2026-04-27', '2027-05-03'])('%s is a day off', (date) => {
    expect(isWorkingDay(laiChau, date)).toBe(false);
    expect(sessionsOn(laiChau, date)).toEqual([]);
  });

  test('the next working day is strictly after, a working day is itself on or after', () => {
    expect(nextWorkingDay(laiChau, '2026-08-21')).toBe('2026-08-22');
    expect(nextWorkingDay(laiChau, '2026-08-22')).toBe('2026-08-24');
    expect(nextWorkingDay(laiChau, '2026-02-13')).toBe('2026-02-23');
    expect(onOrAfter(laiChau, '2026-02-13')).toBe('2026-02-13');
    expect(onOrAfter(laiChau, '2026-02-14')).toBe('2026-02-23');
    expect(subtractWorkingDays(laiChau, '2026-02-23', 1)).toBe('2026-02-13');
    expect(subtractWorkingDays(laiChau, '2026-02-22', 0)).toBe('2026-02-13');
  });

  test('agree with counting on one\'s fingers, on any calendar', () => {
    fc.assert(
      fc.property(anyCalendar, fc.nat(364), fc.nat(10), (cal, day, n) => {
        const date = addDays(cal.from, day);
        expect(isWorkingDay(cal, date)).toBe(naiveIsWorkingDay(cal, date));
        const later = addWorkingDays(cal, date, n);
        if (later > cal.to) return;
        expect(naiveIsWorkingDay(cal, later)).toBe(true);
        let worked = 0;
        for (let d = addDays(date, 1); d <= later; d = addDays(d, 1)) if (naiveIsWorkingDay(cal, d)) worked += 1;
        expect(worked).toBe(n === 0 && later !== date ? 1 : n);
        expect(workingDaysBetween(cal, date, later)).toBe(worked);
        if (n > 0 && naiveIsWorkingDay(cal, date)) expect(subtractWorkingDays(cal, later, n)).toBe(date);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('open time', () => {
  test('a day of 450 minutes is one of 480 nominal minutes: 256 in the morning, 224 in the afternoon', () => {
    expect(openMsPerNominalMinute(laiChau)).toBe(56_250);
    expect(nominalMinutesBetween(laiChau, at('2026-02-12T07:30'), at('2026-02-12T11:30'))).toBe(256);
    expect(nominalMinutesBetween(laiChau, at('2026-02-12T13:30'), at('2026-02-12T17:00'))).toBe(224);
    expect(nominalMinutesBetween(laiChau, at('2026-02-13T00:00'), at('2026-02-24T00:00'))).toBe(960);
  });

  test('from outside a session time runs from the next one, and what ends with a session stays there', () => {
    expect(addOpenMs(laiChau, at('2026-02-12T05:00'), HOUR)).toBe(at('2026-02-12T08:30'));
    expect(addOpenMs(laiChau, at('2026-02-12T11:30'), HOUR)).toBe(at('2026-02-12T14:30'));
    expect(addOpenMs(laiChau, at('2026-02-12T10:30'), HOUR)).toBe(at('2026-02-12T11:30'));
    expect(addOpenMs(laiChau, at('2026-02-13T16:00'), HOUR)).toBe(at('2026-02-13T17:00'));
    expect(addOpenMs(laiChau, at('2026-02-13T16:00'), HOUR + 1)).toBe(at('2026-02-23T07:30') + 1);
    expect(addOpenMs(laiChau, at('2026-02-13T19:00'), 0)).toBe(at('2026-02-23T07:30'));
    expect(addOpenMs(laiChau, at('2026-02-13T17:00'), 0)).toBe(at('2026-02-13T17:00'));
  });

  test('backwards it is the mirror of that', () => {
    expect(subtractOpenMs(laiChau, at('2026-02-23T08:30'), HOUR)).toBe(at('2026-02-23T07:30'));
    expect(subtractOpenMs(laiChau, at('2026-02-23T08:30'), 2 * HOUR)).toBe(at('2026-02-13T16:00'));
    expect(subtractOpenMs(laiChau, at('2026-02-20T08:30'), 0)).toBe(at('2026-02-13T17:00'));
  });

  test('it is additive', () => {
    fc.assert(
      fc.property(anyInstant(), anyInstant(), anyInstant(), (x, y, z) => {
        const [a = 0, b = 0, c = 0] = [x, y, z].sort((p, q) => p - q);
        expect(openMsBetween(laiChau, a, b) + openMsBetween(laiChau, b, c)).toBe(openMsBetween(laiChau, a, c));
        expect(openMsBetween(laiChau, c, a)).toBe(0);
      }),
      { numRuns: 5000 },
    );
  });

  test('adding and measuring are inverse, in one go or in several', () => {
    const ms = fc.integer({ min: 1, max: 60 * 27_000_000 });
    fc.assert(
      fc.property(anyInstant(), ms, ms, (from, x, y) => {
        const once = addOpenMs(laiChau, from, x);
        expect(openMsBetween(laiChau, from, once)).toBe(x);
        expect(openMsBetween(laiChau, from, once - 1)).toBe(x - 1);
        expect(addOpenMs(laiChau, once, y)).toBe(addOpenMs(laiChau, from, x + y));
        const back = subtractOpenMs(laiChau, once, x);
        expect(openMsBetween(laiChau, back, once)).toBe(x);
        expect(openMsBetween(laiChau, back + 1, once)).toBe(x - 1);
      }),
      { numRuns: 5000 },
    );
  });

  test('agrees with counting minutes, on any calendar', () => {
    fc.assert(
      fc.property(anyCalendar, fc.integer({ min: 0, max: 300 * 1440 }), fc.integer({ min: 1, max: 9000 }), fc.integer({ min: 1, max: 40_000_000 }), (cal, start, minutes, ms) => {
        const a = at('2026-01-01T00:00') + start * 60_000;
        const b = a + minutes * 60_000;
        expect(openMsBetween(cal, a, b)).toBe(naiveOpenMs(cal, a, b));
        const later = addOpenMs(cal, a, ms);
        if (naiveDate(later) <= cal.to) expect(later).toBe(naiveAdd(cal, a, ms));
      }),
      { numRuns: 400 },
    );
  });
});

describe('whatever it is asked, the calendar answers', () => {
  test('beyond its last day with an instant beyond it, before its first with its beginning', () => {
    const end = at('2027-12-31T23:59') + 60_000;
    expect(addOpenMs(laiChau, at('2027-12-31T16:00'), 1e12)).toBeGreaterThan(end);
    expect(addOpenMs(laiChau, at('2050-01-01T00:00'), 0)).toBeGreaterThan(end);
    expect(addWorkingDays(laiChau, '2027-12-01', 5000)).toBe('2028-01-01');
    expect(addOpenMs(laiChau, at('1999-01-01T00:00'), HOUR)).toBe(at('2022-01-04T08:30'));
    expect(subtractOpenMs(laiChau, at('2022-01-04T08:00'), 1e12)).toBe(at('2022-01-01T00:00'));
    expect(openMsBetween(laiChau, at('1980-01-01T00:00'), at('2099-01-01T00:00'))).toBeGreaterThan(0);
  });

  test('nonsense neither throws nor loops', () => {
    const empty: Calendar = { ...laiChau, sessions: [], from: 'x', to: '' };
    for (const cal of [laiChau, empty, { ...laiChau, weekend: [0, 1, 2, 3, 4, 5, 6], makeUpDays: {} }]) {
      for (const instant of [NaN, Infinity, -Infinity, 0, 1e18]) {
        for (const ms of [NaN, Infinity, -1, 0, 1e18]) {
          expect(() => [addOpenMs(cal, instant, ms), subtractOpenMs(cal, instant, ms), openMsBetween(cal, instant, ms)]).not.toThrow();
        }
      }
      expect(() => [addWorkingDays(cal, 'never', NaN), subtractWorkingDays(cal, '', Infinity), closeOfOffice(cal, 'x'), sessionsOn(cal, '2026-02-30')]).not.toThrow();
    }
  });
});
