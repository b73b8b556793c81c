import { sql, type Kysely } from 'kysely';
import type { Schema } from '../schema';

export interface AppliedMigration {
  readonly file: string;
  readonly checksum: string;
}

/** The migrations this database has applied, in order. */
export const appliedMigrations = async (db: Kysely<Schema>): Promise<readonly AppliedMigration[]> =>
  (await sql<AppliedMigration>`select file, checksum from lienthong.migrations order by file`.execute(db)).rows;
