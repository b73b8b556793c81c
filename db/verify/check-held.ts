import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { TamperFinding } from '../../domain/verification/finding';
import type { Schema } from '../schema';
import type { Held } from './held';

/** What was recorded so long before an anchor was laid, or before now, had its time to get into one (real time). */
const RECORDED_MS = 300_000;
const OVERDUE_MS = 7_200_000;
const PAGE = 5_000;
/** So many dossiers are named. */
const MOST = 1_000;

interface Unheld {
  readonly dossier_id: string;
  readonly code: string | null;
  /** The first event that no anchor holds. */
  readonly seq: number;
  /** Null where nothing says when: then it is old, or somebody took that away. */
  readonly written_real_at: number | null;
}

/**
 * Every event is held by an anchor soon after it was recorded. One that an anchor passed by is named; where no anchor
 * is laid any more that is said once.
 */
export async function checkHeld(
  db: Kysely<Schema>,
  held: Held,
  { realNow, dossierId }: { readonly realNow: number; readonly dossierId?: string },
): Promise<readonly TamperFinding[]> {
  const findings: TamperFinding[] = [];
  const anchoredAt = held.newest?.at ?? -Infinity;
  let overdue = 0;
  for await (const { dossier_id, code, seq, written_real_at } of unheldIn(db, held, dossierId)) {
    const writtenAt = written_real_at ?? -Infinity;
    if (held.newest !== undefined && writtenAt < anchoredAt - RECORDED_MS) {
      if (findings.length < MOST) findings.push(passedBy(dossier_id, code, seq));
    } else if (writtenAt < realNow - OVERDUE_MS) overdue += 1;
  }
  if (overdue === 0) return findings;
  const detail = `${overdue} dossiers have moved since`;
  return [
    ...findings,
    { kind: 'anchor-overdue', dossierId: null, code: null, seq: held.newest?.anchor ?? null, detail },
  ];
}

const passedBy = (dossierId: string, code: string | null, seq: number): TamperFinding => ({
  kind: 'not-anchored',
  dossierId,
  code,
  seq,
  detail: null,
});

/** Looked up together: what was recorded when is found by going over all messages. */
const TOGETHER = 20_000;

async function* unheldIn(db: Kysely<Schema>, held: Held, only: string | undefined): AsyncGenerator<Unheld> {
  let moved: string[] = [];
  for await (const { dossier_id, seq } of headsOf(db, only)) {
    if (seq <= held.seqOf(dossier_id)) continue;
    moved.push(dossier_id);
    if (moved.length < TOGETHER) continue;
    yield* await firstUnheld(db, moved, held);
    moved = [];
  }
  if (moved.length > 0) yield* await firstUnheld(db, moved, held);
}

interface Head {
  readonly dossier_id: string;
  readonly seq: number;
}

async function* headsOf(db: Kysely<Schema>, only: string | undefined): AsyncGenerator<Head> {
  for (let after: string | null = null; ;) {
    const heads: readonly Head[] = (
      await sql<Head>`
        select dossier_id, seq from heads
         where (${after}::uuid is null or dossier_id > ${after}::uuid)
           and (${only ?? null}::uuid is null or dossier_id = ${only ?? null}::uuid)
         order by dossier_id limit ${PAGE}`.execute(db)
    ).rows;
    yield* heads;
    if (heads.length < PAGE) return;
    after = heads.at(-1)!.dossier_id;
  }
}

async function firstUnheld(db: Kysely<Schema>, moved: readonly string[], held: Held): Promise<readonly Unheld[]> {
  const asked = JSON.stringify(moved.map((dossier_id) => ({ dossier_id, seq: held.seqOf(dossier_id) + 1 })));
  const { rows } = await sql<Unheld>`
    select m.dossier_id, m.seq, d.code, o.written_real_at
      from jsonb_to_recordset(${asked}::jsonb) m(dossier_id uuid, seq integer)
      left join dossiers d on d.dossier_id = m.dossier_id
      left join outbox o on o.dossier_id = m.dossier_id and o.kind = 'event' and o.seq = m.seq`.execute(db);
  return rows;
}
