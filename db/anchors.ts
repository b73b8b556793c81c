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
import type { AnchorRecord, Statement } from './anchor-record';
import { movedLeaves } from './moved-leaves';
import type { SignedAnchors } from './moved-leaves';
import type { Schema } from './schema';

export interface Signer {
  /** Which key it is. */
  readonly key: string;
  readonly sign: (statement: string) => Buffer;
  /** Whether this key, or one that was its predecessor here, signed a statement. */
  readonly knows: (statement: string, signature: Buffer) => boolean;
}

/** The anchor that the next one follows. */
export interface Tip {
  readonly anchor: number;
  readonly statement: string;
}

/** Any constant does; it must only be the same in every process that anchors. */
const ANCHOR_LOCK = 7_202_606_130;
const CHUNK = 5_000;

/**
 * Writes the next anchor: a signed root over the heads of all chains that moved since the last one. Its statement holds
 * the hash of the statement before, so that the newest one vouches for all. A row of the table that nobody signed is
 * numbered over: whoever may write into the table could have put it there.
 * @param outside The newest anchor outside the database; the new one follows it, or those that follow it here.
 */
export const writeAnchor = (
  db: Kysely<Schema>,
  signer: Signer,
  realNow: number,
  outside: Tip | undefined,
): Promise<AnchorRecord> =>
  db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${ANCHOR_LOCK})`.execute(trx);
    const last = await tipBehind(trx, signer, outside);
    const leaves = (await movedLeaves(trx, await signedAnchors(trx, signer))).map(leafText).sort();
    const statement = writeStatement({
      anchor: await freeNumber(trx, (last?.anchor ?? 0) + 1),
      at: new Date(realNow).toISOString(),
      previous: last === undefined ? BEFORE_FIRST : hashOfStatement(last.statement),
      leaves: leaves.length,
      root: rootOfTexts(leaves),
      key: signer.key,
    });
    const record = { statement, signature: signer.sign(statement), leaves };
    await insertAnchor(trx, record);
    return record;
  });

/** The newest anchor that is signed, proves its leaves and follows, one by one, from the one that stands outside. */
export async function tipBehind(
  db: Kysely<Schema>,
  signer: Signer,
  outside: Tip | undefined,
): Promise<Tip | undefined> {
  let tip = outside;
  for await (const record of anchorsBehind(db, signer, outside)) tip = record;
  return tip;
}

/** Those that may be brought outside, in order. */
export async function* anchorsBehind(
  db: Kysely<Schema>,
  signer: Signer,
  outside: Tip | undefined,
): AsyncGenerator<AnchorRecord & Tip> {
  let tip = outside;
  for await (const record of anchorsAfter(db, outside?.anchor ?? 0)) {
    const statement = provenStatement(record, signer);
    if (statement?.anchor !== record.anchor) continue;
    if (tip !== undefined && statement.previous !== hashOfStatement(tip.statement)) continue;
    tip = record;
    yield record;
  }
}

/** What an anchor states; undefined where no known key signed it, or it proves other leaves than those beside it. */
export function provenStatement(record: AnchorRecord, { knows }: Pick<Signer, 'knows'>): Statement | undefined {
  if (!knows(record.statement, record.signature)) return undefined;
  const statement = parseStatement(record.statement);
  const { leaves, root } = statement;
  return leaves === record.leaves.length && root === rootOfTexts(record.leaves) ? statement : undefined;
}

/** The anchors of the table that are signed, with the number of leaves that each had when it was. */
async function signedAnchors(db: Kysely<Schema>, signer: Signer): Promise<SignedAnchors> {
  const rows = await db.selectFrom('anchors').selectAll().orderBy('anchor').execute();
  const signed = rows.flatMap((row) => {
    if (!signer.knows(row.statement, row.signature)) return [];
    const statement = parseStatement(row.statement);
    return statement.anchor === row.anchor ? [statement] : [];
  });
  return { numbers: signed.map(({ anchor }) => anchor), leaves: signed.map(({ leaves }) => leaves) };
}

async function freeNumber(db: Kysely<Schema>, wanted: number): Promise<number> {
  const { rows } = await sql<{ number: number }>`
    select min(n)::integer as number
      from (select ${wanted}::bigint as n
            union all select anchor::bigint + 1 from anchors where anchor >= ${wanted}::integer) candidates
     where not exists (select from anchors where anchor = n)`.execute(db);
  return rows[0]!.number;
}

/** Takes in an anchor that stands in the file outside and not in the database, which was put back from a backup. */
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
  }
}

/** The newest row of the table, signed or not: for people to see. */
export const lastAnchor = (db: Kysely<Schema>): Promise<Tip | undefined> =>
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
