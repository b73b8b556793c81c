import { sql, type Kysely } from 'kysely';
import type { QueryResultRow } from 'pg';
import { PARTITIONS, type OutboxCursor, type OutboxMessage } from './outbox';
import type { Schema } from './schema';

/** Where a subscriber stands in one partition. */
export interface Progress extends OutboxCursor {
  /** What it began with, as a `pg_snapshot`: what was visible then is not carried to it. Null: everything is. */
  readonly begins: string | null;
}

/** A message that was not taken, or waits behind one that was not. */
export interface Parked extends OutboxCursor {
  readonly key: string;
  readonly attempts: number;
  /** Real instant; null while it waits behind another of its key, and when it is dead. */
  readonly nextAttemptRealAt: number | null;
  readonly lastError: string | null;
  readonly dead: boolean;
}

/**
 * Has a subscriber begin, unless it has begun: with what is written from now on, or with the first message there is.
 * Not one message is lost in between, for what is being written at this moment counts as written later.
 */
export const beginSubscriber = async (db: Kysely<Schema>, subscriber: string, from: 'now' | 'start'): Promise<void> => {
  await sql`insert into outbox_cursors (subscriber, partition, txid, position, begins)
            select ${subscriber}::text, p, case when ${from === 'now'} then pg_snapshot_xmin(s.now) else '0'::xid8 end, 0, case when ${from === 'now'} then s.now end
              from generate_series(0, ${PARTITIONS - 1}::int) p, (select pg_current_snapshot() as now) s
            on conflict do nothing`.execute(db);
};

/** The newest message of each partition that may be read already. */
export const outboxTails = async (db: Kysely<Schema>): Promise<ReadonlyMap<number, OutboxCursor>> => {
  const result = await sql<{ partition: number } & OutboxCursor>`
    select p as partition, t.txid, t.position
      from generate_series(0, ${PARTITIONS - 1}::int) p
     cross join lateral (select txid, position from outbox o
                          where o.partition = p and o.txid < pg_snapshot_xmin(pg_current_snapshot())
                          order by txid desc, position desc limit 1) t`.execute(db);
  return new Map(result.rows.map(({ partition, txid, position }) => [partition, { txid, position }]));
};

/** The keys of these partitions whose first parked message is due to be tried again. */
export const dueKeys = async (
  db: Kysely<Schema>,
  owned: readonly { readonly subscriber: string; readonly partition: number }[],
  realNow: number,
  perPartition = 50,
): Promise<readonly { readonly subscriber: string; readonly partition: number; readonly key: string }[]> => {
  if (owned.length === 0) return [];
  const result = await sql<{ subscriber: string; partition: number; key: string }>`
    select o.subscriber, o.partition, d.key
      from unnest(${owned.map((each) => each.subscriber)}::text[], ${owned.map((each) => each.partition)}::int[]) o(subscriber, partition)
     cross join lateral (select key from parked p
                          where p.subscriber = o.subscriber and p.partition = o.partition and p.next_attempt_real_at <= ${realNow}
                          order by p.next_attempt_real_at limit ${perPartition}) d`.execute(db);
  return result.rows;
};

/** One outbox row; undefined if it is not there. */
export const findOutboxMessage = async (db: Kysely<Schema>, partition: number, { txid, position }: OutboxCursor): Promise<OutboxMessage | undefined> => {
  const row = await db
    .selectFrom('outbox')
    .selectAll()
    .where('partition', '=', partition)
    .where('txid', '=', txid)
    .where('position', '=', position)
    .executeTakeFirst();
  if (!row) return undefined;
  const at = { txid: row.txid, position: row.position };
  return row.kind === 'event'
    ? { ...at, kind: row.kind, dossierId: row.dossier_id!, seq: row.seq! }
    : { ...at, kind: row.kind, addressee: row.addressee!, body: row.body! };
};

/** An event of the log with its dossier as it stands now. */
export interface CarriedEvent {
  readonly dossier_id: string;
  readonly seq: number;
  readonly body: string;
  readonly code: string | null;
  readonly procedure_code: string;
  readonly procedure_version: number;
  readonly receiving_unit: string;
  readonly holders: string[];
  readonly national_status: number;
}

