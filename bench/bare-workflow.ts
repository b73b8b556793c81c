import { allHandlersFinished, condition, proxyLocalActivities, setHandler } from '@temporalio/workflow';
import { TIMEOUTS } from '../temporal.config';
import type { BareActivities } from './bare-activities';
import { bareUpdate } from './bare-messages';
import type { BareInput } from './bare-messages';

const { insert } = proxyLocalActivities<BareActivities>({
  startToCloseTimeout: TIMEOUTS.recordFast.startToClose,
  scheduleToCloseTimeout: TIMEOUTS.recordFast.scheduleToClose,
});

/** The least that a durable act can be: an Update that inserts one row. No law, no timer, no second table. */
export async function bare({ id, updates }: BareInput): Promise<void> {
  let done = 0;
  setHandler(bareUpdate, async (envelope) => {
    const seq = ++done;
    await insert({ id, seq, body: JSON.stringify(envelope), at: envelope.stampedAt });
    return seq;
  });
  await condition(() => done === updates && allHandlersFinished());
}
