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

const WATCH_MS = 57_000;
/** A deadline laid during the watch is seen within this time even if nothing else was due. */
const LOOK_AGAIN_MS = 1_000;
const BATCH = 5_000;

/** Fires what is due in batches, sleeping to the next instant that is. Two of them at once, or a killed one, change nothing. */
export const createEscalationActivities = ({ pool, clock, onFired }: EscalationDependencies): EscalationActivities => ({
  async watchDeadlines() {
    const { cancelled, cancellationSignal } = Context.current();
    const until = Date.now() + WATCH_MS;
    let total = 0;
    while (Date.now() < until && !cancellationSignal.aborted) {
      const { official, speed } = clock.read();
      const batch = await fireDueWatches(pool, { officialNow: official, batchSize: BATCH });
      total += batch.fired;
      if (batch.fired > 0) onFired?.(batch.fired, batch.lateness);
      Context.current().heartbeat({ fired: total, attempt: activityInfo().attempt });
      if (batch.watches === BATCH) continue;
      const next = await nextFireAt(pool, official + LOOK_AGAIN_MS * speed);
      const wait = next === null ? LOOK_AGAIN_MS : Math.max(0, Math.ceil((next - clock.read().official) / speed));
      await Promise.race([cancelled.catch(() => undefined), new Promise((resolve) => setTimeout(resolve, Math.min(wait, LOOK_AGAIN_MS)))]);
    }
    return total;
  },
});
