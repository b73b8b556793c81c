import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { SweptKind } from '../domain/retention';
import type { Schema } from './schema';

/** How much of a kind was done with before a real instant. */
export const countAged = async (db: Kysely<Schema>, kind: SweptKind, before: number): Promise<number> => {
  const { rows } = await sql<{ count: number }>`select count_aged(${kind}, ${before}) as count`.execute(db);
  return rows[0]!.count;
};

/** Removes a batch of it, and leaves a record. Returns how much went; 0 when nothing is left. */
export const removeAged = async (
  db: Kysely<Schema>,
  kind: SweptKind,
  { before, limit, by }: { readonly before: number; readonly limit: number; readonly by: string },
): Promise<number> => {
  const { rows } = await sql<{
    removed: number;
  }>`select remove_aged(${kind}, ${before}, ${limit}, ${by}) as removed`.execute(db);
  return rows[0]!.removed;
};

export interface RetentionRun {
  readonly kind: string;
  readonly removed: number;
  readonly upToEntry: number | null;
  readonly lastRealAt: number;
}

/** What went so far, by kind. */
export const retentionSoFar = async (db: Kysely<Schema>): Promise<readonly RetentionRun[]> => {
  const rows = await db
    .selectFrom('retention_runs')
    .select(({ fn }) => [
      'kind',
      fn.sum<number>('removed').as('removed'),
      fn.max('up_to_entry').as('up_to'),
      fn.max('removed_real_at').as('last'),
    ])
    .groupBy('kind')
    .execute();
  return rows.map(({ kind, removed, up_to, last }) => ({
    kind,
    removed: Number(removed),
    upToEntry: up_to,
    lastRealAt: last!,
  }));
};
