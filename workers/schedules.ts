import { ScheduleNotFoundError, ScheduleOverlapPolicy } from '@temporalio/client';
import type { Client, ScheduleOptions } from '@temporalio/client';
import { SCHEDULES, SCHEDULE_CATCH_UP, TASK_QUEUES } from '../temporal.config';

/** Demonstrations squeeze a week into minutes; their digests and checks come round in seconds. */
const DEMO_EVERY = '10 seconds';

/** Creates each schedule, or brings the one that is there to what it should be. */
export async function ensureSchedules(client: Client, { demo }: { readonly demo: boolean }): Promise<void> {
  for (const { id, every, workflow } of SCHEDULES) {
    const options: ScheduleOptions = {
      scheduleId: id,
      spec: { intervals: [{ every: demo && id !== 'escalation' ? DEMO_EVERY : every }] },
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: SCHEDULE_CATCH_UP },
      action: {
        type: 'startWorkflow',
        workflowType: workflow,
        workflowId: `sweep/${id}`,
        taskQueue: TASK_QUEUES.sweeps,
      },
    };
    const handle = client.schedule.getHandle(id);
    try {
      await handle.update((previous) => ({ ...previous, spec: options.spec, policies: options.policies!, action: options.action }));
    } catch (error) {
      if (!(error instanceof ScheduleNotFoundError)) throw error;
      await client.schedule.create(options);
    }
    // The first watch begins at once, not at the next full minute.
    if (id === 'escalation') await handle.trigger(ScheduleOverlapPolicy.SKIP);
  }
}
