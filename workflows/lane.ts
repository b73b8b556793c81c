import { ActivityFailure, ApplicationFailure, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { RecordActivities, RecordOutcome } from '../activities/record';
import type { Recording } from '../domain/dossier/recording';
import { TASK_QUEUES, TIMEOUTS } from '../temporal.config';

const { record } = proxyLocalActivities<RecordActivities>({
  startToCloseTimeout: TIMEOUTS.recordFast.startToClose,
  scheduleToCloseTimeout: TIMEOUTS.recordFast.scheduleToClose,
  retry: { initialInterval: TIMEOUTS.recordFast.firstRetry, nonRetryableErrorTypes: ['RECORDING_CONFLICT'] },
});

const patient = proxyActivities<RecordActivities>({
  taskQueue: TASK_QUEUES.dossier,
  startToCloseTimeout: TIMEOUTS.recordPatient.startToClose,
  retry: {
    initialInterval: TIMEOUTS.recordPatient.firstRetry,
    maximumInterval: TIMEOUTS.recordPatient.longestRetry,
    nonRetryableErrorTypes: ['RECORDING_CONFLICT'],
  },
  summary: 'record (PostgreSQL did not answer at first)',
});

/** How many recordings are kept for re-sending what a restored database lost. */
const KEPT = 32;

/**
 * The recording lane: decisions are written one after the other, in the order they were taken. An act's answer waits
 * for its place here; the next decision does not.
 */
export class RecordingLane {
  #tail: Promise<void> = Promise.resolve();
  #pending = 0;
  readonly #recent: Recording[] = [];

  get idle(): boolean {
    return this.#pending === 0;
  }

  /** Resolves when this recording, and all before it, are committed. */
  write(recording: Recording): Promise<void> {
    return this.ask(() => this.#send(recording));
  }

  /**
   * Every local activity of a dossier waits its turn here. Two at once may be answered together when history is
   * replayed, though they were answered apart when it was made: what follows them would then come in another order.
   */
  ask<T>(question: () => Promise<T>): Promise<T> {
    // Nobody waits: ask at once, for every promise saved counts at thousands of acts.
    const answered = this.#pending === 0 ? question() : this.#tail.then(question);
    this.#pending += 1;
    const done = (): void => {
      this.#pending -= 1;
    };
    this.#tail = answered.then(done, done);
    return answered;
  }

  /** Resolves when everything handed in so far is committed. */
  settled(): Promise<void> {
    return this.#tail;
  }

  async #send(recording: Recording): Promise<void> {
    this.#recent.push(recording);
    if (this.#recent.length > KEPT) this.#recent.shift();
    const outcome = await attempt(recording);
    if (outcome.status !== 'gap') return;
    // The log lost its tail (a restore): what is missing is sent again, in order, before this one.
    const missing = this.#recent.filter((r) => r.events[0]!.seq > outcome.headSeq && r !== recording);
    for (const earlier of missing) await attempt(earlier);
    const again = await attempt(recording);
    if (again.status === 'gap') {
      throw ApplicationFailure.nonRetryable(`the log of ${recording.dossierId} ends at ${again.headSeq}; start it again from there: lienthong dossier recover ${recording.dossierId} --replace-running`, 'RECORDING_GAP');
    }
  }
}

async function attempt(recording: Recording): Promise<RecordOutcome> {
  try {
    return await record(recording);
  } catch (failure) {
    if (isConflict(failure)) throw failure;
    return patient.record(recording);
  }
}

const isConflict = (failure: unknown): boolean =>
  failure instanceof ActivityFailure && failure.cause instanceof ApplicationFailure && failure.cause.type === 'RECORDING_CONFLICT';
