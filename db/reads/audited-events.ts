import { sql, type Kysely } from 'kysely';
import type { Instant } from '../../domain/calendar/calendar';
import type { Actor } from '../../domain/dossier/actor';
import type { Schema } from '../schema';

export interface AuditedEventRow {
  readonly dossierId: string;
  readonly seq: number;
  readonly type: string;
  readonly at: Instant;
  readonly actor: Actor;
  readonly commandId: string;
}

export interface AuditedEventQuestion {
  /** The person who acted, or by whose hand. */
  readonly actor?: string;
  readonly type?: string;
  readonly from: Instant;
  /** First instant after. */
  readonly to: Instant;
  readonly after?: EventKey;
  readonly limit: number;
}

export type EventKey = readonly [at: number, dossierId: string, seq: number];

/** Official acts of a stretch of time across all dossiers, in the order of their instants. The stretch is found by the index events_at. */
export const auditedEvents = async (db: Kysely<Schema>, { actor, type, from, to, after, limit }: AuditedEventQuestion): Promise<readonly AuditedEventRow[]> => {
  let query = db
    .selectFrom('events')
    .select(['dossier_id', 'seq', 'type', 'at', 'actor', 'command_id'])
    .where('at', '>=', after?.[0] ?? from)
    .where('at', '<', to)
    .orderBy('at')
    .orderBy('dossier_id')
    .orderBy('seq')
    .limit(limit);
  if (type !== undefined) query = query.where('type', '=', type);
  if (actor !== undefined) query = query.where(sql<boolean>`${actor} in (actor::jsonb ->> 'person', actor::jsonb ->> 'operator')`);
  if (after) query = query.where(sql<boolean>`(at, dossier_id, seq) > (${after[0]}::bigint, ${after[1]}::uuid, ${after[2]}::bigint)`);
  const rows = await query.execute();
  return rows.map((row) => ({ dossierId: row.dossier_id, seq: row.seq, type: row.type, at: row.at, actor: JSON.parse(row.actor) as Actor, commandId: row.command_id }));
};
