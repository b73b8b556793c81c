import type { Kysely } from 'kysely';
import type { DossierRow, TaskRow } from '../../domain/dossier/recording';
import type { Schema } from '../schema';
import { toDossierRow, toTaskRow } from './dossier-row';
import { historyOf, type HistoryEntry } from './history-of';

/** What a drawing of the route by agency over time needs. */
export interface Timeline {
  readonly dossier: DossierRow;
  /** In the order in which they were opened. */
  readonly tasks: readonly TaskRow[];
  readonly history: readonly HistoryEntry[];
}

export const timelineOf = async (db: Kysely<Schema>, dossierId: string): Promise<Timeline | undefined> => {
  const row = await db.selectFrom('dossiers').selectAll().where('dossier_id', '=', dossierId).executeTakeFirst();
  if (!row) return undefined;
  const tasks = await db.selectFrom('tasks').selectAll().where('dossier_id', '=', dossierId).orderBy('opened_at').orderBy('task_id').execute();
  return { dossier: toDossierRow(row), tasks: tasks.map(toTaskRow), history: await historyOf(db, dossierId) };
};
