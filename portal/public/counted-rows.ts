import type { Schemas } from '../app/api';
import type { Language, Text } from '../app/language';
import { date, dateTime, isoDate } from '../parts/dates';
import { weekday } from './weekday';

type Interval = Schemas['Due']['explanation'][number];

export interface CountedRow {
  readonly from: string;
  /** When it is, in words. */
  readonly span: (language: Language) => string;
  readonly counted: boolean;
  /** Which day of the limit it is; 0 for what does not count, or counts in minutes. */
  readonly number: number;
  readonly minutes: number | null;
  readonly text: Text;
  readonly note: string | null;
}

const DAY_MS = 86_400_000;

/** The explanation of a limit with a row for each day that counts, and one for each stretch that does not. */
export function countedRows(explanation: readonly Interval[]): CountedRow[] {
  let number = 0;
  return explanation.flatMap((interval) => {
    const { from, counted, days, minutes, text, note } = interval;
    if (!counted || days === null) return [{ from, span: spanOf(interval), counted, number: 0, minutes, text, note }];
    return datesOf(interval).map((day) => {
      number += 1;
      return { from: day, span: (language: Language) => `${weekday(`${day}T00:00:00+07:00`, language)}, ${date(day)}`, counted, number, minutes: null, text, note };
    });
  });
}

/** Dates from the first to the last on which there is anything of the interval. */
function datesOf({ from, to }: Interval): string[] {
  const dates: string[] = [];
  for (let at = Date.parse(`${isoDate(from)}T00:00:00+07:00`); at < Date.parse(to); at += DAY_MS) dates.push(isoDate(at));
  return dates;
}

/** Whole days by their dates, others with their hours. */
const spanOf =
  ({ from, to, minutes }: Interval) =>
  (language: Language): string => {
    const last = isoDate(Date.parse(to) - 1);
    const first = isoDate(from);
    const name = (day: string): string => `${weekday(`${day}T00:00:00+07:00`, language)}, ${date(day)}`;
    if (minutes !== null) return first === last ? `${date(first)} ${dateTime(from).slice(11)}–${hourOf(to)}` : `${dateTime(from)} – ${dateTime(to)}`;
    return first === last ? name(first) : `${name(first)} – ${name(last)}`;
  };

/** Midnight at the end of a day is its 24:00. */
const hourOf = (to: string): string => (dateTime(to).endsWith('00:00') ? '24:00' : dateTime(to).slice(11));
