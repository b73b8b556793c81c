import { sql, type Kysely } from 'kysely';
import type { Instant } from '../../domain/calendar/calendar';
import type { Schema } from '../schema';

/** What open dossiers wait for, every one counted once. */
export interface WaitingFor {
  /** Somebody has work that may be done now. */
  readonly person: number;
  /** Nobody has, and the applicant is asked for something. */
  readonly applicant: number;
  /** Only a date moves them. */
  readonly timer: number;
}

export const waitingFor = async (db: Kysely<Schema>): Promise<WaitingFor> => {
  const result = await sql<WaitingFor>`
    select count(*) filter (where busy) as person,
           count(*) filter (where not busy and asked) as applicant,
           count(*) filter (where not busy and not asked) as timer
      from (select exists (select from tasks t where t.dossier_id = d.dossier_id and t.closed_at is null and t.status <> 'suspended'
                                                 and t.kind not in ('await-outside', 'financial-obligation')) as busy,
                   d.national_status in (5, 6) as asked
              from dossiers d where d.stage in ('submitted', 'processing', 'resolved')) open`.execute(db);
  return result.rows[0]!;
};

export interface PendingWork {
  /** Acts that were answered with 202 and wait to be put before their dossiers. */
  readonly commands: number;
  readonly oldestReceivedAt: Instant | null;
  /** Complaints whose date has passed without an answer. */
  readonly overdueComplaints: number;
}

export const pendingWork = async (db: Kysely<Schema>, officialNow: Instant): Promise<PendingWork> => {
  const result = await sql<PendingWork>`
    select (select count(*) from commands where status = 'pending') as commands,
           (select min(received_at) from commands where status = 'pending') as "oldestReceivedAt",
           (select count(*) from complaints where answered_at is null and due_at <= ${officialNow}::bigint) as "overdueComplaints"`.execute(db);
  return result.rows[0]!;
};
