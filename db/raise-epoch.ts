import type { Kysely } from 'kysely';
import type { Schema } from './schema';

/** The next recovery epoch of a dossier. From now on the log takes nothing from runs of the epochs before. */
export const raiseEpoch = async (db: Kysely<Schema>, dossierId: string): Promise<number> => {
  const { epoch } = await db
    .updateTable('heads')
    .set(({ eb }) => ({ epoch: eb('epoch', '+', 1) }))
    .where('dossier_id', '=', dossierId)
    .returning('epoch')
    .executeTakeFirstOrThrow();
  return epoch;
};
