import { sql, type Kysely } from 'kysely';
import type { AgencyCode } from '../../domain/agency/agency';
import type { Instant } from '../../domain/calendar/calendar';
import type { Schema } from '../schema';

/** What an agency has before it now: the open tasks of its work list. */
export interface Queue {
  readonly agency: AgencyCode;
  /** Dossiers in which it has one. */
  readonly dossiers: number;
  readonly tasks: number;
  /** Handed over and not yet acknowledged. */
  readonly sent: number;
  readonly unassigned: number;
  /** Past their date, with the clock running. */
  readonly overdue: number;
  /** Whose date comes before `endOfDay`. */
  readonly today: number;
  /** Whose time does not run. */
  readonly stopped: number;
}

/** Queues of the agencies whose tasks the reader may see, the latest work first. */
export const queues = async (db: Kysely<Schema>, { now, endOfDay, agency }: { readonly now: Instant; readonly endOfDay: Instant; readonly agency?: AgencyCode }): Promise<readonly Queue[]> => {
  const result = await sql<Queue>`
    select t.agency, count(distinct t.dossier_id) as dossiers, count(*) as tasks,
           count(*) filter (where t.status = 'sent') as sent,
           count(*) filter (where t.assignee is null) as unassigned,
           count(*) filter (where running and t.due_at <= ${now}::bigint) as overdue,
           count(*) filter (where running and t.due_at > ${now}::bigint and t.due_at <= ${endOfDay}::bigint) as today,
           count(*) filter (where not running) as stopped
      from tasks t join dossiers d using (dossier_id), lateral (select d.clock <> 'stopped' and t.status <> 'suspended' as running) clock
     where t.closed_at is null
       and (${agency ?? null}::text is null or t.agency = ${agency ?? null})
     group by t.agency
     order by overdue desc, today desc, tasks desc, t.agency`.execute(db);
  return result.rows;
};

/** How much falls due in a stretch of time, by the conditions of `dueList`. */
export interface DueCount {
  /** Number of the stretch, from 0. */
  readonly stretch: number;
  readonly appointments: number;
  readonly tasks: number;
}

/** Between each instant (not counted) and the next (counted). */
export const dueCounts = async (db: Kysely<Schema>, bounds: readonly Instant[], agency?: AgencyCode): Promise<readonly DueCount[]> => {
  const [from, until] = [bounds[0]!, bounds.at(-1)!];
  const result = await sql<DueCount>`
    select (width_bucket(due_at - 1, ${sql.val([...bounds])}::bigint[]) - 1)::integer as stretch,
           count(*) filter (where appointment) as appointments, count(*) filter (where not appointment) as tasks
      from (
        select due_at, true as appointment from dossiers
         where due_at > ${from}::bigint and due_at <= ${until}::bigint and ended_at is null and clock = 'running'
           and (${agency ?? null}::text is null or receiving_unit = ${agency ?? null} or ${agency ?? null} = any (holders))
        union all
        select t.due_at, false from tasks t join dossiers d using (dossier_id)
         where t.due_at > ${from}::bigint and t.due_at <= ${until}::bigint and t.closed_at is null and d.clock <> 'stopped'
           and (${agency ?? null}::text is null or t.agency = ${agency ?? null})) due
     group by 1
     order by 1`.execute(db);
  return result.rows;
};
