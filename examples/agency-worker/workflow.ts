import { ApplicationFailure, continueAsNew, proxyActivities, sleep, workflowInfo } from '@temporalio/workflow';
import type { createDesk } from './desk';
import { postOf, whatIsWrong } from './errand';
import type { Errand } from './errand';
import type * as ownSystem from './own-system';

/**
 * The API or our own system may be down for a night; an errand outlasts that. One call is short, so that what a killed
 * process had in hand is soon tried by another.
 */
const { findTask, act } = proxyActivities<ReturnType<typeof createDesk>>({
  startToCloseTimeout: '20 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '5 minutes' },
});
const { decide } = proxyActivities<typeof ownSystem>({ startToCloseTimeout: '1 minute', retry: { maximumInterval: '10 minutes' } });

/** Until our own system has decided, or the applicant has supplemented. */
const UNTIL_ASKED_AGAIN = '5 minutes';
/** Somebody else was quicker; what they did is seen by then. */
const AFTER_CONFLICT = '5 seconds';

export type ErrandResult = 'done' | 'left to officers' | 'closed by others';

/** One errand: look at the task, do what it needs next, look again. Whatever officers do meanwhile is seen, never undone. */
export async function errand(input: Errand): Promise<ErrandResult> {
  const wrong = whatIsWrong(input);
  if (wrong !== null) throw ApplicationFailure.nonRetryable(wrong, 'ErrandMalformed');
  if (!isForMachines(input)) return 'left to officers';

  while (!workflowInfo().continueAsNewSuggested) {
    const task = await findTask(input);
    if (task === null) return 'closed by others';
    const { version } = task;
    let answer: 'recorded' | 'conflict' | 'wait' = 'wait';
    if (task.status === 'sent') {
      answer = await act({ errand: input, act: 'acknowledge', version, fields: {} });
    } else if (task.status === 'open') {
      answer = await act({ errand: input, act: 'take-up', version, fields: {} });
    } else if (task.status === 'taken') {
      if (task.assignee !== postOf(input)) return 'left to officers';
      const decision = await decide(input);
      if (decision !== null) answer = await act({ errand: input, act: decision.act, version, fields: decision.fields });
      if (decision !== null && answer === 'recorded') return 'done';
    } else if (task.status !== 'suspended') {
      return 'left to officers';
    }
    if (answer !== 'recorded') await sleep(answer === 'wait' ? UNTIL_ASKED_AGAIN : AFTER_CONFLICT);
  }
  return continueAsNew<typeof errand>(input);
}

/** Examinations, and opinions asked of us. Signatures, receptions and hand-overs stay with people. */
const isForMachines = ({ kind, taskId }: Errand): boolean => kind === 'examine' || (kind === 'consult' && taskId.includes('/'));
