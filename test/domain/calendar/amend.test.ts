import { amendCalendar, diffCalendars, type CalendarChange } from '../../../domain/calendar/amend';
import { checkCalendar } from '../../../domain/calendar/check-calendar';
import { computeDue } from '../../../domain/calendar/due';
import { formatInstant } from '../../../domain/calendar/local-time';
import { messageOf } from '../../../domain/errors';
import { at, codeOf, laiChau, limitOf, valueOf } from './given';

// What a notice of December 2026 might bring: the Tết block of 2027 a day earlier, and a swap.
const notice: CalendarChange = {
  addDaysOff: { '2027-02-04': 'Tết Nguyên đán Đinh Mùi', '2027-12-31': 'Hoán đổi với thứ Bảy 18/12/2027' },
  removeDaysOff: ['2027-02-11'],
  addMakeUpDays: { '2027-12-18': 'Làm bù cho thứ Sáu 31/12/2027' },
  years: { '2027': { status: 'official', source: ['thông báo'], confidence: 'H' } },
  reason: 'Thông báo lịch nghỉ năm 2027',
};

describe('an amended calendar', () => {
  test('is the next version, and moves what is due after it', () => {
    const amended = valueOf(amendCalendar(laiChau, notice));
    expect(amended.version).toBe(2);
    expect(amended.years['2027']?.status).toBe('official');
    expect(checkCalendar(amended)).toEqual([]);
    const due = (cal: typeof laiChau) => formatInstant(valueOf(computeDue(cal, at('2027-02-02T10:00'), 'cutoff-15:00', limitOf('2 working days'))).at).slice(0, 10);
    expect([due(laiChau), due(amended)]).toEqual(['2027-02-04', '2027-02-11']);
    expect(laiChau.daysOff['2027-02-04']).toBeUndefined();
  });

  test('lists its days in order, whatever the order they were added in', () => {
    const dates = Object.keys(valueOf(amendCalendar(laiChau, notice)).daysOff);
    expect(dates).toEqual([...dates].sort());
  });

  test('may give a day another reason by removing and adding it at once', () => {
    const change = { removeDaysOff: ['2026-11-24'], addDaysOff: { '2026-11-24': 'Ngày Văn hóa Việt Nam (NQ 28/2026/QH16)' }, reason: 'Ghi rõ căn cứ' };
    const amended = valueOf(amendCalendar(laiChau, change));
    expect(diffCalendars(laiChau, amended).firstDate).toBeNull();
    expect(amended.daysOff['2026-11-24']).toContain('NQ 28/2026/QH16');
  });

  test.each<[string, CalendarChange, string, string]>([
    ['without a reason', { removeDaysOff: ['2026-11-24'], reason: ' ' }, 'CALENDAR_REASON', 'reason'],
    ['that changes nothing', { reason: 'không' }, 'CALENDAR_UNCHANGED', 'change'],
    ['that puts back what it takes away', { removeDaysOff: ['2026-01-01'], addDaysOff: { '2026-01-01': 'Tết Dương lịch' }, reason: 'không' }, 'CALENDAR_UNCHANGED', 'change'],
    ['that adds what is there', { addDaysOff: { '2026-11-24': 'x' }, reason: 'r' }, 'CALENDAR_DAY_PRESENT', 'addDaysOff.2026-11-24'],
    ['that removes what is not there', { removeMakeUpDays: ['2026-11-28'], reason: 'r' }, 'CALENDAR_DAY_ABSENT', 'removeMakeUpDays.0'],
    ['with a day off on a Sunday', { addDaysOff: { '2026-11-22': 'x' }, reason: 'r' }, 'CALENDAR_DAY_OFF_ON_WEEKEND', 'addDaysOff.2026-11-22'],
    ['with a make-up day on a Tuesday', { addMakeUpDays: { '2026-11-24': 'x' }, reason: 'r' }, 'CALENDAR_MAKE_UP_ON_WEEKDAY', 'addMakeUpDays.2026-11-24'],
    ['with a day that does not exist', { addDaysOff: { '2026-02-30': 'x' }, reason: 'r' }, 'DATE_INVALID', 'addDaysOff.2026-02-30'],
    ['with a day the calendar does not know', { addDaysOff: { '2028-01-03': 'x' }, reason: 'r' }, 'DATE_OUT_OF_RANGE', 'addDaysOff.2028-01-03'],
    ['with a day off for no reason', { addDaysOff: { '2026-11-25': '' }, reason: 'r' }, 'CALENDAR_REASON', 'addDaysOff.2026-11-25'],
    ['with control characters', { addDaysOff: { '2026-11-25': 'a\u0000b' }, reason: 'r' }, 'CALENDAR_REASON', 'addDaysOff.2026-11-25'],
    ['with a reason of ten megabytes', { removeDaysOff: ['2026-11-24'], reason: 'x'.repeat(10_000_000) }, 'CALENDAR_REASON', 'reason'],
    ['with a year the calendar does not know', { years: { '2031': { status: 'official', source: ['x'], confidence: 'H' } }, reason: 'r' }, 'CALENDAR_YEARS', 'years.2031'],
  ])('%s is refused by name', (_, change, code, field) => {
    const refused = amendCalendar(laiChau, change);
    expect(codeOf(refused)).toBe(code);
    if (refused.ok) return;
    expect(refused.refusal.field).toBe(field);
    for (const language of ['vi', 'en'] as const) expect(messageOf(refused.refusal, language)).not.toMatch(/\{\w+\}/);
  });
});

describe('the difference between two calendars', () => {
  const amended = valueOf(amendCalendar(laiChau, notice));

  test('is the change that leads from the one to the other', () => {
    const diff = diffCalendars(laiChau, amended);
    expect(diff).toMatchObject({ from: 1, to: 2, other: [], firstDate: '2027-02-04' });
    expect(amendCalendar(laiChau, { ...diff.change, reason: 'r' })).toEqual({ ok: true, value: amended });
    const back = diffCalendars(amended, laiChau);
    expect({ ...valueOf(amendCalendar(amended, { ...back.change, reason: 'r' })), version: 1 }).toEqual(laiChau);
  });

  test('of a calendar and itself is nothing', () => {
    const { change, other, firstDate } = diffCalendars(laiChau, laiChau);
    expect([Object.values(change).flatMap(Object.keys), other, firstDate]).toEqual([[], [], null]);
  });

  test('names what only a new calendar file can change', () => {
    const other = { ...laiChau, sessions: [{ from: 480, to: 720 }], to: '2028-12-31' };
    expect(diffCalendars(laiChau, other)).toMatchObject({ other: ['sessions', 'to'], firstDate: '2022-01-01' });
  });
});
