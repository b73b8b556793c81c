import type { Calendar } from '../../domain/calendar/calendar';
import { refusal } from '../../domain/errors';
import type { Context, Shown } from '../context';
import { Refused } from '../exit';
import { paintFor } from '../render/paint';
import { table } from '../render/table';
import { weekday } from '../render/when';
import { withCatalogue } from '../sources/catalogue';

/** `calendar show`: one year, or all that are known. */
export async function calendarShow(context: Context, { year }: { readonly year?: number }): Promise<Shown> {
  const calendar = await withCatalogue(context, (catalogue) => catalogue.calendar());
  const years = Object.keys(calendar.years).filter((known) => year === undefined || known === String(year));
  if (years.length === 0) throw new Refused(refusal('DATE_OUT_OF_RANGE', { value: String(year), from: calendar.from, to: calendar.to }, 'year'));
  const entries = years.map((each) => ({ year: each, ...calendar.years[each]!, daysOff: daysOf(calendar.daysOff, each), makeUpDays: daysOf(calendar.makeUpDays, each) }));
  const { id, version } = calendar;
  return {
    json: { id, version, sessions: calendar.sessions.map(({ from, to }) => ({ from: clock(from), to: clock(to) })), weekend: calendar.weekend, years: entries },
    text: () => calendarText(calendar, entries, context),
  };
}

type YearEntry = Calendar['years'][string] & { readonly year: string; readonly daysOff: Days; readonly makeUpDays: Days };
type Days = Calendar['daysOff'];

const daysOf = (days: Days, year: string): Days => Object.fromEntries(Object.entries(days).filter(([date]) => date.startsWith(`${year}-`)).sort());

const clock = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

function calendarText({ id, version, sessions }: Calendar, entries: readonly YearEntry[], { say, language, colour }: Context): string {
  const paint = paintFor(colour);
  const status = { official: { en: 'official', vi: 'chính thức' }, projected: { en: 'projected, may still move', vi: 'dự kiến, có thể thay đổi' } };
  const rows = (days: Days, sign: string) => Object.entries(days).map(([date, reason]) => [sign, `${weekday(date, language)} ${date}`, reason]);
  return [
    `${say({ en: 'calendar', vi: 'lịch' })} ${id} v${version}: ${sessions.map(({ from, to }) => `${clock(from)}–${clock(to)}`).join(', ')}`,
    ...entries.flatMap((entry) => [
      '',
      `${paint.bold(entry.year)}  ${say(status[entry.status])}  [${entry.source.join(', ')}; ${entry.confidence}]`,
      table([...rows(entry.daysOff, say({ en: 'off', vi: 'nghỉ' })), ...rows(entry.makeUpDays, say({ en: 'worked', vi: 'làm bù' }))], { indent: 2 }),
    ]),
  ].join('\n');
}
