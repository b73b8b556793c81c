import { sql, type Kysely } from 'kysely';
import type { Instant } from '../../domain/calendar/calendar';
import type { Schema } from '../schema';

/** An open dossier and what it waits for: ids and codes alone. */
export interface WaitingDossier {
  readonly dossierId: string;
  readonly code: string | null;
  readonly receivingUnit: string;
  readonly procedureCode: string;
  readonly holders: readonly string[];
  readonly submittedAt: Instant;
  /** The next date that changes something by itself. */
  readonly nextDeadlineAt: Instant | null;
}

export type WaitingKey = readonly [submittedAt: number, dossierId: string];

/** The dossiers that `waitingFor` counts, the oldest first. */
export const waitingDossiers = async (
  db: Kysely<Schema>,
  { waiting, after, limit }: { readonly waiting: 'person' | 'applicant' | 'timer'; readonly after?: WaitingKey; readonly limit: number },
): Promise<readonly WaitingDossier[]> => {
  const holds = { person: sql`busy`, applicant: sql`not busy and asked`, timer: sql`not busy and not asked` }[waiting];
  const result = await sql<WaitingDossier>`
    select dossier_id as "dossierId", code, receiving_unit as "receivingUnit", procedure_code as "procedureCode", holders, submitted_at as "submittedAt", next_deadline_at as "nextDeadlineAt"
      from (select d.*, exists (select from tasks t where t.dossier_id = d.dossier_id and t.closed_at is null and t.status <> 'suspended'
                                                      and t.kind not in ('await-outside', 'financial-obligation')) as busy,
                   d.national_status in (5, 6) as asked
              from dossiers d where d.stage in ('submitted', 'processing', 'resolved')) open
     where ${holds} and ${after === undefined ? sql`true` : sql`(submitted_at, dossier_id) > (${after[0]}::bigint, ${after[1]}::uuid)`}
     order by submitted_at, dossier_id
     limit ${limit}`.execute(db);
  return result.rows;
};

/** An act that was answered with 202 and is tried again until its dossier takes it. */
export interface PendingAct {
  readonly commandId: string;
  readonly dossierId: string;
  readonly act: string;
  readonly receivedAt: Instant;
  readonly attempts: number;
  readonly nextAttemptRealAt: number;
}

/** The oldest first. */
export const pendingActs = async (db: Kysely<Schema>, limit = 500): Promise<readonly PendingAct[]> => {
  const rows = await db
    .selectFrom('commands')
    .select(['command_id', 'dossier_id', 'act', 'received_at', 'attempts', 'next_attempt_real_at'])
    .where('status', '=', 'pending')
    .orderBy('received_at')
    .orderBy('command_id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ commandId: row.command_id, dossierId: row.dossier_id, act: row.act, receivedAt: row.received_at, attempts: row.attempts, nextAttemptRealAt: row.next_attempt_real_at }));
};
