import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { AgencyCode } from '../../domain/agency/agency';
import type { Calendar, Instant } from '../../domain/calendar/calendar';
import { compiled } from '../../domain/calendar/compiled';
import { DAY_MS, startOfDay } from '../../domain/calendar/local-time';
import { openMsPerNominalMinute } from '../../domain/calendar/working-time';
import type { Schema } from '../schema';
import { isOfAgency } from './agency-codes';

/** How long a step of a procedure took: tasks that were closed in a stretch of time. Working minutes are nominal, 480 a day. */
export interface StepTimes {
  readonly procedure: string;
  /** The newest version among them. */
  readonly version: number;
  readonly step: string;
  readonly nameVi: string;
  readonly nameEn: string;
  readonly count: number;
  readonly median: number;
  readonly p90: number;
  /** Closed after their date. */
  readonly late: number;
  /** By how much in all. */
  readonly lateMinutes: number;
}

export interface StepQuestion {
  readonly calendar: Calendar;
  readonly from: Instant;
  /** First instant after. */
  readonly to: Instant;
  readonly procedure?: string;
  readonly step?: string;
  readonly agency?: AgencyCode;
}

/** Steps whose time is nobody's of the administration are not measured. */
const measured = async (db: Kysely<Schema>, { from, to, procedure, step, agency }: StepQuestion) => sql`
  t.closed_at >= ${from}::bigint and t.closed_at < ${to}::bigint and t.status in ('done', 'silent')
  and t.kind not in ('await-outside', 'financial-obligation', 'return')
  and (${procedure ?? null}::text is null or d.procedure_code = ${procedure ?? null})
  and (${step ?? null}::text is null or t.step = ${step ?? null})
  and ${await isOfAgency(db, sql`t.agency`, agency)}`;

/** Where time is lost: steps by the working time they went over their dates, then by how long they took. */
export const stepTimes = async (db: Kysely<Schema>, question: StepQuestion): Promise<readonly StepTimes[]> => {
  const { calendar } = question;
  const took = spent(calendar, sql`t.opened_at`, sql`t.closed_at`);
  const over = spent(calendar, sql`t.due_at`, sql`t.closed_at`);
  const minutes = openMsPerNominalMinute(calendar);
  const result = await sql<StepTimes>`
    select d.procedure_code as procedure, max(d.procedure_version) as version, t.step,
           (array_agg(t.name_vi order by t.closed_at desc))[1] as "nameVi", (array_agg(t.name_en order by t.closed_at desc))[1] as "nameEn",
           count(*) as count,
           percentile_cont(0.5) within group (order by ${took} / ${minutes}::double precision) as median,
           percentile_cont(0.9) within group (order by ${took} / ${minutes}::double precision) as p90,
           count(*) filter (where t.closed_at > t.due_at) as late,
           coalesce(sum(${over} / ${minutes}::double precision) filter (where t.closed_at > t.due_at), 0) as "lateMinutes"
      from tasks t join dossiers d using (dossier_id), ${workedDays(calendar)}
     where ${await measured(db, question)}
     group by d.procedure_code, t.step
     order by "lateMinutes" desc, median desc, d.procedure_code, t.step`.execute(db);
  return result.rows;
};

/** One time a step was done. */
export interface StepTask {
  readonly dossierId: string;
  readonly code: string | null;
  readonly taskId: string;
  readonly agency: AgencyCode;
  readonly openedAt: Instant;
  readonly dueAt: Instant | null;
  readonly closedAt: Instant;
  /** Open milliseconds it took, and those after its date. */
  readonly openMs: number;
  readonly lateMs: number;
}

/** Sort key of the list: what took longest comes first. */
export type StepTaskKey = readonly [openMs: number, dossierId: string, taskId: string];

/** The tasks behind a step's figures, the longest first. */
export const stepTasks = async (db: Kysely<Schema>, question: StepQuestion & { readonly late?: boolean; readonly after?: StepTaskKey; readonly limit: number }): Promise<readonly StepTask[]> => {
  const { calendar, late, after, limit } = question;
  const result = await sql<StepTask>`
    select * from (
      select t.dossier_id as "dossierId", d.code, t.task_id as "taskId", t.agency, t.opened_at as "openedAt", t.due_at as "dueAt", t.closed_at as "closedAt",
             ${spent(calendar, sql`t.opened_at`, sql`t.closed_at`)} as "openMs",
             case when t.closed_at > t.due_at then ${spent(calendar, sql`t.due_at`, sql`t.closed_at`)} else 0 end as "lateMs"
        from tasks t join dossiers d using (dossier_id), ${workedDays(calendar)}
       where ${await measured(db, question)} and ${late === true ? sql`t.closed_at > t.due_at` : sql`true`}) done
     where ${after === undefined ? sql`true` : sql`("openMs" < ${after[0]}::bigint or ("openMs" = ${after[0]}::bigint and ("dossierId", "taskId") > (${after[1]}::uuid, ${after[2]}::text)))`}
     order by "openMs" desc, "dossierId", "taskId"
     limit ${limit}`.execute(db);
  return result.rows;
};

/** `worked[i]`: working days among the first i - 1 days of the calendar, for PostgreSQL counts from 1. */
const workedDays = (calendar: Calendar) => sql`(select ${sql.val([...compiled(calendar).worked])}::integer[] as worked) calendar`;

/** Open milliseconds between two instants, as domain/calendar/working-time.ts counts them. */
const spent = (calendar: Calendar, from: RawBuilder<unknown>, to: RawBuilder<unknown>) => sql`(${openBefore(calendar, to)} - ${openBefore(calendar, from)})`;

function openBefore(calendar: Calendar, at: RawBuilder<unknown>): RawBuilder<unknown> {
  const { first, days, sessions, openMsPerDay } = compiled(calendar);
  const local = sql`(${at} - ${startOfDay(first)}::bigint)`;
  const day = sql`least(greatest(${local} / ${DAY_MS}::bigint, 0), ${days - 1}::bigint)::integer`;
  const sinceMidnight = sql`(${local} - ${day} * ${DAY_MS}::bigint)`;
  const today = sql.join(sessions.map(({ from, to }) => sql`greatest(0, least(${sinceMidnight}, ${to}::bigint) - ${from}::bigint)`), sql` + `);
  return sql`(worked[${day} + 1] * ${openMsPerDay}::bigint + (worked[${day} + 2] - worked[${day} + 1]) * (${sessions.length === 0 ? sql`0` : today}))`;
}