export const carriedEvents = async (db: Kysely<Schema>, wanted: readonly { readonly dossierId: string; readonly seq: number }[]): Promise<readonly CarriedEvent[]> => {
  if (wanted.length === 0) return [];
  const result = await sql<CarriedEvent>`
    select e.dossier_id, e.seq, e.body, d.code, d.procedure_code, d.procedure_version, d.receiving_unit, d.holders, d.national_status
      from unnest(${wanted.map((each) => each.dossierId)}::uuid[], ${wanted.map((each) => each.seq)}::int[]) w(dossier_id, seq)
      join events e on e.dossier_id = w.dossier_id and e.seq = w.seq
      join dossiers d on d.dossier_id = w.dossier_id`.execute(db);
  return result.rows;
};

// What follows is written through the very session that owns the partition: where that has lost its locks, it fails.

interface Session {
  query<R extends QueryResultRow>(text: string, values: readonly unknown[]): Promise<{ readonly rows: R[] }>;
}

/** Undefined when the subscriber has been deleted. */
export const findProgress = async (session: Session, subscriber: string, partition: number): Promise<Progress | undefined> => {
  const result = await session.query<Progress>('select txid, position, begins::text as begins from outbox_cursors where subscriber = $1 and partition = $2', [subscriber, partition]);
  return result.rows[0];
};

/** Keys of which something is parked: what comes later has to wait behind it. */
export const parkedKeys = async (session: Session, subscriber: string, partition: number): Promise<readonly string[]> => {
  const result = await session.query<{ key: string }>('select distinct key from parked where subscriber = $1 and partition = $2', [subscriber, partition]);
  return result.rows.map(({ key }) => key);
};

export const firstParked = async (session: Session, subscriber: string, partition: number, key: string): Promise<Parked | undefined> => {
  const result = await session.query<Parked>(
    `select txid, position, key, attempts, next_attempt_real_at as "nextAttemptRealAt", last_error as "lastError", dead
       from parked where subscriber = $1 and partition = $2 and key = $3 order by txid, position limit 1`,
    [subscriber, partition, key],
  );
  return result.rows[0];
};

/** Parks messages and, in the same statement, moves the cursor on if one is given. Repeating it changes nothing. */
export const saveProgress = async (
  session: Session,
  { subscriber, partition, cursor, parked, realNow }: { readonly subscriber: string; readonly partition: number; readonly cursor: OutboxCursor | null; readonly parked: readonly Parked[]; readonly realNow: number },
): Promise<void> => {
  if (cursor === null && parked.length === 0) return;
  await session.query(
    `with progress as (
       update outbox_cursors set txid = $3::xid8, position = $4::bigint
        where subscriber = $1 and partition = $2 and (txid, position) < ($3::xid8, $4::bigint)
     )
     insert into parked (subscriber, partition, txid, position, key, attempts, next_attempt_real_at, last_error, dead, parked_real_at)
     select $1, $2, p.*, $5::bigint
       from unnest($6::xid8[], $7::bigint[], $8::text[], $9::int[], $10::bigint[], $11::text[], $12::boolean[]) p
     on conflict do nothing`,
    [
      subscriber,
      partition,
      cursor?.txid ?? null,
      cursor?.position ?? null,
      realNow,
      parked.map((each) => each.txid),
      parked.map((each) => each.position),
      parked.map((each) => each.key),
      parked.map((each) => each.attempts),
      parked.map((each) => each.nextAttemptRealAt),
      parked.map((each) => each.lastError),
      parked.map((each) => each.dead),
    ],
  );
};

/** What the first message of its key has come to after one more attempt. */
export const saveAttempt = async (session: Session, subscriber: string, partition: number, message: Parked): Promise<void> => {
  await session.query(
    `update parked set attempts = $5, next_attempt_real_at = $6, last_error = $7, dead = $8
      where subscriber = $1 and partition = $2 and txid = $3::xid8 and position = $4`,
    [subscriber, partition, message.txid, message.position, message.attempts, message.nextAttemptRealAt, message.lastError, message.dead],
  );
};

/** Takes the first message of a key out, and makes the one behind it due. */
export const unpark = async (session: Session, subscriber: string, partition: number, { txid, position, key }: Parked, realNow: number): Promise<void> => {
  await session.query(
    `with taken as (
       delete from parked where subscriber = $1 and partition = $2 and txid = $3::xid8 and position = $4
     )
     update parked set next_attempt_real_at = $6
      where subscriber = $1 and partition = $2 and (txid, position) =
            (select p.txid, p.position from parked p
              where p.subscriber = $1 and p.partition = $2 and p.key = $5 and (p.txid, p.position) > ($3::xid8, $4::bigint)
              order by p.txid, p.position limit 1)`,
    [subscriber, partition, txid, position, key, realNow],
  );
};
