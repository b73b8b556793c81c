import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import {
  BEFORE_FIRST,
  hashOfStatement,
  leafText,
  parseLeaf,
  parseStatement,
  rootOfTexts,
  writeStatement,
} from './anchor-record';
import type { AnchorRecord } from './anchor-record';
import { movedLeaves } from './moved-leaves';
import type { Schema } from './schema';

export interface Signer {
  /** Which key it is. */
  readonly key: string;
  readonly sign: (statement: string) => Buffer;
}

/** Any constant does; it must only be the same in every process that anchors. */
const ANCHOR_LOCK = 7_202_606_130;
const CHUNK = 5_000;

/**
 * Writes the next anchor: a signed root over the heads of all chains that moved since the last one. Its statement holds
 * the hash of the statement before, so that the newest one vouches for all.
 */
export const writeAnchor = (db: Kysely<Schema>, { key, sign }: Signer, realNow: number): Promise<AnchorRecord> =>
  db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${ANCHOR_LOCK})`.execute(trx);
    const last = await lastAnchor(trx);
    const leaves = (await movedLeaves(trx)).map(leafText).sort();
    const statement = writeStatement({
      anchor: (last?.anchor ?? 0) + 1,
      at: new Date(realNow).toISOString(),
      previous: last === undefined ? BEFORE_FIRST : hashOfStatement(last.statement),
      leaves: leaves.length,
      root: rootOfTexts(leaves),
      key,
    });
    const record = { statement, signature: sign(statement), leaves };
    await insertAnchor(trx, record);
    return record;
  });

/** Takes in anchors that stand in the file outside and not in the database, as after it was put back from a backup. */
export const restoreAnchor = (db: Kysely<Schema>, record: AnchorRecord): Promise<void> =>
  db.transaction().execute((trx) => insertAnchor(trx, record));

async function insertAnchor(trx: Kysely<Schema>, { statement, signature, leaves }: AnchorRecord): Promise<void> {
  const { anchor } = parseStatement(statement);
  await trx.insertInto('anchors').values({ anchor, statement, signature }).execute();
  const parsed = leaves.map(parseLeaf);
  for (let from = 0; from < parsed.length; from += CHUNK) {
    const rows = parsed.slice(from, from + CHUNK).map(({ kind, id, seq, hash }, i) => ({
      position: from + i,
      kind,
      id,
      seq,
      hash: hash.toString('hex'),
    }));
    await sql`
      insert into anchor_leaves (anchor, position, kind, id, seq, hash)
      select ${anchor}::integer, position, kind, id, seq, decode(hash, 'hex')
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) r(position integer, kind text, id text, seq bigint, hash text)`.execute(
      trx,
    );
    await sql`
      insert into anchor_tips (kind, id, seq, hash)
      select kind, id, seq, decode(hash, 'hex')
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) r(kind text, id text, seq bigint, hash text)
        on conflict (kind, id) do update set seq = excluded.seq, hash = excluded.hash`.execute(trx);
  }
}

export const lastAnchor = (db: Kysely<Schema>): Promise<{ anchor: number; statement: string } | undefined> =>
  db.selectFrom('anchors').select(['anchor', 'statement']).orderBy('anchor', 'desc').limit(1).executeTakeFirst();

/** Anchors behind a number, in order, each with its leaves. */
export async function* anchorsAfter(
  db: Kysely<Schema>,
  after: number,
): AsyncGenerator<AnchorRecord & { readonly anchor: number }> {
  for (let last = after; ;) {
    const next = await db
      .selectFrom('anchors')
      .selectAll()
      .where('anchor', '>', last)
      .orderBy('anchor')
      .limit(1)
      .executeTakeFirst();
    if (next === undefined) return;
    yield { ...next, leaves: await leavesOf(db, next.anchor) };
    last = next.anchor;
  }
}

/** The texts of one anchor's leaves, in the order of its tree. */
export async function leavesOf(db: Kysely<Schema>, anchor: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('anchor_leaves')
    .select(['kind', 'id', 'seq', 'hash'])
    .where('anchor', '=', anchor)
    .orderBy('position')
    .execute();
  return rows.map((row) => `${row.kind} ${row.id} ${row.seq} ${row.hash.toString('hex')}`);
}
