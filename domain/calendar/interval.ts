import type { Instant } from './calendar';
import type { Text } from '../text';

/** A stretch of a limit's time, under one rule. */
export interface Interval {
  readonly from: Instant;
  readonly to: Instant;
  /** Whether it used up the limit. */
  readonly counted: boolean;
  /** A code of `INTERVAL_RULES`, or `paused:` and why the clock stood still. */
  readonly rule: string;
  /** The calendar's own reason, in Vietnamese, for a holiday or a make-up day. */
  readonly note: string | null;
  /**
   * What it used up, exactly: open milliseconds, of which a whole working day has `sessions` many. 0 where not counted.
   * Limits in calendar days count each date as one such day, worked or not.
   */
  readonly countedMs: number;
  /** The same in days, for limits that count dates. A fraction only on a date that a pause divides. */
  readonly countedDays?: number;
  /** The same in nominal minutes, for limits in hours or fractions of a day. */
  readonly countedMinutes?: number;
}

/** Why time counts, or does not. */
export const INTERVAL_RULES = {
  'open-session': { vi: 'Trong giờ làm việc', en: 'office open' },
  'working-day': { vi: 'Ngày làm việc', en: 'working day' },
  'make-up-day': { vi: 'Ngày làm bù', en: 'make-up working day' },
  'calendar-day': { vi: 'Ngày theo lịch', en: 'calendar day' },
  'outside-hours': { vi: 'Ngoài giờ làm việc', en: 'outside office hours' },
  weekend: { vi: 'Ngày nghỉ hằng tuần', en: 'weekly day off' },
  'public-holiday': { vi: 'Nghỉ lễ, nghỉ bù hoặc hoán đổi', en: 'public holiday, compensation or swap' },
  'day-zero': {
    vi: 'Ngày tiếp nhận, không tính (Điều 147 Bộ luật Dân sự 2015)',
    en: 'day zero, not counted (Civil Code 2015 Art. 147)',
  },
  'before-start': { vi: 'Thời hạn chưa bắt đầu', en: 'the limit has not begun' },
  'before-opening': { vi: 'Nhận trước giờ bắt đầu tính', en: 'received before the clock may start' },
  'between-sessions': { vi: 'Nhận giữa hai ca làm việc', en: 'received between two sessions' },
  'after-cutoff': {
    vi: 'Nhận sau giờ chốt, tính từ ngày làm việc tiếp theo',
    en: 'received after the cut-off, counts from the next working day',
  },
  'after-closing': { vi: 'Nhận sau giờ làm việc', en: 'received after closing' },
  'day-off': { vi: 'Nhận vào ngày nghỉ', en: 'received on a day off' },
  'restored-pause': { vi: 'Bù thời gian tạm dừng trong ngày tiếp nhận', en: 'time paused on day zero, given back' },
  'moved-to-working-day': {
    vi: 'Hết hạn vào ngày nghỉ, chuyển sang ngày làm việc (Điều 148 Bộ luật Dân sự 2015)',
    en: 'ends on a day off, moved to the next working day (Civil Code 2015 Art. 148)',
  },
  'to-end-of-day': { vi: 'Tính đến hết ngày cuối của thời hạn', en: 'up to the end of the last day' },
  'after-limit': { vi: 'Sau khi hết thời hạn', en: 'after the limit' },
} as const satisfies Record<string, Text>;
export type IntervalRule = keyof typeof INTERVAL_RULES;

/** What the intervals used up. Days and minutes are free of rounding errors down to a millisecond of open time. */
export function sumOf(intervals: readonly Interval[]): { days: number; minutes: number; countedMs: number } {
  const total = (of: (interval: Interval) => number) => intervals.reduce((sum, interval) => sum + of(interval), 0);
  const clean = (sum: number) => Math.round(sum * 1e9) / 1e9;
  return {
    days: clean(total((i) => i.countedDays ?? 0)),
    minutes: clean(total((i) => i.countedMinutes ?? 0)),
    countedMs: total((i) => i.countedMs),
  };
}
