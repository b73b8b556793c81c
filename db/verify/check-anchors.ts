import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { FindingKind, TamperFinding } from '../../domain/verification/finding';
import { BEFORE_FIRST, hashOfStatement, parseLeaf, parseStatement, rootOfTexts } from '../anchor-record';
import type { AnchorRecord, Leaf, Statement } from '../anchor-record';
import { anchorsAfter } from '../anchors';
import { WRITTEN_ONCE, alarmHash, hashOf } from '../moved-leaves';
import type { WrittenOnce } from '../moved-leaves';
import type { Schema } from '../schema';

export interface AnchorCheck {
  /** What left the machine, in the order in which it was written; null where there is no such file. */
  readonly outside: AsyncIterable<AnchorRecord> | null;
  /** Whether a key that is known here signed it. */
  readonly isSigned: (record: AnchorRecord, key: string) => boolean;
  /** Real time: what was anchored this moment is on its way outside. */
  readonly realNow: number;
  /** Of one dossier only; by default everything that an anchor holds is looked for. */
  readonly dossierId?: string;
}

const found = (kind: FindingKind, seq: number | null, detail: string | null = null): TamperFinding => ({
  kind,
  dossierId: null,
  code: null,
  seq,
  detail,
});

/** Whoever laid an anchor brings it outside at once, or is killed, and then the next sweep does. */
const ON_ITS_WAY_MS = 300_000;

/**
 * Every anchor follows from the one before, is signed and proves its leaves; and every head that any of them holds is
 * still a part of today's log. What the file outside says counts for more than what the database says of itself.
 */
export async function checkAnchors(
  db: Kysely<Schema>,
  { outside, isSigned, realNow, dossierId }: AnchorCheck,
): Promise<readonly TamperFinding[]> {
  const findings: TamperFinding[] = [];
  const known = new Map<number, string>();
  const stands = async (record: AnchorRecord, anchor: number): Promise<void> => {
    const leaves = record.leaves
      .map(parseLeaf)
      .filter(({ kind, id }) => dossierId === undefined || (kind === 'dossier' && id === dossierId));
    findings.push(...(await checkLeaves(db, leaves, anchor)));
  };
  if (outside !== null) {
    const chain = chainOf(isSigned, 'outside the database');
    for await (const record of outside) {
      const statement = chain.next(record, findings);
      if (statement === undefined) continue;
      known.set(statement.anchor, record.statement);
      await stands(record, statement.anchor);
    }
  }
  const chain = chainOf(isSigned, 'in the database');
  let last = 0;
  for await (const record of anchorsAfter(db, 0)) {
    const statement = chain.next(record, findings);
    last = record.anchor;
    if (statement === undefined) continue;
    const same = known.get(record.anchor);
    if (same === undefined) {
      const isOnItsWay = realNow - Date.parse(statement.at) < ON_ITS_WAY_MS;
      if (outside !== null && !isOnItsWay) findings.push(found('anchor-not-outside', record.anchor));
      await stands(record, record.anchor);
    } else if (same !== record.statement) findings.push(found('anchor-changed', record.anchor, 'another one outside'));
  }
  if (outside === null && last > 0) findings.push(found('anchor-not-outside', last, 'there is no file'));
  for (const anchor of known.keys())
    if (anchor > last) findings.push(found('anchor-missing', anchor, 'in the database'));
  return firstOfEach(findings);
}

/** Follows one chain of anchors, and says of each what is wrong with it. */
function chainOf(isSigned: AnchorCheck['isSigned'], where: string) {
  let [anchor, previous] = [0, BEFORE_FIRST];
  return {
    next(record: AnchorRecord, findings: TamperFinding[]): Statement | undefined {
      const statement = readStatement(record.statement);
      if (statement === undefined) {
        findings.push(found('anchor-changed', anchor + 1, where));
        return undefined;
      }
      if (statement.anchor <= anchor) return undefined;
      for (let n = anchor + 1; n < statement.anchor; n += 1) findings.push(found('anchor-missing', n, where));
      const follows = statement.anchor !== anchor + 1 || statement.previous === previous;
      const proves = statement.leaves === record.leaves.length && statement.root === rootOfTexts(record.leaves);
      if (!follows || !proves) findings.push(found('anchor-changed', statement.anchor, where));
      else if (!isSigned(record, statement.key)) findings.push(found('anchor-unsigned', statement.anchor, where));
      [anchor, previous] = [statement.anchor, hashOfStatement(record.statement)];
      return statement;
    },
  };
}

