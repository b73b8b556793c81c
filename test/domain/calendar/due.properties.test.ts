import fc from 'fast-check';
import { effectiveStart } from '../../../domain/calendar/clock-start';
import { beforeDue, computeDue, dueOf, lastDayOf, pausedOpenMs, resumeDue } from '../../../domain/calendar/due';
import { countsDates, nominalMinutes } from '../../../domain/calendar/limit';
import { isWorkingDay, openMsPerNominalMinute } from '../../../domain/calendar/working-time';
import { anyCalendar, anyInstant, anyLimit, anyRule, anyStops, at, laiChau, runWithStops, valueOf } from './given';
import { naiveAdd, naiveCount, naiveDate } from './naive';

test('a dossier received later is never due earlier', () => {
  fc.assert(
    fc.property(anyInstant(), fc.nat(300_000_000), anyRule, anyLimit, (received, later, rule, limit) => {
      const [first, second] = [received, received + later].map((instant) => valueOf(computeDue(laiChau, instant, rule, limit)).at);
      expect(second).toBeGreaterThanOrEqual(first ?? Infinity);
    }),
    { numRuns: 5000 },
  );
});

test('a limit ends after it began, a day limit on a working day, and a longer one not before a shorter', () => {
  fc.assert(
    fc.property(anyInstant(), anyRule, anyLimit, (received, rule, limit) => {
      const due = valueOf(computeDue(laiChau, received, rule, limit));
      expect(due.at).toBeGreaterThan(received);
      if (countsDates(limit)) expect(isWorkingDay(laiChau, due.day)).toBe(true);
      expect(dueOf(laiChau, due.start, { ...limit, amount: limit.amount + 1 })).toBeGreaterThanOrEqual(due.at);
    }),
    { numRuns: 5000 },
  );
});

test('a warning comes before its deadline, and the limit runs from the one to the other', () => {
  fc.assert(
    fc.property(anyInstant(), anyRule, anyLimit, (received, rule, limit) => {
      const { at: due, start } = valueOf(computeDue(laiChau, received, rule, limit));
      expect(beforeDue(laiChau, due, limit)).toBeLessThanOrEqual(due);
      if (!countsDates(limit)) expect(beforeDue(laiChau, due, limit)).toBeGreaterThanOrEqual(start.at);
    }),
    { numRuns: 3000 },
  );
});

test('a pause cut into several is the same pause', () => {
  fc.assert(
    fc.property(anyInstant(), anyRule, anyLimit, fc.nat(500_000_000), fc.array(fc.nat(200_000_000), { minLength: 1, maxLength: 6 }), (received, rule, limit, gap, lengths) => {
      const { start, at: base } = valueOf(computeDue(laiChau, received, rule, limit));
      const edges = lengths.reduce((all, length) => [...all, (all.at(-1) ?? 0) + length], [received + gap]);
      const parts = edges.slice(1).map((to, i) => pausedOpenMs(laiChau, start, { from: edges[i] ?? 0, to }));
      const whole = pausedOpenMs(laiChau, start, { from: edges[0] ?? 0, to: edges.at(-1) ?? 0 });
      expect(parts.reduce((sum, part) => sum + part, 0)).toBe(whole);
      // Each resumption starts again from the due instant without pauses, so only the total matters.
      expect(resumeDue(laiChau, base, parts.reduce((sum, part) => sum + part, 0), limit)).toBe(resumeDue(laiChau, base, whole, limit));
    }),
    { numRuns: 3000 },
  );
});

test('more pause never means less time, and an hour limit gets back exactly what it lost', () => {
  fc.assert(
    fc.property(anyInstant(), anyRule, anyLimit, fc.nat(100_000_000), fc.nat(100_000_000), (received, rule, limit, x, y) => {
      const { at: base } = valueOf(computeDue(laiChau, received, rule, limit));
      const once = resumeDue(laiChau, base, x, limit);
      expect(resumeDue(laiChau, base, x + y, limit)).toBeGreaterThanOrEqual(once);
      if (!countsDates(limit)) expect(resumeDue(laiChau, once, y, limit)).toBe(resumeDue(laiChau, base, x + y, limit));
    }),
    { numRuns: 3000 },
  );
});

describe('against the law counted on one\'s fingers', () => {
  const minutes = fc.nat(1500 * 1440).map((minute) => at('2022-01-01T00:00') + minute * 60_000);

  test('hours run minute by minute, whatever stops the clock', () => {
    const hours = fc.integer({ min: 1, max: 1500 }).map((m) => ({ amount: m / 60, unit: 'working-hours' }) as const);
    fc.assert(
      fc.property(minutes, anyRule, hours, anyStops, (received, rule, limit, stops) => {
        const { start, at: base } = valueOf(computeDue(laiChau, received, rule, limit));
        const { pauses, due } = runWithStops(laiChau, start, base, limit, stops);
        const isPaused = (t: number) => pauses.some(({ from, to }) => from <= t && t < to);
        expect(due).toBe(naiveAdd(laiChau, start.at, (nominalMinutes(limit) ?? 0) * openMsPerNominalMinute(laiChau), isPaused));
      }),
      { numRuns: 300 },
    );
  });

  test('days are counted date by date', () => {
    const days = fc.tuple(fc.nat(60), fc.constantFrom('working-days' as const, 'calendar-days' as const));
    fc.assert(
      fc.property(minutes, anyRule, days, (received, rule, [amount, unit]) => {
        const start = effectiveStart(laiChau, received, rule);
        const due = dueOf(laiChau, start, { amount, unit });
        expect(naiveDate(due)).toBe(naiveCount(laiChau, start.day, amount, unit === 'working-days' ? 'working' : 'calendar'));
      }),
      { numRuns: 3000 },
    );
  });

  test('so on any calendar', () => {
    fc.assert(
      fc.property(anyCalendar, fc.nat(250 * 1440), anyRule, anyLimit, (cal, minute, rule, limit) => {
        const due = computeDue(cal, at('2026-01-01T00:00') + minute * 60_000, rule, limit);
        if (!due.ok) return;
        const { start, at: instant } = due.value;
        const open = (nominalMinutes(limit) ?? 0) * openMsPerNominalMinute(cal);
        if (!countsDates(limit)) expect(instant).toBe(naiveAdd(cal, start.at, open));
        // The same day, where the office had closed before the cut-off, is the day its hours begin.
        const zero = limit.amount === 0 ? naiveDate(start.at) : start.day;
        if (countsDates(limit)) expect(lastDayOf(instant)).toBe(naiveCount(cal, zero, limit.amount, limit.unit === 'working-days' ? 'working' : 'calendar'));
      }),
      { numRuns: 300 },
    );
  });
});
