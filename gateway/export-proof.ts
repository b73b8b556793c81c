import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { parseStatement } from '../db/anchor-record';
import { leavesOf } from '../db/anchors';
import { leafHash, pathOf } from '../db/merkle';
import { WRITTEN_ONCE } from '../db/moved-leaves';
import { personOf } from '../db/personal-data';
import type { Schema } from '../db/schema';
import { heldInDatabase } from '../db/verify/check-anchors';
import { canonicalJson } from '../domain/canonical-json';
import type { LoggedEvent } from '../domain/dossier/recording';
import { knownAnchorKeys, knownTo } from './anchor-key';
import { trustedKeys } from './signing';

export interface ExportRequest {
  readonly db: Kysely<Schema>;
  readonly dossierId: string;
  readonly dataDir: string;
  /** With the applicant and texts behind the digests, and what was corrected. For nobody else a digest vouches. */
  readonly withPeople: boolean;
}

/** One dossier with everything that proves it (docs/verification.md has the format). */
export async function exportProof({ db, dossierId, dataDir, withPeople }: ExportRequest): Promise<object> {
  const { events, head, unsignedTo, people, texts } = await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (trx) => ({
      events: await trx
        .selectFrom('events')
        .select(['seq', 'body', 'hash', 'signed_by', 'signature'])
        .where('dossier_id', '=', dossierId)
        .orderBy('seq')
        .execute(),
      head: await trx
        .selectFrom('heads')
        .select(['seq', 'hash'])
        .where('dossier_id', '=', dossierId)
        .executeTakeFirstOrThrow(),
      unsignedTo:
        (await trx.selectFrom('unsigned_logs').select('seq').where('dossier_id', '=', dossierId).executeTakeFirst())
          ?.seq ?? 0,
      people: withPeople
        ? await trx
            .selectFrom('personal_data')
            .selectAll()
            .where('dossier_id', '=', dossierId)
            .where('subject', '=', 'applicant')
            .execute()
        : [],
      texts: withPeople ? await trx.selectFrom('texts').selectAll().where('dossier_id', '=', dossierId).execute() : [],
    }));
  const known = knownAnchorKeys(dataDir);
  const held = unsignedTo === 0 ? undefined : await heldInDatabase(db, knownTo(known));
  const keys = [...known].map(([id, key]) => ({
    id,
    publicKey: key.export({ type: 'spki', format: 'pem' }).toString(),
  }));
  return {
    format: 'lienthong-dossier-proof/1',
    dossierId,
    code: codeIn(events.map(({ body }) => JSON.parse(body) as LoggedEvent)),
    head: { seq: head.seq, hash: head.hash.toString('hex') },
    events: events.map(({ seq, body, hash, signed_by: key, signature: value }) => ({
      seq,
      hash: hash.toString('hex'),
      body,
      ...(key === null ? {} : { signature: { key, value } }),
    })),
    // What the table says and no anchor holds is somebody's invention, and excuses nothing here either.
    unsignedTo: held?.isUnsigned(dossierId, unsignedTo) ? unsignedTo : 0,
    signingKeys: trustedKeys(dataDir),
    anchors: await leavesHeld(db, 'dossier', dossierId),
    keys,
    ...(withPeople
      ? {
          people: people.map((row) => ({ ...personOf(row), salt: row.salt.toString('hex') })),
          texts: texts.map(({ text_id, text, salt }) => ({ textId: text_id, text, salt: salt.toString('hex') })),
          corrections: await correctionsOf(db, dossierId),
        }
      : {}),
  };
}

/** Whether anchors hold all that an export would show: the newest event, and with people what was corrected. */
export async function isAnchored({
  db,
  dossierId,
  withPeople,
}: Pick<ExportRequest, 'db' | 'dossierId' | 'withPeople'>): Promise<boolean> {
  const { rows } = await sql<{ held: boolean }>`
    select exists (select from heads h join anchor_leaves l on l.kind = 'dossier' and l.hash = h.hash
                    where h.dossier_id = ${dossierId})
       and not exists (select from personal_data_changes c
                        where ${withPeople} and c.dossier_id = ${dossierId} and c.subject = 'applicant'
                          and not exists (select from anchor_leaves l
                                           where l.kind = 'correction' and l.id = c.change::text)) as held`.execute(db);
  return rows[0]!.held;
}

/** The legal code by the log alone: a row may have none, where two dossiers were promised the same. */
const codeIn = (events: readonly LoggedEvent[]): string | null =>
  events.flatMap(({ payload }) => (payload.type === 'DossierAccepted' ? [payload.code] : []))[0] ?? null;

/** Why the applicant's digest is no longer the one in the log, in order, each with the anchor that holds it. */
async function correctionsOf(db: Kysely<Schema>, dossierId: string): Promise<readonly object[]> {
  const { from, id, body } = WRITTEN_ONCE.correction;
  const { rows } = await sql<{ id: string; body: unknown; key: string | null; value: string | null }>`
    select ${id} as id, ${body} as body, to_jsonb(x) ->> 'signed_by' as key, to_jsonb(x) ->> 'signature' as value
      from ${from} x
     where x.dossier_id = ${dossierId} and x.subject = 'applicant' order by x.change`.execute(db);
  const corrections: object[] = [];
  for (const { id: change, body: row, key, value } of rows) {
    const [anchor] = await leavesHeld(db, 'correction', change);
    corrections.push({
      body: canonicalJson(row),
      ...(key === null ? {} : { signature: { key, value } }),
      ...(anchor === undefined ? {} : { anchor }),
    });
  }
  return corrections;
}

/** Every anchor that holds a leaf of it, with the way from there to the signed root. */
async function leavesHeld(
  db: Kysely<Schema>,
  kind: 'dossier' | 'correction',
  id: string,
): Promise<readonly object[]> {
  const { rows } = await sql<{
    anchor: number;
    position: number;
    statement: string;
    signature: Buffer;
    response: Buffer | null;
  }>`
    select l.anchor, l.position, a.statement, a.signature, s.response
      from anchor_leaves l join anchors a using (anchor) left join anchor_stamps s using (anchor)
     where l.kind = ${kind} and l.id = ${id} order by l.anchor`.execute(db);
  const proofs: object[] = [];
  for (const { anchor, position, statement, signature, response } of rows) {
    // Rows behind those that were signed are nobody's.
    const leaves = (await leavesOf(db, anchor)).slice(0, parseStatement(statement).leaves);
    if (position >= leaves.length) continue;
    proofs.push({
      statement,
      signature: signature.toString('base64'),
      leaf: leaves[position],
      index: position,
      path: pathOf(leaves.map(leafHash), position).map((hash) => hash.toString('hex')),
      ...(response === null ? {} : { timeStamp: response.toString('base64') }),
    });
  }
  return proofs;
}
