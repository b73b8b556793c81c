import type { Kysely } from 'kysely';
import { sealAccess } from '../db/access-seals';
import { hashOfStatement, parseStatement } from '../db/anchor-record';
import { anchorsAfter, lastAnchor, restoreAnchor, writeAnchor } from '../db/anchors';
import type { Signer } from '../db/anchors';
import type { Schema } from '../db/schema';
import { appendAnchorLine, newestOutside, readAnchorFile } from './anchor-file';

export interface Anchoring {
  readonly db: Kysely<Schema>;
  readonly signer: Signer;
  /** Where anchors leave the database. */
  readonly file: string;
  /** Asks for a time stamp over a statement; absent where none is configured. */
  readonly stamp?: (statement: string) => Promise<Buffer>;
  /** Sends one statement to the auditor; false where it should be tried again. */
  readonly mail?: (anchor: number, text: string) => Promise<boolean>;
}

/** How often an anchor is laid (real time). */
export const ANCHOR_EVERY_MS = 3_600_000;
/** An auditor who could not be reached gets what is newest, not a hundred letters. */
const MOST_CAUGHT_UP = 24;

/**
 * Seals the access log, lays an anchor where an hour has passed since the last one, and brings outside what is not
 * there yet. Whatever fails is done by the next call. Answers the number of the anchor it has laid.
 */
export async function anchorLogs(
  anchoring: Anchoring,
  realNow: number,
  everyMs = ANCHOR_EVERY_MS,
): Promise<number | null> {
  const { db, signer } = anchoring;
  await sealAccess(db);
  const lastOutside = await takeBack(anchoring);
  const last = await lastAnchor(db);
  const isDue = last === undefined || realNow - Date.parse(parseStatement(last.statement).at) >= everyMs;
  const laid = isDue ? parseStatement((await writeAnchor(db, signer, realNow)).statement).anchor : null;
  for await (const record of anchorsAfter(db, lastOutside))
    appendAnchorLine(anchoring.file, { kind: 'anchor', record });
  await stampNewest(anchoring);
  await mailNewest(anchoring);
  return laid;
}

/** After the database was put back from a backup the file knows more: its anchors stand, and the next one follows them. */
async function takeBack({ db, file }: Anchoring): Promise<number> {
  const lastOutside = newestOutside(file);
  let last = await lastAnchor(db);
  if (lastOutside <= (last?.anchor ?? 0)) return lastOutside;
  for await (const line of readAnchorFile(file)) {
    if (line.kind !== 'anchor') continue;
    const { anchor, previous } = parseStatement(line.record.statement);
    if (anchor !== (last?.anchor ?? 0) + 1) continue;
    if (last !== undefined && previous !== hashOfStatement(last.statement)) continue;
    await restoreAnchor(db, line.record);
    last = { anchor, statement: line.record.statement };
  }
  return lastOutside;
}

async function stampNewest({ db, file, stamp }: Anchoring): Promise<void> {
  if (stamp === undefined) return;
  const newest = await db.selectFrom('anchors').selectAll().orderBy('anchor', 'desc').limit(1).execute();
  for (const { anchor, statement } of newest) {
    const done = await db.selectFrom('anchor_stamps').select('anchor').where('anchor', '=', anchor).executeTakeFirst();
    if (done !== undefined) continue;
    const response = await stamp(statement);
    await db
      .insertInto('anchor_stamps')
      .values({ anchor, response })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    appendAnchorLine(file, { kind: 'stamp', anchor, response });
  }
}

async function mailNewest({ db, mail }: Anchoring): Promise<void> {
  if (mail === undefined) return;
  const waiting = await db
    .selectFrom('anchors')
    .leftJoin('anchor_letters', 'anchor_letters.anchor', 'anchors.anchor')
    .select(['anchors.anchor', 'anchors.statement', 'anchors.signature'])
    .where('anchor_letters.anchor', 'is', null)
    .orderBy('anchors.anchor', 'desc')
    .limit(MOST_CAUGHT_UP)
    .execute();
  for (const { anchor, statement, signature } of waiting.reverse()) {
    if (!(await mail(anchor, JSON.stringify({ statement, signature: signature.toString('base64') })))) return;
    await db
      .insertInto('anchor_letters')
      .values({ anchor })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}
