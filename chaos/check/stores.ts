import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Schema } from '../../db/schema';
import type { Level, Telling } from './escalations';
import type { LogEvent } from './log-event';
import type { Message } from './messages';

/** The whole log with the real instant at which each event was written. */
export async function readLog(db: Kysely<Schema>): Promise<readonly LogEvent[]> {
  const rows = await db
    .selectFrom('events as e')
    .leftJoin('outbox as o', (join) =>
      join.onRef('o.dossier_id', '=', 'e.dossier_id').onRef('o.seq', '=', 'e.seq').on('o.kind', '=', 'event'),
    )
    .select([
      'e.dossier_id',
      'e.seq',
      'e.type',
      'e.at',
      'e.actor',
      'e.command_id',
      'e.command_index',
      'o.written_real_at',
    ])
    .orderBy('e.dossier_id')
    .orderBy('e.seq')
    .execute();
  return rows.map((row) => ({
    dossierId: row.dossier_id,
    seq: row.seq,
    type: row.type,
    at: row.at,
    byEngine: (JSON.parse(row.actor) as { kind: string }).kind === 'engine',
    commandId: row.command_id,
    commandIndex: row.command_index,
    writtenAt: row.written_real_at,
  }));
}

export async function readOutbox(db: Kysely<Schema>): Promise<readonly Message[]> {
  const rows = await db
    .selectFrom('outbox')
    .select(['position', 'kind', 'dossier_id', 'seq'])
    .orderBy('position')
    .execute();
  return rows.map(({ position, kind, dossier_id, seq }) => ({ position, kind, dossierId: dossier_id, seq }));
}

export async function readLedger(db: Kysely<Schema>): Promise<readonly Level[]> {
  const rows = await db
    .selectFrom('escalations')
    .select(['dossier_id', 'subject', 'generation', 'level', 'addressed_to'])
    .execute();
  return rows.map(({ dossier_id, addressed_to, ...row }) => ({
    ...row,
    dossierId: dossier_id,
    addressedTo: addressed_to,
  }));
}

export async function readTellings(db: Kysely<Schema>): Promise<readonly Telling[]> {
  const rows = await db.selectFrom('outbox').select(['addressee', 'body']).where('kind', '=', 'escalation').execute();
  return rows.map(({ addressee, body }) => ({
    addressee: addressee ?? '',
    ...(JSON.parse(body ?? '{"entries":[]}') as Pick<Telling, 'entries'>),
  }));
}

export async function readSubmissionKeys(db: Kysely<Schema>): Promise<ReadonlyMap<string, string>> {
  const rows = await db.selectFrom('submissions').select(['dossier_id', 'idempotency_key']).execute();
  return new Map(rows.map(({ dossier_id, idempotency_key }) => [dossier_id, idempotency_key]));
}

/** What is still on its way. */
export interface Unsettled {
  readonly commands: number;
  readonly submissions: number;
  readonly parked: number;
  readonly undelivered: number;
}

/** Kept acts, submissions without a workflow, messages that a subscriber has not got. */
export async function readUnsettled(db: Kysely<Schema>): Promise<Unsettled> {
  const { rows } = await sql<Unsettled>`
    select (select count(*) from commands where status = 'pending')::int as commands,
           (select count(*) from submissions where not started)::int as submissions,
           (select count(*) from parked where not dead)::int as parked,
           (select count(*) from outbox o join outbox_cursors c on c.partition = o.partition
              join subscriptions s on s.id::text = c.subscriber
             where (o.txid, o.position) > (c.txid, c.position))::int as undelivered`.execute(db);
  return rows[0] as Unsettled;
}
