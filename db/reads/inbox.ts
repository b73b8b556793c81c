import { sql, type Kysely } from 'kysely';
import type { AgencyCode } from '../../domain/agency/agency';
import type { TaskRow } from '../../domain/dossier/recording';
import type { Schema } from '../schema';
import { toTaskRow } from './dossier-row';

export interface InboxOptions {
  /** Only tasks in this status, e.g. `waiting`. Default: every open task. */
  readonly status?: string;
  /** Default 100. */
  readonly limit?: number;
}

export type InboxItem = TaskRow & { readonly dossierId: string; readonly code: string | null; readonly procedureCode: string };

/** As the index of the work list has it: what has no date of its own comes last. */
export const dueOrLast = sql<number>`coalesce(tasks.due_at, 9007199254740991)`;

/** An agency's open work: what is due first on top, what has no date of its own last, the longest open first among equals. */
export const inbox = async (db: Kysely<Schema>, agency: AgencyCode, { status, limit = 100 }: InboxOptions = {}): Promise<readonly InboxItem[]> => {
  let query = db
    .selectFrom('tasks')
    .innerJoin('dossiers', 'dossiers.dossier_id', 'tasks.dossier_id')
    .selectAll('tasks')
    .select(['dossiers.code', 'dossiers.procedure_code'])
    .where('tasks.agency', '=', agency)
    .where('tasks.closed_at', 'is', null)
    .orderBy(dueOrLast)
    .orderBy('tasks.opened_at')
    .orderBy('tasks.dossier_id')
    .limit(limit);
  if (status !== undefined) query = query.where('tasks.status', '=', status);
  const rows = await query.execute();
  return rows.map((row) => ({ ...toTaskRow(row), dossierId: row.dossier_id, code: row.code, procedureCode: row.procedure_code }));
};
