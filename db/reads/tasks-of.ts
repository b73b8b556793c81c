import type { Kysely } from 'kysely';
import type { TaskRow } from '../../domain/dossier/recording';
import type { Schema } from '../schema';
import { toTaskRow } from './dossier-row';

/** All step occurrences of a dossier, in the order they were opened. */
export const tasksOf = async (db: Kysely<Schema>, dossierId: string): Promise<readonly TaskRow[]> => {
  const rows = await db.selectFrom('tasks').selectAll().where('dossier_id', '=', dossierId).orderBy('opened_at').orderBy('task_id').execute();
  return rows.map(toTaskRow);
};
