import type { Kysely } from 'kysely';
import type { RecordingRun } from '../domain/dossier/recording';
import type { Schema } from './schema';

/**
 * Remembers how far Temporal's history of a dossier is, where log and workflow were just brought together without a
 * recording.
 */
export const noteRun = async (
  db: Kysely<Schema>,
  dossierId: string,
  { runId, startedAt, historyLength, at }: RecordingRun,
): Promise<void> => {
  await db
    .updateTable('heads')
    .set({ run_id: runId, run_started_at: startedAt, history_length: historyLength, history_at: at })
    .where('dossier_id', '=', dossierId)
    .execute();
};
