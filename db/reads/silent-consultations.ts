import type { Kysely } from 'kysely';
import type { Instant } from '../../domain/calendar/calendar';
import type { Schema } from '../schema';

export interface SilentConsultation {
  readonly dossierId: string;
  readonly code: string | null;
  readonly taskId: string;
  readonly agency: string;
  readonly replyBy: Instant;
}

/** Consulted agencies whose reply date has passed without a reply while it is still awaited, the oldest first. */
export const silentConsultations = async (db: Kysely<Schema>, officialNow: Instant, limit = 500): Promise<readonly SilentConsultation[]> => {
  const rows = await db
    .selectFrom('tasks')
    .innerJoin('dossiers', 'dossiers.dossier_id', 'tasks.dossier_id')
    .select(['tasks.dossier_id', 'dossiers.code', 'tasks.task_id', 'tasks.agency', 'tasks.due_at'])
    // A consulted agency's part is named after the consultation: `consult#1/H35.05`.
    .where('tasks.task_id', 'like', '%/%')
    .where('tasks.closed_at', 'is', null)
    .where('tasks.due_at', '<=', officialNow)
    .orderBy('tasks.due_at')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ dossierId: row.dossier_id, code: row.code, taskId: row.task_id, agency: row.agency, replyBy: row.due_at! }));
};
