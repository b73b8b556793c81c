import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Kysely, Selectable } from 'kysely';
import { canonicalJson } from '../domain/canonical-json';
import type { Leaf, LeafKind } from './anchor-record';
import type { Schema } from './schema';

/** Every chain that has come further than the newest anchor has it. */
export async function movedLeaves(db: Kysely<Schema>): Promise<readonly Leaf[]> {
  const heads = await sql<Tip>`
    select h.dossier_id::text as id, h.seq, h.hash from heads h
      left join anchor_tips t on t.kind = 'dossier' and t.id = h.dossier_id::text
     where h.seq > coalesce(t.seq, 0)`.execute(db);
  const ledger = await sql<Tip>`
    select '-' as id, h.entry as seq, h.hash from escalation_head h
     where h.entry > coalesce((select seq from anchor_tips where kind = 'escalations'), 0)`.execute(db);
  const seals = await sql<Tip>`
    select '-' as id, seal as seq, hash from access_seals
     where seal > coalesce((select seq from anchor_tips where kind = 'access'), 0) order by seal desc limit 1`.execute(
    db,
  );
  return [
    ...heads.rows.map(of('dossier')),
    ...ledger.rows.map(of('escalations')),
    ...seals.rows.map(of('access')),
    ...(await movedAlarms(db)),
    ...(await newOnes(db, 'erasure')),
    ...(await newOnes(db, 'pruning')),
    ...(await newOnes(db, 'correction')),
    ...(await newOnes(db, 'procedure')),
    ...(await newOnes(db, 'calendar')),
    ...(await newOnes(db, 'agencies')),
  ];
}

interface Tip {
  readonly id: string;
  readonly seq: number;
  readonly hash: Buffer;
}

const of =
  (kind: LeafKind) =>
  ({ id, seq, hash }: Tip): Leaf => ({ kind, id, seq, hash });

export type AlarmRow = Selectable<Schema['alarms']>;

/** An alarm as it was raised (1), or as it was closed (2). */
export const alarmHash = (row: AlarmRow, seq: number): Buffer => {
  const { alarm, kind, dossier_id, detail, raised_real_at, resolved_real_at, resolution, closed_by } = row;
  const raised = { alarm, kind, dossier_id, detail, raised_real_at };
  return hashOf(seq === 1 ? raised : { ...raised, resolved_real_at, resolution, closed_by });
};

async function movedAlarms(db: Kysely<Schema>): Promise<readonly Leaf[]> {
  const { rows } = await sql<AlarmRow>`
    select a.* from alarms a left join anchor_tips t on t.kind = 'alarm' and t.id = a.alarm::text
     where coalesce(t.seq, 0) < case when a.resolved_real_at is null then 1 else 2 end`.execute(db);
  return rows.map((row) => {
    const seq = row.resolved_real_at === null ? 1 : 2;
    return { kind: 'alarm', id: String(row.alarm), seq, hash: alarmHash(row, seq) };
  });
}

/** What is written once and never changes, with the columns that are anchored. */
export const WRITTEN_ONCE = {
  erasure: { from: sql`erasures`, id: sql`x.erasure::text`, body: sql`to_jsonb(x)` },
  pruning: { from: sql`retention_runs`, id: sql`x.run::text`, body: sql`to_jsonb(x)` },
  correction: { from: sql`personal_data_changes`, id: sql`x.change::text`, body: sql`to_jsonb(x)` },
  procedure: { from: sql`procedures`, id: sql`x.code || '@' || x.version`, body: sql`x.body` },
  calendar: { from: sql`calendars`, id: sql`x.id || '@' || x.version`, body: sql`x.body` },
  agencies: { from: sql`agencies`, id: sql`x.topology_version::text`, body: sql`x.body` },
} as const;
export type WrittenOnce = keyof typeof WRITTEN_ONCE;

async function newOnes(db: Kysely<Schema>, kind: WrittenOnce): Promise<readonly Leaf[]> {
  const { from, id, body } = WRITTEN_ONCE[kind];
  const { rows } = await sql<{ id: string; body: unknown }>`
    select ${id} as id, ${body} as body from ${from} x
     where not exists (select from anchor_tips t where t.kind = ${kind} and t.id = ${id})`.execute(db);
  return rows.map((row) => ({ kind, id: row.id, seq: 1, hash: hashOf(row.body) }));
}

export const hashOf = (value: unknown): Buffer => createHash('sha256').update(canonicalJson(value), 'utf8').digest();
