import { sql, type Kysely } from 'kysely';
import type { AgencyCode } from '../../domain/agency/agency';
import type { Instant } from '../../domain/calendar/calendar';
import type { Text } from '../../domain/text';
import type { Schema } from '../schema';

/** An appointment with the applicant, or an open task with a date of its own. */
export interface DueEntry {
  readonly kind: 'appointment' | 'task';
  readonly dossierId: string;
  readonly code: string | null;
  readonly procedureCode: string;
  /** Null for an appointment. */
  readonly taskId: string | null;
  /** The task's step; null for an appointment. */
  readonly name: Text | null;
  /** The task's agency; for an appointment the unit that gave it. */
  readonly agency: AgencyCode;
  /** Agencies with an open task in the dossier. */
  readonly holders: readonly AgencyCode[];
  readonly dueAt: Instant;
}

export interface DueQuestion {
  /** Dates later than this only. */
  readonly after?: Instant;
  /** Dates up to this. */
  readonly until: Instant;
  /** Its tasks, and the appointments of the dossiers it received or holds. */
  readonly agency?: AgencyCode;
  readonly afterEntry?: DueKey;
  readonly limit: number;
}

/** Sort key: date, dossier, task (of an appointment an empty one). */
export type DueKey = readonly [dueAt: number, dossierId: string, taskId: string];

export const dueKey = ({ dueAt, dossierId, taskId }: DueEntry): DueKey => [dueAt, dossierId, taskId ?? ''];

/** What falls due, the earliest first. A stopped or ended clock is due for nobody. */
export const dueList = async (db: Kysely<Schema>, { after = 0, until, agency, afterEntry, limit }: DueQuestion): Promise<readonly DueEntry[]> => {
  const only = agency ?? null;
  // Within the date of the last entry only what comes after it.
  const from = afterEntry?.[0] ?? after + 1;
  const beyond = afterEntry === undefined ? sql`true` : sql`("dueAt", "dossierId", coalesce("taskId", '')) > (${afterEntry[0]}::bigint, ${afterEntry[1]}::uuid, ${afterEntry[2]}::text)`;
  const result = await sql<DueEntry>`
    select * from (
      select 'appointment' as kind, dossier_id as "dossierId", code, procedure_code as "procedureCode", null as "taskId", null::jsonb as name,
             receiving_unit as agency, holders, due_at as "dueAt"
        from dossiers
       where due_at >= ${from}::bigint and due_at <= ${until}::bigint and ended_at is null and clock = 'running'
         and (${only}::text is null or receiving_unit = ${only} or ${only} = any (holders))
      union all
      select 'task', t.dossier_id, d.code, d.procedure_code, t.task_id, jsonb_build_object('vi', t.name_vi, 'en', t.name_en), t.agency, d.holders, t.due_at
        from tasks t join dossiers d using (dossier_id)
       where t.due_at >= ${from}::bigint and t.due_at <= ${until}::bigint and t.closed_at is null and d.clock <> 'stopped'
         and (${only}::text is null or t.agency = ${only})) due
     where ${beyond}
     order by "dueAt", "dossierId", coalesce("taskId", '')
     limit ${limit}`.execute(db);
  return result.rows;
};
