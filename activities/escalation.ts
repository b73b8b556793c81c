import { Context, activityInfo } from '@temporalio/activity';
import type { Pool } from 'pg';
import { fireDueWatches } from '../db/fire-watches';
import { nextFireAt } from '../db/next-fire-at';
import type { Instant } from '../domain/calendar/calendar';

export interface EscalationActivities {
  /** Watches for about a minute of real time; answers how many rungs it fired. */
  watchDeadlines(): Promise<number>;
}

export interface EscalationDependencies {
  readonly pool: Pool;
  readonly clock: { read(): { readonly official: Instant; readonly speed: number } };
  /** Called after each batch that fired something, for metrics. */
  readonly onFired?: (fired: number, lateness: { readonly p50: number; readonly p95: number; readonly max: number }) => void;
}

/** The schedule begins a run at every full minute, unless the one before still runs: then that minute would go unwatched. */
const EVERY_MS = 60_000;
/** A run ends so long before the next full minute: time for a last batch and for telling the server. */
const END_BEFORE_MS = 2_000;
/** A deadline laid during the watch is seen within this time even if nothing else was due. */
const LOOK_AGAIN_MS = 1_000;
const BATCH = 5_000;

/** Fires what is due in batches, sleeping to the next instant that is. Two of them at once, or a killed one, change nothing. */
export const createEscalationActivities = ({ pool, clock, onFired }: EscalationDependencies): EscalationActivities => ({
  async watchDeadlines() {
    const { cancelled, cancellationSignal } = Context.current();
    // Counted from the server's clock, which starts the runs: one triggered in the middle of a minute is so much shorter.
    const into = activityInfo().currentAttemptScheduledTimestampMs % EVERY_MS;
    const until = Date.now() + EVERY_MS - END_BEFORE_MS - into;
    let total = 0;
    do {
      const { official, speed } = clock.read();
      const batch = await fireDueWatches(pool, { officialNow: official, batchSize: BATCH });
      total += batch.fired;
      if (batch.fired > 0) onFired?.(batch.fired, batch.lateness);
      Context.current().heartbeat({ fired: total, attempt: activityInfo().attempt });
      if (batch.watches === BATCH) continue;
      const next = await nextFireAt(pool, official + LOOK_AGAIN_MS * speed);
      const wait = next === null ? LOOK_AGAIN_MS : Math.max(0, Math.ceil((next - clock.read().official) / speed));
      await Promise.race([cancelled.catch(() => undefined), new Promise((resolve) => setTimeout(resolve, Math.min(wait, LOOK_AGAIN_MS, Math.max(0, until - Date.now()))))]);
    } while (Date.now() < until && !cancellationSignal.aborted);
    return total;
  },
});
