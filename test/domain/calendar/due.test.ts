import { describeDue } from '../../../domain/calendar/describe-due';
import { beforeDue, computeDue, dueOf, lastDayOf, pausedOpenMs, resumeDue } from '../../../domain/calendar/due';
import { formatInstant, localDateOf } from '../../../domain/calendar/local-time';
import type { ClockStartRule } from '../../../domain/calendar/calendar';
import { messageOf } from '../../../domain/errors';
import { at, codeOf, laiChau, limitOf, valueOf } from './given';

const due = (received: string, limit: string, rule: ClockStartRule = 'cutoff-15:00', dayEnd?: 'midnight') =>
  formatInstant(valueOf(computeDue(laiChau, at(received), rule, limitOf(limit), dayEnd)).at).slice(0, -6);

describe('the vectors of domain.md §4.5: R15, whole working days', () => {
  test.each([
    ['Tết lies between', '2026-02-13T14:59', 3, '2026-02-13', '2026-02-25', 'official'],
    ['at the cut-off the next working day is day zero', '2026-02-13T15:00', 3, '2026-02-23', '2026-02-26', 'official'],
    ['a make-up Saturday is a working day', '2026-08-21T10:00', 1, '2026-08-21', '2026-08-22', 'official'],
    ['Vietnam Culture Day is a day off', '2026-11-23T09:00', 1, '2026-11-23', '2026-11-25', 'official'],
    ['received online on a holiday', '2026-11-24T09:00', 2, '2026-11-25', '2026-11-27', 'official'],
    ['the same day, received after the cut-off before a long weekend', '2026-04-29T16:30', 0, '2026-05-04', '2026-05-04', 'official'],
    ['a swap and its make-up Saturday lie between', '2024-04-26T11:00', 5, '2024-04-26', '2024-05-07', 'official'],
    ['the projected calendar', '2027-02-04T10:00', 8, '2027-02-04', '2027-02-23', 'projected'],
  ])('%s', (_, received, n, effective, day, status) => {
    const described = valueOf(describeDue(laiChau, at(received), 'cutoff-15:00', { amount: n, unit: 'working-days' }));
    expect(described).toMatchObject({ effective, due: day, dueAt: `${day}T17:00+07:00`, status, rule: 'cutoff-15:00', calendarVersion: 1 });
  });

  test('a limit that reaches from an announced year into a projected one is projected', () => {
    expect(describeDue(laiChau, at('2026-12-30T09:00'), 'cutoff-15:00', limitOf('5 working days'))).toMatchObject({ value: { status: 'projected', due: '2027-01-07' } });
  });
});

describe('whole days count dates', () => {
  test('the limit expires at close of office, or at 24:00 of the same day', () => {
    expect(due('2026-02-12T09:00', '1 working days')).toBe('2026-02-13T17:00');
    expect(due('2026-02-12T09:00', '1 working days', 'cutoff-15:00', 'midnight')).toBe('2026-02-14T00:00');
    expect(valueOf(computeDue(laiChau, at('2026-02-12T09:00'), 'cutoff-15:00', limitOf('1 working days'), 'midnight')).day).toBe('2026-02-13');
  });

  test.each([
    ['15 calendar days end on a working day', '2026-03-02T09:00', '15 calendar days', '2026-03-17T17:00'],
    ['an end on a Saturday moves to Monday', '2026-03-06T09:00', '15 calendar days', '2026-03-23T17:00'],
    ['an end within Tết moves past it', '2026-02-02T09:00', '15 calendar days', '2026-02-23T17:00'],
    ['an end on a make-up Saturday stays', '2026-08-07T09:00', '15 calendar days', '2026-08-22T17:00'],
    ['an end on 24 November moves to the 25th', '2026-11-09T09:00', '15 calendar days', '2026-11-25T17:00'],
    ['received after the cut-off on a Friday, day zero is Monday', '2026-03-06T15:00', '15 calendar days', '2026-03-24T17:00'],
  ])('%s', (_, received, limit, expected) => expect(due(received, limit)).toBe(expected));

  test('two working days under each rule', () => {
    expect(due('2026-03-05T16:30', '2 working days', 'cutoff-15:00')).toBe('2026-03-10T17:00');
    expect(due('2026-03-05T16:30', '2 working days', 'cutoff-17:00')).toBe('2026-03-09T17:00');
    expect(due('2026-03-05T16:30', '2 working days', 'last-hour')).toBe('2026-03-10T17:00');
    expect(due('2026-03-05T16:30', '2 working days', 'session-start')).toBe('2026-03-09T17:00');
  });
});

describe('hours and fractions of a day run in nominal minutes of a 480-minute day', () => {
  test.each([
    ['half a day from opening: 240 nominal, 225 real minutes', '2026-02-12T07:30', '0.5 working days', 'session-start', '2026-02-12T11:15'],
    ['8 hours from opening are the whole day', '2026-02-12T07:30', '8 working hours', 'session-start', '2026-02-12T17:00'],
    ['8 hours from mid-morning end at the same hour of the next day', '2026-02-11T09:20', '8 working hours', 'session-start', '2026-02-12T09:20'],
    ['256 nominal minutes from opening end with the morning', '2026-02-12T07:30', '256 working minutes', 'session-start', '2026-02-12T11:30'],
    ['2 hours from 16:45 before Tết end after it', '2026-02-13T16:45', '2 working hours', 'session-start', '2026-02-23T09:07:30'],
    ['a quarter of a day received after the cut-off', '2026-02-12T15:00', '0.25 working days', 'cutoff-15:00', '2026-02-13T09:22:30'],
    ['one and a half days', '2026-02-11T07:30', '1.5 working days', 'session-start', '2026-02-12T11:15'],
    ['online notice of 8 hours, received at night, from 08:00', '2026-02-11T23:00', '8 working hours', 'cutoff-17:00', '2026-02-13T08:00'],
    ['a nominal minute in the last minute of the morning', '2026-02-12T11:29:30', '1 working minute', 'session-start', '2026-02-12T13:30:26.250'],
  ] as const)('%s', (_, received, limit, rule, expected) => expect(due(received, limit, rule)).toBe(expected));
});

