import { createHash } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import { PARTITIONS } from './outbox';
import type { Schema } from './schema';

/**
 * Beside its partitions each subscriber has one more lock, shared by all processes that serve it: so they are
 * counted.
 */
export const PRESENCE = PARTITIONS;

/** 59 bits of digest, so that it meets no other subscriber's lock and none of another program on the database. */
export const lockKey = (subscriber: string, slot: number): string => {
  const digest = createHash('sha256').update(`lienthong-relay:${subscriber}`).digest().readBigInt64BE(0);
  return String((digest & ~31n) | BigInt(slot));
};

/** Those of the subscribers that some process serves at this moment. */
export const servedNow = async (db: Kysely<Schema>, subscribers: readonly string[]): Promise<readonly string[]> => {
  const { rows } = await sql<{ key: string }>`
    select distinct ((classid::bigint << 32) | objid::bigint)::text as key
      from pg_locks
     where locktype = 'advisory' and objsubid = 1 and granted
       and database = (select oid from pg_database where datname = current_database())`.execute(db);
  const held = new Set(rows.map(({ key }) => key));
  return subscribers.filter((subscriber) => held.has(lockKey(subscriber, PRESENCE)));
};
