import { sql, type Kysely } from 'kysely';
import type { AgencyCode } from '../../domain/agency/agency';
import type { Instant } from '../../domain/calendar/calendar';
import type { Text } from '../../domain/text';
import type { Schema } from '../schema';

/** What a notice says of a task. */
export interface NoticeTask {
  readonly dossierId: string;
  readonly taskId: string;
  readonly name: Text;
  readonly agency: AgencyCode;
  readonly assignee: string | null;
  readonly dueAt: Instant | null;
  readonly closed: boolean;
}

/** The tasks of these that exist, in no order. */
export const taskRowsOf = async (db: Kysely<Schema>, wanted: readonly { readonly dossierId: string; readonly taskId: string }[]): Promise<readonly NoticeTask[]> => {
  if (wanted.length === 0) return [];
  const rows = await db
    .selectFrom('tasks')
    .selectAll()
    .where(sql<boolean>`(dossier_id, task_id) in (select * from unnest(${wanted.map((w) => w.dossierId)}::uuid[], ${wanted.map((w) => w.taskId)}::text[]))`)
    .execute();
  return rows.map((row) => ({
    dossierId: row.dossier_id,
    taskId: row.task_id,
    name: { vi: row.name_vi, en: row.name_en },
    agency: row.agency,
    assignee: row.assignee,
    dueAt: row.due_at,
    closed: row.closed_at !== null,
  }));
};
