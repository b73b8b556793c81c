import { CalendarFileError, parseCalendarFile } from '../../../contracts/load-calendar';
import { checkCalendar } from '../../../domain/calendar/check-calendar';
import { calendarFile, laiChau } from './given';

const problemsOf = (text: string) => {
  try {
    parseCalendarFile(text);
  } catch (error) {
    if (error instanceof CalendarFileError) return error.problems;
    throw error;
  }
  return [];
};

const lineOf = (text: string, part: string) => text.split('\n').findIndex((line) => line.includes(part)) + 1;

describe('the calendar of the catalogue', () => {
  test('is that of Lai Châu, 2022 to 2027', () => {
    expect(laiChau).toMatchObject({ id: 'lai-chau', from: '2022-01-01', to: '2027-12-31', weekend: [6, 0], sessions: [{ from: 450, to: 690 }, { from: 810, to: 1020 }] });
    expect(Object.entries(laiChau.years).map(([year, { status }]) => [year, status])).toEqual([
      ['2022', 'official'],
      ['2023', 'official'],
      ['2024', 'official'],
      ['2025', 'official'],
      ['2026', 'official'],
      ['2027', 'projected'],
    ]);
    expect(checkCalendar(laiChau)).toEqual([]);
  });

  test('lists the days of domain.md §4.4', () => {
    const days = (year: string) => Object.keys(laiChau.daysOff).filter((date) => date.startsWith(year)).map((date) => date.slice(5)).join(' ');
    expect(days('2022')).toBe('01-03 01-31 02-01 02-02 02-03 02-04 04-11 05-02 05-03 09-01 09-02');
    expect(days('2023')).toBe('01-02 01-20 01-23 01-24 01-25 01-26 05-01 05-02 05-03 09-01 09-04');
    expect(days('2024')).toBe('01-01 02-08 02-09 02-12 02-13 02-14 04-18 04-29 04-30 05-01 09-02 09-03');
    expect(days('2025')).toBe('01-01 01-27 01-28 01-29 01-30 01-31 04-07 04-30 05-01 05-02 09-01 09-02');
    expect(days('2026')).toBe('01-01 01-02 02-16 02-17 02-18 02-19 02-20 04-27 04-30 05-01 08-31 09-01 09-02 11-24');
    expect(days('2027')).toBe('01-01 02-05 02-08 02-09 02-10 02-11 04-16 04-30 05-03 09-02 09-03 11-24');
    expect(Object.keys(laiChau.makeUpDays)).toEqual(['2024-05-04', '2025-04-26', '2026-01-10', '2026-08-22']);
  });

  test('is small enough to travel in every dossier', () => expect(Buffer.byteLength(JSON.stringify(laiChau))).toBeLessThan(10_000));
});

describe('a calendar file with a mistake is refused with its line', () => {
  test.each([
    ['a day off on a Sunday', '2026-11-24:', '2026-11-22:', 'years.2026.daysOff.2026-11-22'],
    ['a make-up day on a Monday', '2026-08-22:', '2026-08-24:', 'years.2026.makeUpDays.2026-08-24'],
    ['a date that does not exist', '2022-04-11:', '2022-04-31:', 'years.2022.daysOff.2022-04-31'],
    ['a date that is none', '2022-04-11:', 'tenth of March:', 'years.2022.daysOff.tenth of March'],
    ['a date under another year', '2024-01-01:', '2023-01-03:', 'years.2024.daysOff.2023-01-03'],
    ['an unknown status', 'status: projected', 'status: maybe', 'years.2027.status'],
    ['an unknown field', 'version: 1', 'version: 1\nzone: Asia/Bangkok', 'zone'],
    ['a version of text', 'version: 1', 'version: one', 'version'],
    ['a session that ends before it begins', '13:30-17:00', '13:30-12:00', 'sessions.1'],
    ['sessions that overlap', '13:30-17:00', '11:00-17:00', 'sessions.1'],
    ['a session past midnight', '13:30-17:00', '13:30-25:00', 'sessions.1'],
    ['a day of the week unknown', '[saturday, sunday]', '[saturday, caturday]', 'weekend.1'],
    ['a reason left out', 'Ngày Văn hóa Việt Nam\n    makeUpDays:', '\n    makeUpDays:', 'years.2026.daysOff.2026-11-24'],
    ['a year left out', '  2025:\n', '  2031:\n', 'years.2025'],
  ])('%s', (_, right, wrong, path) => {
    const text = calendarFile.replace(right, wrong);
    expect(text).not.toBe(calendarFile);
    const problem = problemsOf(text).find((p) => p.path === path);
    expect(problem?.message).toBeTruthy();
    // A missing year is reported where the years begin; everything else on its own line.
    const expected = path === 'years.2025' ? lineOf(text, 'years:') : lineOf(text, wrong.trim().split('\n').at(-1) ?? wrong);
    if (_ !== 'a reason left out') expect(problem?.line).toBe(expected);
    else expect(text.split('\n')[(problem?.line ?? 0) - 1]).toContain('2026-11-24');
  });

  test.each([
    ['empty', ''],
    ['a word', 'calendar'],
    ['not YAML', 'id: [\nversion: 1'],
    ['a key twice', 'id: a\nid: b'],
    ['two documents', `${calendarFile}\n---\n${calendarFile}`],
    ['an alias', 'id: &a x\nversion: *a'],
    ['no years', calendarFile.slice(0, calendarFile.indexOf('years:')) + 'years: {}\n'],
    ['ten megabytes', `# ${'x'.repeat(10_000_000)}\n${calendarFile}`],
    ['lists in lists without end', `id: ${'['.repeat(200_000)}`],
    ['maps in maps without end', `id: ${'{a: '.repeat(50_000)}`],
    ['a prototype', `${calendarFile}\n__proto__: { a: 1 }`],
  ])('%s', (_, text) => {
    const problems = problemsOf(text);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.every(({ line, message }) => line > 0 && message.length > 0)).toBe(true);
  });

  test('all mistakes are told at once, one a line', () => {
    const text = calendarFile.replace('2026-11-24:', '2026-11-22:').replace('2022-04-11:', '2022-04-31:');
    expect(() => parseCalendarFile(text, 'catalogue/calendar.yaml')).toThrow(/^catalogue\/calendar\.yaml:\d+: years\.2022.*\ncatalogue\/calendar\.yaml:\d+: years\.2026.*$/);
  });

  test('text is kept in NFC', () => {
    const text = calendarFile.normalize('NFD');
    expect(parseCalendarFile(text)).toEqual(laiChau);
  });
});