describe('a limit resumed after pauses', () => {
  const threeDays = limitOf('3 working days');
  const base = at('2026-02-13T17:00'); // received Tuesday the 10th
  const resumed = (ms: number) => formatInstant(resumeDue(laiChau, base, ms, threeDays)).slice(0, -6);
  const HOUR = 3_600_000;

  test('a day limit moves by the open time it was paused, then to the end of that day', () => {
    expect(resumed(0)).toBe('2026-02-13T17:00');
    expect(resumed(1)).toBe('2026-02-23T17:00');
    expect(resumed(7.5 * HOUR)).toBe('2026-02-23T17:00');
    expect(resumed(7.5 * HOUR + 1)).toBe('2026-02-24T17:00');
  });

  test('a pause over the whole of Tết costs only its working time', () => {
    const start = { at: at('2026-02-10T09:00') };
    const pause = { from: at('2026-02-13T16:00'), to: at('2026-02-23T08:30') };
    expect(pausedOpenMs(laiChau, start, pause)).toBe(2 * HOUR);
    expect(resumed(pausedOpenMs(laiChau, start, { from: at('2026-02-13T17:00'), to: at('2026-02-23T07:30') }))).toBe('2026-02-13T17:00');
    expect(resumed(2 * HOUR)).toBe('2026-02-23T17:00');
  });

  test('five pauses of an hour and a half are one day, rounded once, not five times', () => {
    expect(resumed(5 * 1.5 * HOUR)).toBe('2026-02-23T17:00');
  });

  test('an hour limit moves exactly', () => {
    const limit = limitOf('8 working hours');
    expect(formatInstant(resumeDue(laiChau, at('2026-02-13T16:30'), HOUR, limit))).toBe('2026-02-23T08:00+07:00');
    expect(resumeDue(laiChau, at('2026-02-13T16:30'), 0, limit)).toBe(at('2026-02-13T16:30'));
  });

  test('a limit that expires at 24:00 is resumed to 24:00', () => {
    expect(resumeDue(laiChau, at('2026-02-14T00:00'), HOUR, threeDays, 'midnight')).toBe(at('2026-02-24T00:00'));
    expect(resumeDue(laiChau, at('2026-02-14T00:00'), 0, threeDays, 'midnight')).toBe(at('2026-02-14T00:00'));
    expect(lastDayOf(at('2026-02-24T00:00'))).toBe('2026-02-23');
  });

  test('a session that lasts until 24:00 belongs to its own day', () => {
    const late = { ...laiChau, sessions: [{ from: 960, to: 1440 }] };
    expect(resumeDue(late, at('2026-02-11T00:00'), 8 * HOUR, threeDays)).toBe(at('2026-02-12T00:00'));
  });

  test('a clock that has not begun to run cannot be stopped', () => {
    const start = { at: at('2026-02-23T07:30') };
    expect(pausedOpenMs(laiChau, start, { from: at('2026-02-13T15:30'), to: at('2026-02-23T08:30') })).toBe(HOUR);
  });
});

describe('before a due instant', () => {
  test.each([
    ['1 working days', '2026-02-23T17:00', '2026-02-13T17:00'],
    ['1 calendar days', '2026-02-23T17:00', '2026-02-13T17:00'],
    ['1 calendar days', '2026-02-25T17:00', '2026-02-24T17:00'],
    ['4 working hours', '2026-02-23T08:00', '2026-02-13T13:45'],
    ['1 working days', '2026-02-24T00:00', '2026-02-14T00:00'],
  ])('%s before %s is %s', (limit, instant, expected) => expect(formatInstant(beforeDue(laiChau, at(instant), limitOf(limit))).slice(0, -6)).toBe(expected));
});

describe('outside what the calendar knows nothing is computed', () => {
  test.each([
    ['received before it', '2021-12-31T09:00', '1 working days', 'receivedAt'],
    ['received after it', '2028-01-01T00:30', '1 working days', 'receivedAt'],
    ['due after it', '2027-12-30T09:00', '5 working days', 'due'],
    ['due after it by calendar days', '2027-12-30T09:00', '5 calendar days', 'due'],
    ['due after it by hours', '2027-12-31T14:00', '8 working hours', 'due'],
    ['far beyond', '2027-12-30T09:00', '9999 working days', 'due'],
    ['starting after it', '2027-12-31T15:00', '0 working days', 'due'],
  ])('%s', (_, received, limit, field) => {
    const refused = computeDue(laiChau, at(received), 'cutoff-15:00', limitOf(limit));
    expect(codeOf(refused)).toBe('DATE_OUT_OF_RANGE');
    if (!refused.ok) expect(messageOf(refused.refusal)).toMatch(new RegExp(`^"${field}".*2022-01-01 to 2027-12-31.*publish a calendar`));
  });

  test('its last minute still is', () => {
    expect(due('2027-12-30T09:00', '1 working days', 'cutoff-15:00', 'midnight')).toBe('2028-01-01T00:00');
    expect(codeOf(computeDue(laiChau, NaN, 'cutoff-15:00', limitOf('1 working days')))).toBe('DATE_OUT_OF_RANGE');
    expect(localDateOf(dueOf(laiChau, { day: '2022-01-04', at: at('2022-01-04T07:30') }, limitOf('1 working days')))).toBe('2022-01-05');
  });
});
