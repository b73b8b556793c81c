import { sql, type Kysely } from 'kysely';
import type { Schema } from '../schema';

/** The opaque id behind a legal code, whoever asks; it says nothing by itself. */
export const dossierIdOfCode = async (db: Kysely<Schema>, code: string): Promise<string | undefined> =>
  (await sql<{ id: string | null }>`select dossier_id_of(${code}) as id`.execute(db)).rows[0]?.id ?? undefined;
