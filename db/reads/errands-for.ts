import type { Kysely } from 'kysely';
import type { AgencyCode } from '../../domain/agency/agency';
import type { TaskId } from '../../domain/dossier/state';
import type { Schema } from '../schema';

/** Open work of an agency that has a worker of its own. */
export interface Errand {
  readonly taskId: TaskId;
  readonly step: string;
  readonly kind: string;
  readonly agency: AgencyCode;
  readonly officerRole: string;
  readonly dueAt: number | null;
  readonly taskQueue: string;
}

/** Which of these tasks are still open at that agency, if its worker is active; the others need nobody any more. */
export const errandsFor = async (
  db: Kysely<Schema>,
  dossierId: string,
  agency: AgencyCode,
  taskIds: readonly TaskId[],
): Promise<readonly Errand[]> => {
  const rows = await db
    .selectFrom('tasks')
    .innerJoin('agency_workers', 'agency_workers.agency', 'tasks.agency')
    .select(['task_id', 'step', 'kind', 'tasks.agency', 'officer_role', 'due_at', 'task_queue'])
    .where('dossier_id', '=', dossierId)
    .where('task_id', 'in', [...taskIds])
    .where('tasks.agency', '=', agency)
    .where('closed_at', 'is', null)
    .where('agency_workers.active', '=', true)
    .orderBy('task_id')
    .execute();
  return rows.map((row) => ({
    taskId: row.task_id,
    step: row.step,
    kind: row.kind,
    agency: row.agency,
    officerRole: row.officer_role,
    dueAt: row.due_at,
    taskQueue: row.task_queue,
  }));
};