function readStatement(text: string): Statement | undefined {
  try {
    const statement = parseStatement(text);
    return Number.isSafeInteger(statement.anchor) ? statement : undefined;
  } catch {
    return undefined;
  }
}

const CHUNK = 2_000;

async function checkLeaves(
  db: Kysely<Schema>,
  leaves: readonly Leaf[],
  anchor: number,
): Promise<readonly TamperFinding[]> {
  const findings: TamperFinding[] = [];
  const dossiers = leaves.filter(({ kind }) => kind === 'dossier');
  for (let from = 0; from < dossiers.length; from += CHUNK)
    findings.push(...(await checkDossierLeaves(db, dossiers.slice(from, from + CHUNK), anchor)));
  for (const leaf of leaves) if (leaf.kind !== 'dossier') findings.push(...(await checkLeaf(db, leaf, anchor)));
  return findings;
}

interface Today {
  readonly id: string;
  readonly seq: number;
  readonly code: string | null;
  readonly there: boolean;
  readonly hash: Buffer | null;
}

async function checkDossierLeaves(
  db: Kysely<Schema>,
  leaves: readonly Leaf[],
  anchor: number,
): Promise<readonly TamperFinding[]> {
  const asked = JSON.stringify(leaves.map(({ id, seq }) => ({ id, seq })));
  const { rows } = await sql<Today>`
    select l.id::text, l.seq, e.hash, d.code, h.dossier_id is not null as there
      from jsonb_to_recordset(${asked}::jsonb) l(id uuid, seq integer)
      left join events e on e.dossier_id = l.id and e.seq = l.seq
      left join heads h on h.dossier_id = l.id
      left join dossiers d on d.dossier_id = l.id`.execute(db);
  const today = new Map(rows.map((row) => [`${row.id} ${row.seq}`, row]));
  return leaves.flatMap(({ id, seq, hash }): TamperFinding[] => {
    const row = today.get(`${id} ${seq}`);
    if (row?.hash?.equals(hash)) return [];
    const kind = row === undefined || (!row.there && row.hash === null) ? 'anchored-removed' : 'anchored-changed';
    return [{ kind, dossierId: id, code: row?.code ?? null, seq, detail: `anchor ${anchor}` }];
  });
}

async function checkLeaf(
  db: Kysely<Schema>,
  { kind, id, seq, hash }: Leaf,
  anchor: number,
): Promise<readonly TamperFinding[]> {
  const today = await hashToday(db, kind, id, seq);
  if (today?.equals(hash)) return [];
  const detail = `${kind === 'access' ? 'seal' : kind}${/^\d+$/.test(id) || id === '-' ? '' : ` ${id}`}, anchor ${anchor}`;
  return [
    found(today === undefined ? 'anchored-removed' : 'anchored-changed', /^\d+$/.test(id) ? Number(id) : seq, detail),
  ];
}

async function hashToday(db: Kysely<Schema>, kind: Leaf['kind'], id: string, seq: number): Promise<Buffer | undefined> {
  switch (kind) {
    case 'escalations':
      return (await db.selectFrom('escalations').select('hash').where('entry', '=', seq).executeTakeFirst())?.hash;
    case 'access':
      return (await db.selectFrom('access_seals').select('hash').where('seal', '=', seq).executeTakeFirst())?.hash;
    case 'alarm': {
      const row = await db.selectFrom('alarms').selectAll().where('alarm', '=', Number(id)).executeTakeFirst();
      return row && alarmHash(row, seq);
    }
    case 'dossier':
      return undefined;
    default:
      return writtenOnce(db, kind, id);
  }
}

async function writtenOnce(db: Kysely<Schema>, kind: WrittenOnce, wanted: string): Promise<Buffer | undefined> {
  const { from, id, body } = WRITTEN_ONCE[kind];
  const { rows } = await sql<{ body: unknown }>`select ${body} as body from ${from} x where ${id} = ${wanted}`.execute(
    db,
  );
  return rows[0] && hashOf(rows[0].body);
}

/** A dossier that was rewritten differs at every anchor behind; its first place says enough. */
const firstOfEach = (findings: readonly TamperFinding[]): readonly TamperFinding[] => {
  const seen = new Set<string>();
  return findings.filter(({ kind, dossierId, seq, detail }) => {
    const key = dossierId !== null ? `${kind} ${dossierId}` : `${kind} ${seq} ${detail?.split(', anchor')[0] ?? ''}`;
    return !seen.has(key) && seen.add(key);
  });
};
