import type { Instant, LocalDate } from '../domain/calendar/calendar';
import { DAY_MS, atMinute, localDateOf } from '../domain/calendar/local-time';
import { refusal } from '../domain/errors';
import { Refused } from './problem';

export interface Period {
  readonly from: LocalDate;
  /** The last day. */
  readonly to: LocalDate;
  readonly fromAt: Instant;
  /** First instant after it. */
  readonly toAt: Instant;
}

/** Official time lies between the two. */
const [FIRST_DAY, LAST_DAY] = ['1976-01-01', '2100-12-31'];

/** The days asked for; by default this year until today. */
export function periodOf(asked: { readonly from?: LocalDate | undefined; readonly to?: LocalDate | undefined }, now: Instant, longestDays: number): Period {
  const to = asked.to ?? localDateOf(now);
  const from = asked.from ?? `${to.slice(0, 4)}-01-01`;
  for (const [field, date] of [['query.from', from], ['query.to', to]] as const) {
    if (date < FIRST_DAY || date > LAST_DAY) throw new Refused(refusal('DATE_OUT_OF_RANGE', { value: date, from: FIRST_DAY, to: LAST_DAY }, field));
  }
  const [fromAt, toAt] = [atMinute(from, 0), atMinute(to, 1_440)];
  if (toAt <= fromAt || toAt - fromAt > longestDays * DAY_MS) throw new Refused(refusal('PERIOD_INVALID', { days: longestDays }, asked.to === undefined ? 'query.from' : 'query.to'));
  return { from, to, fromAt, toAt };
}
