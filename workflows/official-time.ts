import { proxyLocalActivities } from '@temporalio/workflow';
import type { ClockActivities, ClockReading } from '../activities/clock';
import type { Instant } from '../domain/calendar/calendar';
import { TIMEOUTS } from '../temporal.config';
import type { RecordingLane } from './lane';

const { readClock } = proxyLocalActivities<ClockActivities>({
  startToCloseTimeout: TIMEOUTS.read.startToClose,
  retry: { initialInterval: TIMEOUTS.read.firstRetry, maximumInterval: TIMEOUTS.read.longestRetry },
});

/** Asks what official time it is. Production needs no asking: there official time is real time. */
export const officialNow = async (clock: 'real' | 'installation', lane: RecordingLane): Promise<ClockReading> =>
  clock === 'real' ? { official: Date.now(), speed: 1 } : lane.ask(readClock);

/** Real milliseconds until an official instant; at least one, and in steps of a day, for the clock's speed may change. */
export const realDistance = (reading: ClockReading, until: Instant): number =>
  Math.min(Math.max(1, Math.ceil((until - reading.official) / reading.speed)), reading.speed === 1 ? Number.MAX_SAFE_INTEGER : 86_400_000);
