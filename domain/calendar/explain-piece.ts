import type { Calendar, Instant, LocalDate } from './calendar';
import type { ClockStart } from './clock-start';
import type { Pause } from './due';
import type { IntervalRule } from './interval';
import { localDateOf } from './local-time';
import { isWorkingDay, openMsBetween } from './working-time';

/** A limit as it is explained: where it began, how it counts, and how much there is to use up, in open milliseconds. */
export interface Reading {
  readonly start: Pick<ClockStart, 'receivedAt' | 'day' | 'at'> & Partial<Pick<ClockStart, 'why'>>;
  readonly pauses: readonly Pause[];
  readonly unit: 'minutes' | 'working-days' | 'calendar-days';
  readonly msPerDay: number;
  /** The day the limit expires on, pauses included. Later days were promised for another reason. */
  readonly lastDay: LocalDate;
  /** `restored`: open time paused on day zero, which a day limit gives back although day zero does not count. */
  readonly budget: Budget;
}

interface Budget {
  readonly count: number;
  readonly restored: number;
}

/** A stretch under one rule, and what is left of the limit after it. */
export interface Piece {
  readonly from: Instant;
  readonly to: Instant;
  readonly counted: boolean;
  readonly rule: IntervalRule | `paused:${string}`;
  readonly note: string | null;
  readonly countedMs: number;
  readonly left: Budget;
}

/** Names the rule of a stretch that lies within one day, one pause or none, and (for minutes) one session or none. */
export function explainPiece(cal: Calendar, part: { from: Instant; to: Instant }, reading: Reading, left: Budget): Piece {
  const { start, unit } = reading;
  const date = localDateOf(part.from);
  const pause = reading.pauses.find(({ from, to }) => from <= part.from && part.from < to);
  const open = openMsBetween(cal, part.from, part.to);
  const plain = (rule: Piece['rule'], note: string | null = null): Piece => ({ ...part, counted: false, rule, note, countedMs: 0, left });
  const dayOff = (): Piece => {
    const reason = cal.daysOff[date];
    return reason === undefined ? plain('weekend') : plain('public-holiday', reason);
  };
  const makeUp = cal.makeUpDays[date];

  if (unit === 'minutes') {
    if (pause) return plain(`paused:${pause.rule}`);
    if (!isWorkingDay(cal, date)) return dayOff();
    if (open === 0) return plain('outside-hours');
    if (part.from < start.at) return plain(beforeStart(start));
    if (left.count === 0) return plain('after-limit');
    const rule = makeUp === undefined ? 'open-session' : 'make-up-day';
    return { ...plain(rule, makeUp ?? null), counted: true, countedMs: open, left: { ...left, count: left.count - open } };
  }

  const works = isWorkingDay(cal, date);
  if (date < start.day) return works ? plain(beforeStart(start)) : dayOff();
  // A pause is measured in working time, so it takes nothing from calendar days without work.
  if (pause && (works || unit === 'working-days')) return plain(`paused:${pause.rule}`);
  if (date === start.day) return plain('day-zero');
  if (date > reading.lastDay) return plain('after-limit');
  if (!works && unit === 'calendar-days' && left.count > 0) {
    const countedMs = Math.min(left.count, reading.msPerDay);
    return { ...plain('calendar-day'), counted: true, countedMs, left: { ...left, count: left.count - countedMs } };
  }
  if (!works) return dayOff();
  if (left.count > 0 && open > 0) {
    const rule = unit === 'calendar-days' ? 'calendar-day' : makeUp === undefined ? 'working-day' : 'make-up-day';
    const note = unit === 'calendar-days' ? null : (makeUp ?? null);
    return { ...plain(rule, note), counted: true, countedMs: open, left: { ...left, count: left.count - open } };
  }
  if (open === 0) return plain('outside-hours');
  if (left.restored > 0) return { ...plain('restored-pause'), left: { ...left, restored: left.restored - open } };
  return plain(reading.pauses.length === 0 && unit === 'calendar-days' ? 'moved-to-working-day' : 'to-end-of-day');
}

/** Working time before the clock began counts for nobody; the clock-start rule says why. */
const beforeStart = ({ why }: Reading['start']): IntervalRule => (why === undefined || why === 'as-received' ? 'before-start' : why);
