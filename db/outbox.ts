import { sql, type Kysely } from 'kysely';
import type { Schema } from './schema';

/** How far a subscriber has come within a partition. Transactions commit out of order, so the position alone says nothing. */
export interface OutboxCursor {
  readonly txid: string;
  readonly position: number;
}

export type OutboxMessage = OutboxCursor &
  (
    | { readonly kind: 'event'; readonly dossierId: string; readonly seq: number }
    | { readonly kind: 'escalation' | 'digest'; readonly addressee: string; readonly body: string }
  );

export const OUTBOX_START: OutboxCursor = { txid: '0', position: 0 };
export const PARTITIONS = 16;

/**
 * The next messages of one partition after a cursor. It goes no further than the oldest running transaction (design.md
 * law 8): what a slower one will still commit comes before everything that is held back, so nothing is ever skipped.
 * The oldest of the whole server counts: a long transaction in another of its databases delays readers, too.
 */
export const readOutbox = async (db: Kysely<Schema>, partition: number, after: OutboxCursor, limit = 500): Promise<readonly OutboxMessage[]> => {
  const rows = await db
    .selectFrom('outbox')
    .selectAll()
    .where('partition', '=', partition)
    .where(sql<boolean>`(txid, position) > (${after.txid}::xid8, ${after.position}::bigint)`)
    .where(sql<boolean>`txid < pg_snapshot_xmin(pg_current_snapshot())`)
    .orderBy('txid')
    .orderBy('position')
    .limit(limit)
    .execute();
  return rows.map(({ txid, position, kind, dossier_id, seq, addressee, body }) =>
    kind === 'event'
      ? { txid, position, kind, dossierId: dossier_id!, seq: seq! }
      : { txid, position, kind, addressee: addressee!, body: body! },
  );
};

export const findCursor = async (db: Kysely<Schema>, subscriber: string, partition: number): Promise<OutboxCursor> => {
  const row = await db
    .selectFrom('outbox_cursors')
    .select(['txid', 'position'])
    .where('subscriber', '=', subscriber)
    .where('partition', '=', partition)
    .executeTakeFirst();
  return row ?? OUTBOX_START;
};

export const saveCursor = async (db: Kysely<Schema>, subscriber: string, partition: number, { txid, position }: OutboxCursor): Promise<void> => {
  await db
    .insertInto('outbox_cursors')
    .values({ subscriber, partition, txid, position })
    .onConflict((conflict) => conflict.columns(['subscriber', 'partition']).doUpdateSet({ txid, position }))
    .execute();
};
