import type { Kysely } from 'kysely';
import type { AgencyCode } from '../domain/agency/agency';
import type { Instant } from '../domain/calendar/calendar';
import type { Schema } from './schema';

/** An agency whose own process is handed its work through Temporal. */
export interface AgencyWorker {
  readonly agency: AgencyCode;
  readonly taskQueue: string;
  /** Nothing is handed to it while it is not. */
  readonly active: boolean;
}

/** Registers an agency's worker, or changes its queue and whether it is active. Work that opened before is not handed over. */
export const saveAgencyWorker = async (
  db: Kysely<Schema>,
  { agency, taskQueue, active }: AgencyWorker,
  { at, by }: { readonly at: Instant; readonly by: string },
): Promise<void> => {
  await db
    .insertInto('agency_workers')
    .values({ agency, task_queue: taskQueue, active, created_at: at, created_by: by })
    .onConflict((conflict) => conflict.column('agency').doUpdateSet({ task_queue: taskQueue, active }))
    .execute();
};

export const listAgencyWorkers = async (db: Kysely<Schema>): Promise<readonly AgencyWorker[]> =>
  (await db.selectFrom('agency_workers').select(['agency', 'task_queue', 'active']).orderBy('agency').execute()).map((row) => ({
    agency: row.agency,
    taskQueue: row.task_queue,
    active: row.active,
  }));
