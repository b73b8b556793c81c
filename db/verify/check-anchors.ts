import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { FindingKind, TamperFinding } from '../../domain/verification/finding';
import { BEFORE_FIRST, hashOfStatement, parseLeaf, parseStatement, rootOfTexts } from '../anchor-record';
import type { AnchorRecord, Leaf, LeafKind, Statement } from '../anchor-record';
import { anchorsAfter } from '../anchors';
import type { Signer } from '../anchors';
import { WRITTEN_ONCE, alarmHash, hashOf } from '../moved-leaves';
import type { WrittenOnce } from '../moved-leaves';
import type { Schema } from '../schema';
import { Held } from './held';

export interface AnchorCheck {
  /** What left the machine, in the order in which it was written; null where there is no such file. */
  readonly outside: AsyncIterable<AnchorRecord> | null;
  /** Whether a key that is known here signed it. */
  readonly knows: Signer['knows'];
  /** Real time: what was anchored this moment is on its way outside. */
  readonly realNow: number;
  /** Of one dossier only; by default everything that an anchor holds is looked for. */
  readonly dossierId?: string;
}

export interface AnchorsChecked {
  readonly findings: readonly TamperFinding[];
  readonly held: Held;
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
 * still a part of today's log. What the file outside says counts for more than what the database says of itself, and
 * what nobody signed counts for nothing.
 */
export async function checkAnchors(
  db: Kysely<Schema>,
  { outside, knows, realNow, dossierId }: AnchorCheck,
): Promise<AnchorsChecked> {
  const findings: TamperFinding[] = [];
  const held = new Held(dossierId);
  const known = new Map<number, string>();
  const stands = async (statement: Statement, record: AnchorRecord): Promise<void> => {
    const leaves = record.leaves.map(parseLeaf);
    held.add(statement, leaves);
    const asked =
      dossierId === undefined ? leaves : leaves.filter(({ kind, id }) => kind === 'dossier' && id === dossierId);
    findings.push(...(await checkLeaves(db, asked, statement.anchor)));
  };
  if (outside !== null) {
    const chain = chainOf(knows, 'outside the database');
    for await (const record of outside) {
      const statement = chain.next(record, findings);
      if (statement === undefined) continue;
      known.set(statement.anchor, record.statement);
      await stands(statement, record);
    }
  }
  const chain = chainOf(knows, 'in the database');
  const inDatabase = new Set<number>();
  let last = 0;
  for await (const record of anchorsAfter(db, 0)) {
    inDatabase.add(record.anchor);
    const statement = chain.next(record, findings, record.anchor);
    if (statement === undefined) continue;
    last = record.anchor;
    const same = known.get(record.anchor);
    if (same === undefined) {
      const isOnItsWay = Math.abs(realNow - Date.parse(statement.at)) < ON_ITS_WAY_MS;
      if (outside !== null && !isOnItsWay) findings.push(found('anchor-not-outside', record.anchor));
      await stands(statement, record);
    } else if (same !== record.statement) findings.push(found('anchor-changed', record.anchor, 'another one outside'));
  }
  if (outside === null && last > 0) findings.push(found('anchor-not-outside', last, 'there is no file'));
  for (const anchor of known.keys())
    if (!inDatabase.has(anchor)) findings.push(found('anchor-missing', anchor, 'in the database'));
  return { findings: firstOfEach(findings), held };
}

/** Of numbers that are missing one after the other so many are named. */
const MOST_MISSING = 100;

/**
 * Follows one chain of anchors, and says of each what is wrong with it. What nobody signed is named and stands for
 * nothing; the next one follows what was there before it. A number that was never used is no gap where the next anchor
 * holds the hash of the one before: the part that anchors numbers over rows that are not its own.
 */
function chainOf(knows: Signer['knows'], where: string) {
  let [anchor, previous, seen] = [0, BEFORE_FIRST, BEFORE_FIRST];
  return {
    /** What it states; undefined for what is no anchor, or was told before. */
    next(record: AnchorRecord, findings: TamperFinding[], number?: number): Statement | undefined {
      const statement = readStatement(record.statement);
      if (statement === undefined || (number !== undefined && statement.anchor !== number)) {
        findings.push(found('anchor-changed', number ?? anchor + 1, where));
        return undefined;
      }
      const hash = hashOfStatement(record.statement);
      const isSigned = knows(record.statement, record.signature);
      const proves = statement.leaves === record.leaves.length && statement.root === rootOfTexts(record.leaves);
      if (!isSigned || !proves) {
        findings.push(found(proves ? 'anchor-unsigned' : 'anchor-changed', statement.anchor, where));
        if (isSigned) [anchor, previous] = [Math.max(anchor, statement.anchor), hash];
        seen = hash;
        return undefined;
      }
      if (statement.anchor <= anchor) return undefined;
      if (statement.previous !== previous && statement.previous !== seen) {
        const missing = Math.min(statement.anchor - anchor - 1, MOST_MISSING);
        for (let n = 1; n <= missing; n += 1) findings.push(found('anchor-missing', anchor + n, where));
        if (missing === 0) findings.push(found('anchor-changed', statement.anchor, where));
      }
      [anchor, previous, seen] = [statement.anchor, hash, hash];
      return statement;
    },
  };
}

function readStatement(text: string): Statement | undefined {
  try {
    const statement = parseStatement(text);
    return Number.isSafeInteger(statement.anchor) && Number.isFinite(Date.parse(statement.at)) ? statement : undefined;
  } catch {
    return undefined;
  }
}

/**
 * What a quick look needs of it, from the database alone and without proof: since when changes are held, and what the
 * anchors hold of dossiers that are older than signatures.
 */
export async function heldInDatabase(
  db: Kysely<Schema>,
  knows: Signer['knows'],
): Promise<Held> {
  const held = new Held();
  const anchors = await db.selectFrom('anchors').selectAll().orderBy('anchor').execute();
  const signed = anchors.filter(({ statement, signature }) => knows(statement, signature));
  for (const { anchor, statement } of signed) {
    const { rows } = await sql<Leaf>`
      select kind, id, seq, hash from anchor_leaves
       where anchor = ${anchor}
         and (kind in ('erasure', 'correction', 'rules', 'unsigned')
              or kind = 'dossier' and id in (select dossier_id::text from unsigned_logs))`.execute(db);
    held.add(parseStatement(statement), rows);
  }
  return held;
}

const CHUNK = 2_000;

/** Dossiers are looked up together; that a log is older than signatures may be forgotten: then it is not excused. */
const WITHOUT_ROW: ReadonlySet<LeafKind> = new Set(['dossier', 'unsigned']);

async function checkLeaves(
  db: Kysely<Schema>,
  leaves: readonly Leaf[],
  anchor: number,
): Promise<readonly TamperFinding[]> {
  const findings: TamperFinding[] = [];
  const dossiers = leaves.filter(({ kind }) => kind === 'dossier');
  for (let from = 0; from < dossiers.length; from += CHUNK)
    findings.push(...(await checkDossierLeaves(db, dossiers.slice(from, from + CHUNK), anchor)));
  for (const leaf of leaves) if (!WITHOUT_ROW.has(leaf.kind)) findings.push(...(await checkLeaf(db, leaf, anchor)));
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
    case 'unsigned':
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
