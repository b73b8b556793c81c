import { proxyLocalActivities } from '@temporalio/workflow';
import type { ClockActivities, ClockReading } from '../activities/clock';
import type { Instant } from '../domain/calendar/calendar';
import { TIMEOUTS } from '../temporal.config';
import type { RecordingLane } from './lane';

const { readClock } = proxyLocalActivities<ClockActivities>({
  startToCloseTimeout: TIMEOUTS.read.startToClose,
  retry: { initialInterval: TIMEOUTS.read.firstRetry, maximumInterval: TIMEOUTS.read.longestRetry },
});

/**
 * Asks what official time it is. Production needs no asking: there official time is real time, and `Date.now()` in the
 * workflow sandbox is Temporal's own, the same again on replay.
 */
export const officialNow = async (clock: 'real' | 'installation', lane: RecordingLane): Promise<ClockReading> =>
  clock === 'real' ? { official: Date.now(), speed: 1 } : lane.ask(readClock);

/**
 * Real time of the event with which this workflow task began, or later by what its local activities took: the sandbox's
 * clock stands there, and does again on replay.
 */
export const taskBeganAt = (): number => Date.now();

const DAY_MS = 86_400_000;
/** A standing clock (an installation that is just starting or stopping) is looked at again after this long. */
const LOOK_AGAIN_MS = 1_000;

/**
 * Real milliseconds until an official instant; at least one, and in steps of a day where the clock's speed may
 * change.
 */
export function realDistance({ official, speed }: ClockReading, until: Instant): number {
  if (speed === 0) return LOOK_AGAIN_MS;
  const distance = Math.max(1, Math.ceil((until - official) / speed));
  return speed === 1 ? distance : Math.min(distance, DAY_MS);
}
