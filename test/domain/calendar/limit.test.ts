import fc from 'fast-check';
import type { Limit } from '../../../domain/calendar/calendar';
import { countsDates, formatLimit, limitLabel, nominalMinutes, parseLimit } from '../../../domain/calendar/limit';
import { anyLimit, codeOf, limitOf } from './given';

describe('a limit is an amount and a unit', () => {
  test.each<[string, Limit, number | null, boolean]>([
    ['3 working days', { amount: 3, unit: 'working-days' }, 1440, true],
    ['1 working day', { amount: 1, unit: 'working-days' }, 480, true],
    ['0 working days', { amount: 0, unit: 'working-days' }, 0, true],
    ['0.5 working days', { amount: 0.5, unit: 'working-days' }, 240, false],
    ['1.25 Working Days', { amount: 1.25, unit: 'working-days' }, 600, false],
    ['8 working hours', { amount: 8, unit: 'working-hours' }, 480, false],
    ['0.35 working hours', { amount: 21 / 60, unit: 'working-hours' }, 21, false],
    ['10 working minutes', { amount: 10 / 60, unit: 'working-hours' }, 10, false],
    ['15 calendar days', { amount: 15, unit: 'calendar-days' }, null, true],
  ])('%s', (text, limit, minutes, dates) => {
    expect(parseLimit(text)).toEqual({ ok: true, value: limit });
    expect(nominalMinutes(limit)).toBe(minutes);
    expect(countsDates(limit)).toBe(dates);
  });

  test.each(['', '3', '3 days', '-1 working days', '3 working weeks', '1e3 working days', '3,5 working days', '99999 working days', '3 calendar hours', 'three working days', `${'1'.repeat(100)} working days`])(
    '"%s" is refused with examples of what is accepted',
    (text) => expect(codeOf(parseLimit(text))).toBe('LIMIT_INVALID'),
  );

  test.each(['0.3 working days', '0.125 working days', '0.5 calendar days', '0.3333 working hours', '0.5 working minutes', '0 working hours'])(
    '"%s" is finer than a limit can be',
    (text) => expect(codeOf(parseLimit(text))).toBe('LIMIT_TOO_FINE'),
  );

  test('what was written is read back', () => {
    fc.assert(fc.property(anyLimit, (limit) => expect(parseLimit(formatLimit(limit))).toEqual({ ok: true, value: limit })), { numRuns: 3000 });
  });

  test.each([
    ['3 working days', '3 ngày làm việc', '3 working days'],
    ['0.5 working days', '0,5 ngày làm việc', '0.5 working days'],
    ['0 working days', 'trong ngày làm việc', 'same working day'],
    ['8 working hours', '8 giờ làm việc', '8 working hours'],
    ['10 working minutes', '10 phút làm việc', '10 working minutes'],
    ['15 calendar days', '15 ngày', '15 calendar days'],
  ])('%s reads "%s"', (text, vi, en) => expect([limitLabel(limitOf(text), 'vi'), limitLabel(limitOf(text), 'en')]).toEqual([vi, en]));
});
