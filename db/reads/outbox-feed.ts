import { sql, type Kysely } from 'kysely';
import type { AgencyCode } from '../../domain/agency/agency';
import type { OutboxCursor } from '../outbox';
import type { Schema } from '../schema';

/** That something happened, and where; what it was is read under the rights of whoever is told. */
export interface FeedMessage extends OutboxCursor {
  readonly dossierId: string;
  readonly seq: number;
}

/** Events after a place in the order in which they leave, across all partitions, no further than the oldest running transaction (design.md law 8). */
export const readFeed = async (db: Kysely<Schema>, after: OutboxCursor, limit: number): Promise<readonly FeedMessage[]> => {
  const result = await sql<FeedMessage>`
    select txid, position, dossier_id as "dossierId", seq
      from outbox
     where kind = 'event' and (txid, position) > (${after.txid}::xid8, ${after.position}::bigint) and txid < pg_snapshot_xmin(pg_current_snapshot())
     order by txid, position
     limit ${limit}`.execute(db);
  return result.rows;
};

/** The place after which everything is still to come. */
export const endOfFeed = async (db: Kysely<Schema>): Promise<OutboxCursor> => {
  const result = await sql<{ txid: string }>`select pg_snapshot_xmin(pg_current_snapshot())::text as txid`.execute(db);
  return { txid: result.rows[0]!.txid, position: 0 };
};

/** A dossier as it stands now, with the open tasks in it that the reader may see. */
export interface DossierNews {
  readonly dossierId: string;
  readonly code: string | null;
  readonly stage: string;
  readonly holders: readonly AgencyCode[];
  readonly tasks: readonly { readonly taskId: string; readonly agency: AgencyCode; readonly version: number }[];
}

/** Those of these dossiers that the reader may see. */
export const newsOf = async (db: Kysely<Schema>, dossierIds: readonly string[]): Promise<ReadonlyMap<string, DossierNews>> => {
  const result = await sql<DossierNews>`
    select d.dossier_id as "dossierId", d.code, d.stage, d.holders,
           coalesce((select json_agg(json_build_object('taskId', t.task_id, 'agency', t.agency, 'version', t.version) order by t.opened_at, t.task_id)
                       from tasks t where t.dossier_id = d.dossier_id and t.closed_at is null), '[]') as tasks
      from dossiers d
     where d.dossier_id = any(${sql.val([...dossierIds])}::uuid[])`.execute(db);
  return new Map(result.rows.map((row) => [row.dossierId, row]));
};

/** Types of these events, by dossier and number, as far as the reader may see them. */
export const typesOf = async (db: Kysely<Schema>, events: readonly Pick<FeedMessage, 'dossierId' | 'seq'>[]): Promise<ReadonlyMap<string, string>> => {
  const result = await sql<{ dossierId: string; seq: number; type: string }>`
    select e.dossier_id as "dossierId", e.seq, e.type
      from unnest(${sql.val(events.map(({ dossierId }) => dossierId))}::uuid[], ${sql.val(events.map(({ seq }) => seq))}::integer[]) told (dossier_id, seq)
      join events e using (dossier_id, seq)`.execute(db);
  return new Map(result.rows.map(({ dossierId, seq, type }) => [`${dossierId}/${seq}`, type]));
};
