import type { Kysely } from 'kysely';
import { logAccess } from '../db/access-log';
import { removeAged } from '../db/retention';
import type { Schema } from '../db/schema';
import type { Instant } from '../domain/calendar/calendar';
import { DAY_MS } from '../domain/calendar/local-time';
import { ENGINE_PARTS } from '../domain/person-id';
import { SWEPT_KINDS } from '../domain/retention';
import type { Retention, SweptKind } from '../domain/retention';

/** Small, so that nobody waits for it; the rest goes with the next sweep. */
const BATCH = 1_000;
const MOST_BATCHES = 200;

export interface Removed {
  readonly kind: SweptKind;
  readonly removed: number;
}

/** The real instant before which a kind is done with; null where it is kept for ever. */
export const endOfTime = (retention: Retention, kind: SweptKind, realNow: number): number | null => {
  const days = retention[kind];
  return days === null ? null : realNow - days * DAY_MS;
};

/**
 * Removes what has been kept long enough, and writes down that it did. Safe to repeat, also twice at once. In the
 * recorder's role.
 */
export async function keepRetention(
  db: Kysely<Schema>,
  retention: Retention,
  { at, realNow }: { readonly at: Instant; readonly realNow: number },
): Promise<readonly Removed[]> {
  const done: Removed[] = [];
  for (const kind of SWEPT_KINDS) {
    const before = endOfTime(retention, kind, realNow);
    const removed = before === null ? 0 : await removeAll(db, kind, before);
    if (removed > 0) done.push({ kind, removed });
  }
  const entries = done.map(({ kind, removed }) => ({
    at,
    who: ENGINE_PARTS.retention,
    action: 'retention' as const,
    detail: `${kind}: ${removed} removed`,
  }));
  if (entries.length > 0) await logAccess(db, entries);
  return done;
}

async function removeAll(db: Kysely<Schema>, kind: SweptKind, before: number): Promise<number> {
  let total = 0;
  for (let batches = 0; batches < MOST_BATCHES; batches += 1) {
    const removed = await removeAged(db, kind, { before, limit: BATCH, by: ENGINE_PARTS.retention });
    total += removed;
    if (removed < BATCH) break;
  }
  return total;
}
