import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { canonicalJson } from '../domain/canonical-json';
import { genesisOf, nextHash } from './hash-chain';
import type { Schema } from './schema';

/** What a seal says; its hash covers this and the seal before. */
export interface SealBody {
  readonly seal: number;
  /** It covers the entries behind this one … */
  readonly after: number;
  /** … up to this one. */
  readonly upTo: number;
  /** Columns of an entry that are covered; a column without a value is left out of an entry's text. */
  readonly columns: readonly string[];
  /** Ranges of numbers that no entry has, because whoever drew them was rolled back. */
  readonly unused: readonly (readonly [from: number, to: number])[];
  /** Of each entry in order the first 16 bytes of its SHA-256, hex, one behind the other. */
  readonly marks: string;
}

/** Characters of one mark. */
export const MARK_LENGTH = 32;
const LARGEST = 20_000;
/** Any constant does; it must only be the same in every process that seals. */
const SEAL_LOCK = 7_202_606_131;

/**
 * Lays a seal over the entries that were there when this was called last and that nobody can still be writing. Entries
 * are written without waiting for one another; only this function waits, for the next call. Answers how many were sealed.
 */
export const sealAccess = (db: Kysely<Schema>): Promise<number> =>
  db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${SEAL_LOCK})`.execute(trx);
    const { rows } = await sql<{ settled: number | null }>`
      select m.entry as settled from access_seal_mark m where pg_snapshot_xmin(pg_current_snapshot()) >= m.horizon`.execute(
      trx,
    );
    let sealed = 0;
    for (const settled = rows[0]?.settled ?? null; settled !== null;) {
      const count = await sealUpTo(trx, settled);
      sealed += count;
      if (count < LARGEST) break;
    }
    await sql`
      insert into access_seal_mark (entry, horizon)
      select coalesce(max(entry), 0), pg_snapshot_xmax(pg_current_snapshot()) from access_log
        on conflict (single) do update set entry = excluded.entry, horizon = excluded.horizon`.execute(trx);
    return sealed;
  });

async function sealUpTo(trx: Kysely<Schema>, settled: number): Promise<number> {
  const last = await trx
    .selectFrom('access_seals')
    .select(['seal', 'up_to', 'hash'])
    .orderBy('seal', 'desc')
    .limit(1)
    .executeTakeFirst();
  const after = last?.up_to ?? 0;
  if (settled <= after) return 0;
  const rows = await accessRows(trx, after, settled, LARGEST);
  if (rows.length === 0) return 0;
  const upTo = rows.length < LARGEST ? settled : rows.at(-1)!.entry;
  const columns = Object.keys(rows[0]!).sort();
  const seal = (last?.seal ?? 0) + 1;
  const marks = rows.map((row) => markOf(row, columns)).join('');
  const body = canonicalJson({
    seal,
    after,
    upTo,
    columns,
    unused: unusedIn(rows, after, upTo),
    marks,
  } satisfies SealBody);
  const hash = nextHash(last?.hash ?? genesisOf('access'), body);
  await trx.insertInto('access_seals').values({ seal, up_to: upTo, body, hash }).execute();
  return rows.length;
}

export type AccessRow = Readonly<Record<string, unknown>> & { readonly entry: number };

/** Entries as JSON, whatever columns they have by now. */
export async function accessRows(
  db: Kysely<Schema>,
  after: number,
  upTo: number,
  limit: number,
): Promise<readonly AccessRow[]> {
  const { rows } = await sql<{ row: AccessRow }>`
    select to_jsonb(a) as row from access_log a where entry > ${after} and entry <= ${upTo} order by entry limit ${limit}`.execute(
    db,
  );
  return rows.map(({ row }) => row);
}

/** Columns without a value are left out, so that one added later changes no earlier mark. */
export const markOf = (row: AccessRow, columns: readonly string[]): string => {
  const covered = Object.fromEntries(columns.map((column) => [column, row[column] ?? undefined]));
  return createHash('sha256').update(canonicalJson(covered), 'utf8').digest('hex').slice(0, MARK_LENGTH);
};

function unusedIn(rows: readonly AccessRow[], after: number, upTo: number): [number, number][] {
  const ranges: [number, number][] = [];
  let next = after + 1;
  for (const { entry } of rows) {
    if (entry > next) ranges.push([next, entry - 1]);
    next = entry + 1;
  }
  if (next <= upTo) ranges.push([next, upTo]);
  return ranges;
}
