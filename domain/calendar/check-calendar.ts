import { refusal, type Refusal } from '../errors';
import type { Calendar, LocalDate } from './calendar';
import { dayNumberOf } from './day-number';
import { parseLocalDate, weekdayOf } from './local-time';

const LONGEST_DAYS = 46_021; // 126 years

/** Everything that is wrong with a calendar; `field` is the path into it. Empty for one that may be published. */
export function checkCalendar(cal: Calendar): Refusal[] {
  const range = checkRange(cal);
  if (range.length > 0) return range;
  return [
    ...checkSessions(cal),
    ...checkWeekend(cal),
    ...checkYears(cal),
    ...Object.entries(cal.daysOff).flatMap(([date, reason]) => checkDay(cal, date, reason, 'daysOff')),
    ...Object.entries(cal.makeUpDays).flatMap(([date, reason]) => checkDay(cal, date, reason, 'makeUpDays')),
  ];
}

/** Reasons are shown in lists and events: one line of 1 to 200 characters. */
export const isReason = (text: string): boolean => text.trim().length > 0 && text.length <= 200 && !/\p{C}/u.test(text);

function checkRange({ from, to }: Calendar): Refusal[] {
  const dates = [parseLocalDate(from, 'from'), parseLocalDate(to, 'to')].flatMap((r) => (r.ok ? [] : [r.refusal]));
  if (dates.length > 0) return dates;
  const days = dayNumberOf(to) - dayNumberOf(from) + 1;
  return days > 0 && days <= LONGEST_DAYS ? [] : [refusal('CALENDAR_RANGE', { from, to }, 'to')];
}

function checkSessions({ sessions }: Calendar): Refusal[] {
  if (sessions.length === 0) return [refusal('CALENDAR_SESSIONS', {}, 'sessions')];
  return sessions.flatMap(({ from, to }, i) => {
    const earliest = sessions[i - 1]?.to ?? -1;
    const fits = Number.isInteger(from) && Number.isInteger(to) && from > earliest && from < to && to <= 1440;
    return fits ? [] : [refusal('CALENDAR_SESSIONS', {}, `sessions.${i}`)];
  });
}

function checkWeekend({ weekend }: Calendar): Refusal[] {
  const known = weekend.every((day) => Number.isInteger(day) && day >= 0 && day <= 6);
  const once = new Set(weekend).size === weekend.length;
  return known && once && weekend.length < 7 ? [] : [refusal('CALENDAR_WEEKEND', {}, 'weekend')];
}

function checkYears({ from, to, years }: Calendar): Refusal[] {
  const [first, last] = [Number(from.slice(0, 4)), Number(to.slice(0, 4))];
  const expected = Array.from({ length: last - first + 1 }, (_, i) => String(first + i).padStart(4, '0'));
  const missing = expected.filter((year) => years[year] === undefined);
  const surplus = Object.keys(years).filter((year) => !expected.includes(year));
  return [...missing, ...surplus].map((year) => refusal('CALENDAR_YEARS', { from: first, to: last }, `years.${year}`));
}

function checkDay(cal: Calendar, date: LocalDate, reason: string, list: 'daysOff' | 'makeUpDays'): Refusal[] {
  const field = `${list}.${date}`;
  const parsed = parseLocalDate(date, field);
  if (!parsed.ok) return [parsed.refusal];
  if (date < cal.from || date > cal.to) return [refusal('DATE_OUT_OF_RANGE', { value: date, from: cal.from, to: cal.to }, field)];
  const onWeekend = cal.weekend.includes(weekdayOf(date));
  const faults: Refusal[] = isReason(reason) ? [] : [refusal('CALENDAR_REASON', {}, field)];
  if (list === 'daysOff' && onWeekend) faults.push(refusal('CALENDAR_DAY_OFF_ON_WEEKEND', { value: date }, field));
  if (list === 'makeUpDays' && !onWeekend) faults.push(refusal('CALENDAR_MAKE_UP_ON_WEEKDAY', { value: date }, field));
  return faults;
}
