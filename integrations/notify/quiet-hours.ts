import type { Instant } from '../../domain/calendar/calendar';
import { addDays, atMinute, localDateOf, minuteOfDay } from '../../domain/calendar/local-time';

/** Minutes since official local midnight. `from` after `to` goes over midnight; equal ones mean that no hour is quiet. */
export interface QuietHours {
  readonly from: number;
  readonly to: number;
}

/** LIENTHONG_QUIET_HOURS where it is not set. */
export const USUAL_QUIET_HOURS = '21:00-07:00';

const WRITTEN = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$/;

/** Reads `21:00-07:00`; undefined for anything else. */
export const parseQuietHours = (text: string): QuietHours | undefined => {
  const [, fromHour, fromMinute, toHour, toMinute] = WRITTEN.exec(text) ?? [];
  return toMinute === undefined ? undefined : { from: Number(fromHour) * 60 + Number(fromMinute), to: Number(toHour) * 60 + Number(toMinute) };
};

/** The instant at which the quiet hours end that an instant lies in; null outside them. */
export const quietUntil = ({ from, to }: QuietHours, at: Instant): Instant | null => {
  const minute = minuteOfDay(at);
  const overMidnight = from > to;
  const quiet = overMidnight ? minute >= from || minute < to : minute >= from && minute < to;
  if (!quiet) return null;
  const date = localDateOf(at);
  return atMinute(overMidnight && minute >= from ? addDays(date, 1) : date, to);
};
