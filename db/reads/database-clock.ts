import { sql, type Kysely } from 'kysely';
import type { Schema } from '../schema';

/** The database server's own clock, in real milliseconds since 1970. */
export const databaseClock = async (db: Kysely<Schema>): Promise<number> =>
  (await sql<{ now: number }>`select (extract(epoch from clock_timestamp()) * 1000)::bigint as now`.execute(db)).rows[0]!.now;
