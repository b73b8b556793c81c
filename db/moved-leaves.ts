import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Kysely, Selectable } from 'kysely';
import { canonicalJson } from '../domain/canonical-json';
import type { Leaf, LeafKind } from './anchor-record';
import type { Schema } from './schema';

/** Which anchors are signed, and how many leaves each has: one that stands behind them was put there by somebody. */
export interface SignedAnchors {
  readonly numbers: readonly number[];
  readonly leaves: readonly number[];
}

/** Every chain that has come further than a signed anchor has it. */
export async function movedLeaves(db: Kysely<Schema>, signed: SignedAnchors): Promise<readonly Leaf[]> {
  const heads = await sql<Tip>`
    select h.dossier_id::text as id, h.seq, h.hash from heads h
      left join ${tipsOf('dossier', signed)} t on t.id = h.dossier_id::text
     where h.seq > coalesce(t.seq, 0)`.execute(db);
  const ledger = await sql<Tip>`
    select '-' as id, h.entry as seq, h.hash from escalation_head h
     where h.entry > coalesce((select seq from ${tipsOf('escalations', signed)} t), 0)`.execute(db);
  const seals = await sql<Tip>`
    select '-' as id, seal as seq, hash from access_seals
     where seal > coalesce((select seq from ${tipsOf('access', signed)} t), 0) order by seal desc limit 1`.execute(db);
  const once = Object.keys(WRITTEN_ONCE) as WrittenOnce[];
  const leaves = [
    ...heads.rows.map(of('dossier')),
    ...ledger.rows.map(of('escalations')),
    ...seals.rows.map(of('access')),
    ...(await movedAlarms(db, signed)),
    ...(await newUnsigned(db, signed)),
  ];
  for (const kind of once) leaves.push(...(await newOnes(db, kind, signed)));
  return leaves;
}

/** How far each chain of a kind is anchored. */
const tipsOf = (kind: LeafKind, { numbers, leaves }: SignedAnchors) => sql`
  (select l.id, max(l.seq) as seq
     from anchor_leaves l
     join unnest(${numbers}::integer[], ${leaves}::integer[]) s(anchor, leaves)
       on s.anchor = l.anchor and l.position >= 0 and l.position < s.leaves
    where l.kind = ${kind} group by l.id)`;

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

async function movedAlarms(db: Kysely<Schema>, signed: SignedAnchors): Promise<readonly Leaf[]> {
  const { rows } = await sql<AlarmRow>`
    select a.* from alarms a left join ${tipsOf('alarm', signed)} t on t.id = a.alarm::text
     where coalesce(t.seq, 0) < case when a.resolved_real_at is null then 1 else 2 end`.execute(db);
  return rows.map((row) => {
    const seq = row.resolved_real_at === null ? 1 : 2;
    return { kind: 'alarm', id: String(row.alarm), seq, hash: alarmHash(row, seq) };
  });
}

/** Logs that are older than signatures, up to which event: whoever says so later is not believed. */
async function newUnsigned(db: Kysely<Schema>, signed: SignedAnchors): Promise<readonly Leaf[]> {
  const { rows } = await sql<{ id: string; seq: number }>`
    select u.dossier_id::text as id, u.seq from unsigned_logs u
     where not exists (select from ${tipsOf('unsigned', signed)} t where t.id = u.dossier_id::text)`.execute(db);
  return rows.map(({ id, seq }) => ({ kind: 'unsigned', id, seq, hash: hashOf({ id, seq }) }));
}

/** Said by the first anchor of a program that signs what is done to personal data: what is not signed is older. */
export const SIGNED_CHANGES = 'signed-changes';
/** Columns that came later, and vouch for the rest by themselves. */
const unsigned = sql`to_jsonb(x) - 'signed_by' - 'signature'`;

/** What is written once and never changes, with the columns that are anchored. */
export const WRITTEN_ONCE = {
  rules: { from: sql`(values (${sql.lit(SIGNED_CHANGES)}))`, id: sql`x.column1`, body: sql`to_jsonb(x.column1)` },
  erasure: { from: sql`erasures`, id: sql`x.erasure::text`, body: unsigned },
  pruning: { from: sql`retention_runs`, id: sql`x.run::text`, body: sql`to_jsonb(x)` },
  correction: { from: sql`personal_data_changes`, id: sql`x.change::text`, body: unsigned },
  procedure: { from: sql`procedures`, id: sql`x.code || '@' || x.version`, body: sql`x.body` },
  calendar: { from: sql`calendars`, id: sql`x.id || '@' || x.version`, body: sql`x.body` },
  agencies: { from: sql`agencies`, id: sql`x.topology_version::text`, body: sql`x.body` },
  'procedure-row': {
    from: sql`procedures`,
    id: sql`x.code || '@' || x.version`,
    body: sql`to_jsonb(x) - 'body' - 'effective_to'`,
  },
  'calendar-row': { from: sql`calendars`, id: sql`x.id || '@' || x.version`, body: sql`to_jsonb(x) - 'body'` },
  'agencies-row': { from: sql`agencies`, id: sql`x.topology_version::text`, body: sql`to_jsonb(x) - 'body'` },
  clock: { from: sql`clock_segments`, id: sql`x.segment::text`, body: sql`to_jsonb(x)` },
} as const;
export type WrittenOnce = keyof typeof WRITTEN_ONCE;

async function newOnes(db: Kysely<Schema>, kind: WrittenOnce, signed: SignedAnchors): Promise<readonly Leaf[]> {
  const { from, id, body } = WRITTEN_ONCE[kind];
  const { rows } = await sql<{ id: string; body: unknown }>`
    select ${id} as id, ${body} as body from ${from} x
     where not exists (select from ${tipsOf(kind, signed)} t where t.id = ${id})`.execute(db);
  return rows.map((row) => ({ kind, id: row.id, seq: 1, hash: hashOf(row.body) }));
}

export const hashOf = (value: unknown): Buffer => createHash('sha256').update(canonicalJson(value), 'utf8').digest();
