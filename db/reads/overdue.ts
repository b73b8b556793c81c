import { sql, type Kysely } from 'kysely';
import type { AgencyCode } from '../../domain/agency/agency';
import type { Instant } from '../../domain/calendar/calendar';
import type { Schema } from '../schema';

/** An appointment that has passed, or an open task whose own date has. Overdue is computed, never stored. */
export interface OverdueItem {
  readonly kind: 'appointment' | 'task';
  readonly dossierId: string;
  readonly code: string | null;
  readonly procedureCode: string;
  /** Null for an appointment. */
  readonly taskId: string | null;
  /** The task's agency; for an appointment the unit that gave it. */
  readonly agency: AgencyCode;
  readonly dueAt: Instant;
  /** Official milliseconds of ordinary time, not of working time. */
  readonly lateMs: number;
}

/**
 * Everything overdue at an official instant, the longest first; of one agency, its tasks, and the appointments of the
 * dossiers it received or holds. A stopped or ended clock is late for nobody.
 */
export const overdue = async (db: Kysely<Schema>, officialNow: Instant, agency?: AgencyCode, limit = 1_000): Promise<readonly OverdueItem[]> => {
  const only = agency ?? null;
  const result = await sql<Omit<OverdueItem, 'lateMs'>>`
    select 'appointment' as kind, dossier_id as "dossierId", code, procedure_code as "procedureCode", null as "taskId",
           receiving_unit as agency, due_at as "dueAt"
      from dossiers
     where due_at < ${officialNow}::bigint and ended_at is null and clock = 'running'
       and (${only}::text is null or receiving_unit = ${only} or ${only} = any (holders))
    union all
    select 'task', t.dossier_id, d.code, d.procedure_code, t.task_id, t.agency, t.due_at
      from tasks t join dossiers d using (dossier_id)
     where t.due_at < ${officialNow}::bigint and t.closed_at is null and d.clock <> 'stopped'
       and (${only}::text is null or t.agency = ${only})
     order by "dueAt", "dossierId", "taskId" nulls first
     limit ${limit}`.execute(db);
  return result.rows.map((row) => ({ ...row, lateMs: officialNow - row.dueAt }));
};
