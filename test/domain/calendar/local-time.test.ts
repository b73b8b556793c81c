import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { addDays, atMinute, formatInstant, localDateOf, minuteOfDay, parseInstant, parseLocalDate, weekdayOf } from '../../../domain/calendar/local-time';
import { dateOfDayNumber, dayNumberOf } from '../../../domain/calendar/day-number';
import { describeDue } from '../../../domain/calendar/describe-due';
import { messageOf } from '../../../domain/errors';
import { at, codeOf, laiChau, limitOf, valueOf } from './given';

const root = resolve(__dirname, '../../..');

describe('local time is UTC+07:00, always', () => {
  test('the local day begins at 17:00 UTC', () => {
    expect(localDateOf(Date.UTC(2026, 1, 12, 16, 59, 59, 999))).toBe('2026-02-12');
    expect(localDateOf(Date.UTC(2026, 1, 12, 17))).toBe('2026-02-13');
    expect(minuteOfDay(at('2026-02-13T14:59:59'))).toBe(14 * 60 + 59);
    expect(atMinute('2026-02-13', 1440)).toBe(at('2026-02-14T00:00'));
  });

  test('dates agree with the Gregorian calendar of the host over 400 years', () => {
    fc.assert(
      fc.property(fc.integer({ min: -80_000, max: 80_000 }), (day) => {
        const host = new Date(day * 86_400_000);
        expect(dateOfDayNumber(day)).toBe(host.toISOString().slice(0, 10));
        expect(dayNumberOf(dateOfDayNumber(day))).toBe(day);
        expect(weekdayOf(dateOfDayNumber(day))).toBe(host.getUTCDay());
      }),
      { numRuns: 3000 },
    );
    expect(addDays('2024-02-28', 2)).toBe('2024-03-01');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
  });

  test('the zone of the host changes nothing', () => {
    const program = `
      const { parseCalendarFile } = require('./contracts/load-calendar.ts');
      const { describeDue } = require('./domain/calendar/describe-due.ts');
      const cal = parseCalendarFile(require('node:fs').readFileSync('catalogue/calendar.yaml', 'utf8'));
      const answers = [0, 1, 2, 3].map((i) => describeDue(cal, ${at('2026-02-13T14:59')} + i * 21_600_000, 'cutoff-15:00', { amount: 3, unit: 'working-days' }));
      console.log(new Date(0).getTimezoneOffset(), JSON.stringify(answers));`;
    const child = spawnSync(process.execPath, ['--require', 'tsx/cjs', '-e', program], { cwd: root, encoding: 'utf8', env: { ...process.env, TZ: 'America/New_York' } });
    const [offset, ...answer] = child.stdout.trim().split(' ');
    const here = [0, 1, 2, 3].map((i) => describeDue(laiChau, at('2026-02-13T14:59') + i * 21_600_000, 'cutoff-15:00', limitOf('3 working days')));
    expect(child.stderr).toBe('');
    expect(offset).toBe('300');
    expect(answer.join(' ')).toBe(JSON.stringify(here));
  });

  test('the calendar reads no clock, no zone and no locale', () => {
    const folder = join(root, 'domain/calendar');
    for (const file of readdirSync(folder)) {
      expect([file, readFileSync(join(folder, file), 'utf8').match(/\bnew Date\b|\bDate\.|\bIntl\b|toLocale|node:|Math\.random/)]).toEqual([file, null]);
    }
  });
});

describe('instants as text', () => {
  test.each([
    ['2026-02-13T14:59+07:00', '2026-02-13T14:59+07:00'],
    ['2026-02-13T07:59:00Z', '2026-02-13T14:59+07:00'],
    ['2026-02-13t07:59z', '2026-02-13T14:59+07:00'],
    ['2026-02-13T23:30:05-05:00', '2026-02-14T11:30:05+07:00'],
    ['2026-02-13T14:59:59.9999999+07:00', '2026-02-13T14:59:59.999+07:00'],
    ['1975-06-13T00:00+07:00', '1975-06-13T00:00+07:00'],
    ['2100-12-31T23:59:59.999+07:00', '2100-12-31T23:59:59.999+07:00'],
  ])('%s is %s', (text, expected) => expect(formatInstant(valueOf(parseInstant(text)))).toBe(expected));

  test.each(['2026-02-13T14:59', '2026-02-13', '2026-02-30T08:00+07:00', '2026-02-13T24:00+07:00', '2026-02-13T14:60+07:00', '2026-02-13T14:59+7', '2026-02-13 14:59+07:00', 'yesterday', '', 'x'.repeat(10_000_000)])(
    'what is no instant with an offset is refused (%#)',
    (text) => expect(codeOf(parseInstant(text))).toBe('INSTANT_INVALID'),
  );

  test.each(['1975-06-12T23:59+07:00', '1970-01-01T00:00Z', '2101-01-01T00:00+07:00', '9999-12-31T00:00Z'])('official instants before 1975 or after 2100 are refused by name: %s', (text) => {
    const refused = parseInstant(text, 'receivedAt');
    expect(codeOf(refused)).toBe('INSTANT_OUT_OF_RANGE');
    if (!refused.ok) expect(messageOf(refused.refusal)).toContain('"receivedAt"');
  });

  test('a refusal repeats nothing long and no control characters', () => {
    const refused = parseInstant(`2026\u0000\u001b[31m${'9'.repeat(1000)}`);
    if (refused.ok) throw new Error('accepted');
    expect(messageOf(refused.refusal)).not.toMatch(/\p{Cc}/u);
    expect(messageOf(refused.refusal).length).toBeLessThan(250);
  });

  test('what was written is read back', () => {
    fc.assert(fc.property(fc.integer({ min: at('1975-06-13T00:00'), max: at('2100-12-31T23:59') }), (instant) => expect(parseInstant(formatInstant(instant))).toEqual({ ok: true, value: instant })), { numRuns: 3000 });
  });

  test('only dates that exist are dates; births before 1975 are', () => {
    expect(parseLocalDate('1931-05-19')).toEqual({ ok: true, value: '1931-05-19' });
    for (const text of ['2026-02-29', '2026-13-01', '2026-1-1', '0000-01-01', '']) expect(codeOf(parseLocalDate(text))).toBe('DATE_INVALID');
  });
});
