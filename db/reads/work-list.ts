import { sql, type Kysely } from 'kysely';
import type { AgencyCode } from '../../domain/agency/agency';
import type { Instant } from '../../domain/calendar/calendar';
import type { TaskRow } from '../../domain/dossier/recording';
import type { Schema } from '../schema';
import { toTaskRow } from './dossier-row';
import { dueOrLast } from './inbox';

export interface WorkListQuestion {
  readonly agencies: readonly AgencyCode[];
  /** Only what this person has taken or was assigned; null: what nobody has. */
  readonly assignee?: string | null;
  /** Only what this person takes part in beside the main handler. */
  readonly involved?: string;
  readonly status?: string;
  readonly kind?: string;
  readonly procedure?: string;
  /** Of the dossier. */
  readonly clock?: 'not-started' | 'running' | 'stopped';
  readonly dueBefore?: Instant;
  readonly dueAfter?: Instant;
  /** Only tasks whose time does not run. */
  readonly stopped?: boolean;
  /** Only tasks whose time runs. */
  readonly running?: boolean;
  readonly after?: WorkListKey;
  readonly limit: number;
}

/** Sort key of the list: due (what has no date last), opened, dossier, task. */
export type WorkListKey = readonly [due: number, opened: number, dossierId: string, taskId: string];

export interface WorkListItem {
  readonly task: TaskRow;
  readonly dossierId: string;
  readonly code: string | null;
  readonly procedureCode: string;
  readonly clock: 'not-started' | 'running' | 'stopped' | 'ended';
  readonly dossierDueAt: Instant | null;
  readonly key: WorkListKey;
}

/** Open tasks of agencies, what is due first on top, page by page along the index tasks_work_list. */
export async function workList(db: Kysely<Schema>, q: WorkListQuestion): Promise<readonly WorkListItem[]> {
  let query = db
    .selectFrom('tasks')
    .innerJoin('dossiers', 'dossiers.dossier_id', 'tasks.dossier_id')
    .selectAll('tasks')
    .select(['dossiers.code', 'dossiers.procedure_code', 'dossiers.clock', 'dossiers.due_at as dossier_due_at'])
    .select(dueOrLast.as('due_or_last'))
    .where('tasks.closed_at', 'is', null)
    // One agency is an equality, which keeps the index's order.
    .where((eb) => (q.agencies.length === 1 ? eb('tasks.agency', '=', q.agencies[0]!) : eb('tasks.agency', 'in', q.agencies.length === 0 ? [''] : [...q.agencies])))
    .orderBy(dueOrLast)
    .orderBy('tasks.opened_at')
    .orderBy('tasks.dossier_id')
    .orderBy('tasks.task_id')
    .limit(q.limit);
  if (q.assignee !== undefined) query = q.assignee === null ? query.where('tasks.assignee', 'is', null) : query.where('tasks.assignee', '=', q.assignee);
  if (q.involved !== undefined) {
    const { involved } = q;
    query = query.where((eb) => eb.exists(eb.selectFrom('task_people').select('person').whereRef('task_people.dossier_id', '=', 'tasks.dossier_id').whereRef('task_people.task_id', '=', 'tasks.task_id').where('person', '=', involved)));
  }
  if (q.status !== undefined) query = query.where('tasks.status', '=', q.status);
  if (q.kind !== undefined) query = query.where('tasks.kind', '=', q.kind);
  if (q.procedure !== undefined) query = query.where('dossiers.procedure_code', '=', q.procedure);
  if (q.clock !== undefined) query = query.where('dossiers.clock', '=', q.clock);
  if (q.dueBefore !== undefined) query = query.where(sql<boolean>`${dueOrLast} < ${q.dueBefore}`);
  if (q.dueAfter !== undefined) query = query.where(sql<boolean>`${dueOrLast} > ${q.dueAfter}`);
  if (q.stopped) query = query.where((eb) => eb.or([eb('tasks.status', '=', 'suspended'), eb('dossiers.clock', '=', 'stopped')]));
  if (q.running) query = query.where('dossiers.clock', '<>', 'stopped').where('tasks.status', '<>', 'suspended');
  if (q.after) {
    const [due, opened, dossierId, taskId] = q.after;
    query = query.where(sql<boolean>`(${dueOrLast}, tasks.opened_at, tasks.dossier_id, tasks.task_id) > (${due}::bigint, ${opened}::bigint, ${dossierId}::uuid, ${taskId})`);
  }
  const rows = await query.execute();
  return rows.map((row) => ({
    task: toTaskRow(row),
    dossierId: row.dossier_id,
    code: row.code,
    procedureCode: row.procedure_code,
    clock: row.clock,
    dossierDueAt: row.dossier_due_at,
    key: [row.due_or_last, row.opened_at, row.dossier_id, row.task_id],
  }));
}

export interface WorkListCounts {
  readonly open: number;
  readonly overdue: number;
  readonly today: number;
  readonly unassigned: number;
  readonly mine: number;
  /** Handed over and not acknowledged. */
  readonly sent: number;
  /** What one takes part in beside the main handler. */
  readonly involved: number;
}

/** The figures above a list. A stopped clock makes nobody late. */
export async function workListCounts(db: Kysely<Schema>, agencies: readonly AgencyCode[], person: string, now: Instant, endOfToday: Instant): Promise<WorkListCounts> {
  // Only what is due by then is looked up in the dossiers: the most of a list is due later.
  const { rows } = await sql<WorkListCounts>`
    select count(*) as open,
           count(*) filter (where due_at <= ${now}::bigint and clock <> 'stopped') as overdue,
           count(*) filter (where due_at > ${now}::bigint and due_at <= ${endOfToday}::bigint and clock <> 'stopped') as today,
           count(*) filter (where assignee is null) as unassigned,
           count(*) filter (where assignee = ${person}) as mine,
           count(*) filter (where status = 'sent') as sent,
           count(*) filter (where exists (select from task_people p where p.dossier_id = listed.dossier_id and p.task_id = listed.task_id and p.person = ${person})) as involved
      from (select t.dossier_id, t.task_id, t.status, t.due_at, t.assignee,
                   case when t.due_at <= greatest(${now}::bigint, ${endOfToday}::bigint) then (select d.clock from dossiers d where d.dossier_id = t.dossier_id) end as clock
              from tasks t
             where t.closed_at is null and t.agency = any(${sql.val([...agencies])}::text[])) listed`.execute(db);
  return rows[0]!;
}
