import {
  ActivityFailure,
  ApplicationFailure,
  patched,
  proxyActivities,
  proxyLocalActivities,
  workflowInfo,
} from '@temporalio/workflow';
import type { ActivityOptions } from '@temporalio/workflow';
import type { FollowActivities } from '../activities/follow';
import type { RecordActivities } from '../activities/record';
import { TASK_QUEUES, TIMEOUTS } from '../temporal.config';
import { SUPERSEDED } from './dossier.messages';
import type { LanePorts } from './lane';
import { taskBeganAt } from './official-time';

const { record } = proxyLocalActivities<RecordActivities>({
  startToCloseTimeout: TIMEOUTS.recordFast.startToClose,
  scheduleToCloseTimeout: TIMEOUTS.recordFast.scheduleToClose,
  // The time in all is not enough: tries that fail at once were seen to go on in one workflow task for ever.
  retry: {
    initialInterval: TIMEOUTS.recordFast.firstRetry,
    maximumAttempts: TIMEOUTS.recordFast.tries,
    nonRetryableErrorTypes: ['RECORDING_CONFLICT'],
  },
});

export const { checkBeginning, readHead, readLog } = proxyLocalActivities<FollowActivities>({
  startToCloseTimeout: TIMEOUTS.read.startToClose,
  retry: { initialInterval: TIMEOUTS.read.firstRetry, maximumInterval: TIMEOUTS.read.longestRetry },
});

const PATIENCE = {
  taskQueue: TASK_QUEUES.dossier,
  startToCloseTimeout: TIMEOUTS.recordPatient.startToClose,
  retry: {
    initialInterval: TIMEOUTS.recordPatient.firstRetry,
    maximumInterval: TIMEOUTS.recordPatient.longestRetry,
    nonRetryableErrorTypes: ['RECORDING_CONFLICT'],
  },
} satisfies ActivityOptions;

const patient = proxyActivities<RecordActivities>({
  ...PATIENCE,
  summary: 'record (PostgreSQL did not answer at first)',
});
const { completeLog } = proxyActivities<FollowActivities>({
  ...PATIENCE,
  summary: 'complete the log, which is behind',
});

/**
 * The lane's world inside a workflow: short waits as local activities, long ones as activities that are retried
 * without limit.
 */
export const LANE_PORTS: LanePorts = {
  async record(recording) {
    try {
      return await record(recording);
    } catch (failure) {
      if (isConflict(failure)) throw failure;
      return patient.record(recording);
    }
  },
  readHead,
  readLog,
  completeLog,
  run() {
    const { runId, runStartTime, historyLength } = workflowInfo();
    return { runId, startedAt: runStartTime.getTime(), historyLength, at: taskBeganAt() };
  },
  mayFollow: () => patched('log-first'),
  superseded: () => ApplicationFailure.nonRetryable('a newer run of this dossier has taken over; ask it', SUPERSEDED),
  isConflict: (failure) => isConflict(failure),
};

function isConflict(failure: unknown): boolean {
  if (!(failure instanceof ActivityFailure)) return false;
  return failure.cause instanceof ApplicationFailure && failure.cause.type === 'RECORDING_CONFLICT';
}
