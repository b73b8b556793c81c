import { sql, type Kysely } from 'kysely';
import type { Instant, LocalDate } from '../domain/calendar/calendar';
import type { Schema } from './schema';

export interface DigestRequest {
  readonly date: LocalDate;
  readonly now: Instant;
  /** Close of office of that date. */
  readonly endOfDay: Instant;
}

/**
 * One list per agency and day (due today, overdue, escalated and still open), with its outbox message, in one
 * transaction; whoever comes second finds the day written. Answers how many agencies were written to.
 */
export const writeDigests = async (db: Kysely<Schema>, { date, now, endOfDay }: DigestRequest): Promise<number> => {
  const result = await sql<{ agency: string }>`
    with work as (
      select t.agency, d.code, t.dossier_id, t.task_id, t.due_at,
             exists (select 1 from escalations e
                      where e.dossier_id = t.dossier_id and e.subject = 'task:' || t.task_id and e.level like 'escalation-%') as escalated
        from tasks t join dossiers d using (dossier_id)
       where t.closed_at is null and t.due_at <= ${endOfDay}::bigint and d.clock <> 'ended'
    ), lists as (
      select agency,
             json_build_object(
               'kind', 'daily-digest', 'agency', agency, 'date', ${date}::text,
               'dueToday', count(*) filter (where due_at > ${now}::bigint),
               'overdue', count(*) filter (where due_at <= ${now}::bigint),
               'escalated', count(*) filter (where escalated),
               'tasks', json_agg(json_build_object('dossierId', dossier_id, 'code', code, 'taskId', task_id, 'dueAt', due_at, 'escalated', escalated)
                                 order by due_at)) as body
        from work group by agency
    ), fresh as (
      insert into digests (agency, date, at)
      select agency, ${date}::date, ${now}::bigint from lists
      on conflict do nothing returning agency
    ), told as (
      insert into outbox (partition, kind, addressee, body)
      select lienthong.partition_of(l.agency), 'digest', l.agency, l.body::text from lists l join fresh using (agency)
    )
    select agency from fresh`.execute(db);
  return result.rows.length;
};
