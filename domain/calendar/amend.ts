import { refusal } from '../errors';
import { ok, refuse, type Result } from '../result';
import type { Calendar, LocalDate } from './calendar';
import { checkCalendar, isReason } from './check-calendar';

type Days = Readonly<Record<LocalDate, string>>;

/** What an official notice changes in a calendar, e.g. a swap announced in December. Removals come first. */
export interface CalendarChange {
  readonly addDaysOff?: Days;
  readonly removeDaysOff?: readonly LocalDate[];
  readonly addMakeUpDays?: Days;
  readonly removeMakeUpDays?: readonly LocalDate[];
  /** Years whose status or source changes: a projected one becomes official. */
  readonly years?: Calendar['years'];
  /** Shown with every dossier it moves: the notice, its number and date. */
  readonly reason: string;
}

/**
 * The calendar's next version. Refuses a change that adds what is there, removes what is not, changes nothing, or leaves
 * a calendar that may not be published; `field` is a path into the change.
 */
export function amendCalendar(cal: Calendar, change: CalendarChange): Result<Calendar> {
  if (!isReason(change.reason)) return refuse(refusal('CALENDAR_REASON', {}, 'reason'));
  const daysOff = amendDays(cal, 'DaysOff', change.removeDaysOff ?? [], change.addDaysOff ?? {});
  if (!daysOff.ok) return daysOff;
  const makeUpDays = amendDays(cal, 'MakeUpDays', change.removeMakeUpDays ?? [], change.addMakeUpDays ?? {});
  if (!makeUpDays.ok) return makeUpDays;

  const years = { ...cal.years, ...change.years };
  const amended: Calendar = { ...cal, version: cal.version + 1, daysOff: daysOff.value, makeUpDays: makeUpDays.value, years };
  const [fault] = checkCalendar(amended);
  if (fault) {
    const field = (fault.field ?? '').replace(/^daysOff\./, 'addDaysOff.').replace(/^makeUpDays\./, 'addMakeUpDays.');
    return refuse({ ...fault, field, details: { ...fault.details, field } });
  }
  return isUnchanged(diffCalendars(cal, amended)) ? refuse(refusal('CALENDAR_UNCHANGED', {}, 'change')) : ok(amended);
}

function amendDays(cal: Calendar, list: 'DaysOff' | 'MakeUpDays', remove: readonly LocalDate[], add: Days): Result<Days> {
  const days: Record<LocalDate, string> = { ...(list === 'DaysOff' ? cal.daysOff : cal.makeUpDays) };
  const at = (date: LocalDate) => ({ value: date, version: cal.version });
  for (const [i, date] of remove.entries()) {
    if (!Object.hasOwn(days, date)) return refuse(refusal('CALENDAR_DAY_ABSENT', at(date), `remove${list}.${i}`));
    delete days[date];
  }
  for (const [date, reason] of Object.entries(add)) {
    if (Object.hasOwn(days, date)) return refuse(refusal('CALENDAR_DAY_PRESENT', at(date), `add${list}.${date}`));
    days[date] = reason;
  }
  return ok(Object.fromEntries(Object.entries(days).sort(([a], [b]) => (a < b ? -1 : 1))));
}

/** What differs between two calendars, in the form of the change that leads from the first to the second. */
export interface CalendarDiff {
  readonly from: number;
  readonly to: number;
  readonly change: Required<Omit<CalendarChange, 'reason'>>;
  /** Parts that differ and that no change can express: a new calendar file has to be published for them. */
  readonly other: readonly ('id' | 'sessions' | 'weekend' | 'from' | 'to' | 'years')[];
  /** First date on which the two disagree about work; null if on none. What is over before it does not move. */
  readonly firstDate: LocalDate | null;
}

export function diffCalendars(a: Calendar, b: Calendar): CalendarDiff {
  const differs = (x: unknown, y: unknown) => JSON.stringify(x) !== JSON.stringify(y);
  const change = {
    addDaysOff: without(b.daysOff, a.daysOff),
    removeDaysOff: Object.keys(without(a.daysOff, b.daysOff)),
    addMakeUpDays: without(b.makeUpDays, a.makeUpDays),
    removeMakeUpDays: Object.keys(without(a.makeUpDays, b.makeUpDays)),
    years: Object.fromEntries(Object.entries(b.years).filter(([year, entry]) => differs(a.years[year], entry))),
  };
  const yearsAgree = Object.keys(a.years).join() === Object.keys(b.years).join();
  const other = (['id', 'sessions', 'weekend', 'from', 'to'] as const).filter((part) => differs(a[part], b[part]));
  // A day that only gets another reason is off before and after.
  const moved = (x: Days, y: Days) => Object.keys(x).filter((date) => !Object.hasOwn(y, date));
  const dates = [
    ...moved(a.daysOff, b.daysOff),
    ...moved(b.daysOff, a.daysOff),
    ...moved(a.makeUpDays, b.makeUpDays),
    ...moved(b.makeUpDays, a.makeUpDays),
    ...(other.some((part) => part !== 'id') ? [a.from < b.from ? a.from : b.from] : []),
  ].sort();
  return { from: a.version, to: b.version, change, other: yearsAgree ? other : [...other, 'years'], firstDate: dates[0] ?? null };
}

/** The days of `a` that `b` has not, or has for another reason. */
const without = (a: Days, b: Days): Days => Object.fromEntries(Object.entries(a).filter(([date, reason]) => b[date] !== reason));

const isUnchanged = ({ change, other }: CalendarDiff): boolean =>
  other.length === 0 && Object.values(change).every((part) => Object.keys(part).length === 0);
