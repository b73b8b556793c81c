import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { leafHash, pathOf } from '../db/merkle';
import { leavesOf } from '../db/anchors';
import { personOf } from '../db/personal-data';
import type { Schema } from '../db/schema';
import { knownAnchorKeys } from './anchor-key';
import { trustedKeys } from './signing';

export interface ExportRequest {
  readonly db: Kysely<Schema>;
  readonly dossierId: string;
  readonly dataDir: string;
  /** With the names and texts behind the digests. */
  readonly withPeople: boolean;
}

/** One dossier with everything that proves it (docs/verification.md has the format). */
export async function exportProof({ db, dossierId, dataDir, withPeople }: ExportRequest): Promise<object> {
  const { events, head, unsignedTo, code, people, texts } = await db
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
      code:
        (await trx.selectFrom('dossiers').select('code').where('dossier_id', '=', dossierId).executeTakeFirst())
          ?.code ?? null,
      people: withPeople
        ? await trx.selectFrom('personal_data').selectAll().where('dossier_id', '=', dossierId).execute()
        : [],
      texts: withPeople ? await trx.selectFrom('texts').selectAll().where('dossier_id', '=', dossierId).execute() : [],
    }));
  const keys = [...knownAnchorKeys(dataDir)].map(([id, key]) => ({
    id,
    publicKey: key.export({ type: 'spki', format: 'pem' }).toString(),
  }));
  return {
    format: 'lienthong-dossier-proof/1',
    dossierId,
    code,
    head: { seq: head.seq, hash: head.hash.toString('hex') },
    events: events.map(({ seq, body, hash, signed_by: key, signature: value }) => ({
      seq,
      hash: hash.toString('hex'),
      body,
      ...(key === null ? {} : { signature: { key, value } }),
    })),
    unsignedTo,
    signingKeys: trustedKeys(dataDir),
    anchors: await anchorsOf(db, dossierId),
    keys,
    ...(withPeople
      ? {
          people: people.map((row) => ({ ...personOf(row), salt: row.salt.toString('hex') })),
          texts: texts.map(({ text_id, text, salt }) => ({ textId: text_id, text, salt: salt.toString('hex') })),
        }
      : {}),
  };
}

/** Every anchor that holds a head of this dossier, with the way from there to the signed root. */
async function anchorsOf(db: Kysely<Schema>, dossierId: string): Promise<readonly object[]> {
  const { rows } = await sql<{
    anchor: number;
    position: number;
    statement: string;
    signature: Buffer;
    response: Buffer | null;
  }>`
    select l.anchor, l.position, a.statement, a.signature, s.response
      from anchor_leaves l join anchors a using (anchor) left join anchor_stamps s using (anchor)
     where l.kind = 'dossier' and l.id = ${dossierId} order by l.anchor`.execute(db);
  const proofs: object[] = [];
  for (const { anchor, position, statement, signature, response } of rows) {
    const leaves = await leavesOf(db, anchor);
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
