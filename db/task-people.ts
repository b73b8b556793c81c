import type { Kysely } from 'kysely';
import type { Instant } from '../domain/calendar/calendar';
import type { TaskId } from '../domain/dossier/state';
import type { Schema } from './schema';

/** How somebody takes part in a task beside its main handler, with whom the decision stays. */
export type TaskPart = 'co-handler' | 'monitor';

export interface TaskPerson {
  readonly person: string;
  readonly name: string;
  readonly part: TaskPart;
  readonly addedBy: string;
  readonly addedAt: Instant;
}

export const taskPeople = async (db: Kysely<Schema>, dossierId: string, taskId: TaskId): Promise<readonly TaskPerson[]> => {
  const rows = await db
    .selectFrom('task_people')
    .innerJoin('people', 'people.person', 'task_people.person')
    .select(['task_people.person', 'name', 'part', 'added_by', 'added_at'])
    .where('dossier_id', '=', dossierId)
    .where('task_id', '=', taskId)
    .orderBy('added_at')
    .orderBy('task_people.person')
    .execute();
  return rows.map((row) => ({ person: row.person, name: row.name, part: row.part, addedBy: row.added_by, addedAt: row.added_at }));
};

export interface TaskPersonToSave {
  readonly dossierId: string;
  readonly taskId: TaskId;
  readonly person: string;
  readonly part: TaskPart;
}

/** Has somebody take part, or take part otherwise. */
export const saveTaskPerson = async (db: Kysely<Schema>, { dossierId, taskId, person, part }: TaskPersonToSave, { at, by }: { readonly at: Instant; readonly by: string }): Promise<void> => {
  await db
    .insertInto('task_people')
    .values({ dossier_id: dossierId, task_id: taskId, person, part, added_by: by, added_at: at })
    .onConflict((conflict) => conflict.columns(['dossier_id', 'task_id', 'person']).doUpdateSet({ part, added_by: by, added_at: at }))
    .execute();
};

/** Whether somebody took part who does not any more. */
export const removeTaskPerson = async (db: Kysely<Schema>, dossierId: string, taskId: TaskId, person: string): Promise<boolean> => {
  const removed = await db.deleteFrom('task_people').where('dossier_id', '=', dossierId).where('task_id', '=', taskId).where('person', '=', person).executeTakeFirst();
  return removed.numDeletedRows === 1n;
};
