import { ok, type Result } from '../result';
import type { Calendar, ClockStartRule, DayEnd, Instant, Limit, LocalDate } from './calendar';
import type { StartReason } from './clock-start';
import { computeDue } from './due';
import { explainLimit } from './explain';
import type { Interval } from './interval';
import { formatLimit } from './limit';
import { formatInstant } from './local-time';

/** The whole answer to "when is this due, and why", ready to be printed. Instants as text are RFC 3339 at +07:00. */
export interface DueDescription {
  readonly received: string;
  /** Day zero, and the instant from which hours run. */
  readonly effective: LocalDate;
  readonly effectiveAt: string;
  /** Whether day zero is later than the date of receipt, and why the clock starts where it does. */
  readonly moved: boolean;
  readonly why: StartReason;
  readonly due: LocalDate;
  readonly dueAt: string;
  readonly limit: string;
  readonly rule: ClockStartRule;
  readonly dayEnd: DayEnd;
  readonly calendar: string;
  readonly calendarVersion: number;
  /** `projected` as soon as one of the years involved is not announced yet: the date may still move. */
  readonly status: 'official' | 'projected';
  readonly explanation: Interval[];
}

/** Describes a limit from receipt to expiry. Refuses with DATE_OUT_OF_RANGE what leaves the calendar. */
export function describeDue(
  cal: Calendar,
  receivedAt: Instant,
  rule: ClockStartRule,
  limit: Limit,
  dayEnd: DayEnd = 'close-of-office',
): Result<DueDescription> {
  const computed = computeDue(cal, receivedAt, rule, limit, dayEnd);
  if (!computed.ok) return computed;
  const { start, at, day } = computed.value;
  const received = formatInstant(receivedAt);
  return ok({
    received,
    effective: start.day,
    effectiveAt: formatInstant(start.at),
    moved: start.moved,
    why: start.why,
    due: day,
    dueAt: formatInstant(at),
    limit: formatLimit(limit),
    rule,
    dayEnd,
    calendar: cal.id,
    calendarVersion: cal.version,
    status: statusBetween(cal, received.slice(0, 10), day),
    explanation: explainLimit(cal, start, at, limit),
  });
}

function statusBetween(cal: Calendar, from: LocalDate, to: LocalDate): 'official' | 'projected' {
  const years = Object.entries(cal.years).filter(([year]) => year >= from.slice(0, 4) && year <= to.slice(0, 4));
  return years.every(([, { status }]) => status === 'official') ? 'official' : 'projected';
}
