import type { z } from 'zod';
import type { DueView } from '../../contracts/http/calendar';
import type { DueDescription } from '../../domain/calendar/describe-due';
import type { Limit } from '../../domain/calendar/calendar';
import { INTERVAL_RULES } from '../../domain/calendar/interval';
import type { IntervalRule } from '../../domain/calendar/interval';
import type { Text } from '../../domain/text';
import { limitView } from './procedure';
import { timestamp } from './time';

const AS_RECEIVED: Text = { vi: 'Tính từ khi tiếp nhận', en: 'from receipt' };

/** An answer to "when is this due, and why", in words. */
export function dueView(limit: Limit, d: DueDescription, of: Pick<z.output<typeof DueView>, 'procedure' | 'variants'>): z.output<typeof DueView> {
  return {
    received: stamp(d.received),
    countsFrom: { date: d.effective, at: stamp(d.effectiveAt), moved: d.moved, why: d.why, text: d.why === 'as-received' ? AS_RECEIVED : INTERVAL_RULES[d.why] },
    due: d.due,
    dueAt: stamp(d.dueAt),
    limit: limitView(limit),
    rule: d.rule,
    dayEnd: d.dayEnd,
    calendarVersion: d.calendarVersion,
    status: d.status,
    ...of,
    explanation: d.explanation.map(({ from, to, counted, rule, note, countedDays = null, countedMinutes = null }) => ({
      from: timestamp(from),
      to: timestamp(to),
      counted,
      rule,
      // Nothing pauses a limit that nobody has begun.
      text: INTERVAL_RULES[rule as IntervalRule],
      note,
      days: countedDays,
      minutes: countedMinutes,
    })),
  };
}

/** The core leaves seconds out where there are none. */
export const stamp = (instant: string): string => timestamp(Date.parse(instant));
