import type { Kysely } from 'kysely';
import { DAY_MS } from '../../domain/calendar/local-time';
import { canonicalJson } from '../../domain/canonical-json';
import { RETENTION_KINDS } from '../../domain/retention';
import type { FindingKind, TamperFinding } from '../../domain/verification/finding';
import { MARK_LENGTH, accessRows, markOf } from '../access-seals';
import type { SealBody } from '../access-seals';
import { genesisOf, nextHash } from '../hash-chain';
import type { Schema } from '../schema';
import type { Held } from './held';

const found = (kind: FindingKind, seq: number, detail: string | null = null): TamperFinding => ({
  kind,
  dossierId: null,
  code: null,
  seq,
  detail,
});

/** Nothing younger goes, whatever is configured, and nothing that was anchored later. */
const LEAST_MS = RETENTION_KINDS['access-log'].leastDays * DAY_MS;

/**
 * Every sealed entry of the access log is there and as it was, and the seals follow from each other. That an entry's
 * time was over is believed only where its seal has been anchored for as long as entries are kept.
 */
export async function checkAccessLog(
  db: Kysely<Schema>,
  held: Held,
  realNow: number,
): Promise<readonly TamperFinding[]> {
  const findings: TamperFinding[] = [];
  const pruned =
    (
      await db
        .selectFrom('retention_runs')
        .select((eb) => eb.fn.max('up_to_entry').as('up_to'))
        .where('kind', '=', 'access-log')
        .executeTakeFirst()
    )?.up_to ?? 0;
  let [seal, after, hash] = [0, 0, genesisOf('access')];
  for (;;) {
    const next = await db
      .selectFrom('access_seals')
      .selectAll()
      .where('seal', '>', seal)
      .orderBy('seal')
      .limit(1)
      .executeTakeFirst();
    if (next === undefined) return findings;
    hash = nextHash(hash, next.body);
    const body = readBody(next.body);
    const follows =
      next.seal === seal + 1 && next.hash.equals(hash) && body?.seal === next.seal && body.after === after;
    if (!follows || body === undefined || body.upTo !== next.up_to)
      return [...findings, found('access-seal', seal + 1)];
    const heldSince = held.sinceOfSeal(next.seal)?.at ?? Infinity;
    findings.push(...(await checkSealed(db, body, heldSince <= realNow - LEAST_MS ? pruned : 0)));
    [seal, after] = [next.seal, next.up_to];
  }
}

/** Undefined for what is no seal; a text that was altered may hold anything. */
function readBody(text: string): SealBody | undefined {
  try {
    const body = JSON.parse(text) as SealBody;
    return canonicalJson(body) === text && Array.isArray(body.unused) && Array.isArray(body.columns) ? body : undefined;
  } catch {
    return undefined;
  }
}

async function checkSealed(db: Kysely<Schema>, body: SealBody, pruned: number): Promise<readonly TamperFinding[]> {
  const rows = new Map(
    (await accessRows(db, body.after, body.upTo, Number.MAX_SAFE_INTEGER)).map((row) => [row.entry, row]),
  );
  const detail = `seal ${body.seal}`;
  const findings: TamperFinding[] = [];
  let position = 0;
  for (const entry of sealedEntries(body)) {
    const mark = body.marks.slice(position * MARK_LENGTH, (position + 1) * MARK_LENGTH);
    const row = rows.get(entry);
    if (row !== undefined && markOf(row, body.columns) !== mark) findings.push(found('access-changed', entry, detail));
    if (row === undefined && entry > pruned) findings.push(found('access-removed', entry, detail));
    rows.delete(entry);
    position += 1;
  }
  return [...findings, ...[...rows.keys()].map((entry) => found('access-added', entry, detail))];
}

function* sealedEntries({ after, upTo, unused }: SealBody): Generator<number> {
  let gap = 0;
  for (let entry = after + 1; entry <= upTo; entry += 1) {
    const range = unused[gap];
    if (range !== undefined && entry >= range[0]) {
      entry = range[1];
      gap += 1;
    } else yield entry;
  }
}
