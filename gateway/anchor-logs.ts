import type { Kysely } from 'kysely';
import { sealAccess } from '../db/access-seals';
import { parseStatement } from '../db/anchor-record';
import { anchorsBehind, provenStatement, restoreAnchor, tipBehind, writeAnchor } from '../db/anchors';
import type { Signer, Tip } from '../db/anchors';
import type { Schema } from '../db/schema';
import { appendAnchorLine, newestIn, readAnchorFile } from './anchor-file';

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
  const { db, signer, file } = anchoring;
  await sealAccess(db);
  const outside = await takeBack(anchoring);
  const last = await tipBehind(db, signer, outside);
  const isDue = last === undefined || isHoursApart(realNow, Date.parse(parseStatement(last.statement).at), everyMs);
  const laid = isDue ? parseStatement((await writeAnchor(db, signer, realNow, outside)).statement).anchor : null;
  let newest = outside;
  for await (const record of anchorsBehind(db, signer, outside)) {
    appendAnchorLine(file, { kind: 'anchor', record });
    newest = record;
  }
  if (newest !== undefined) await stampNewest(anchoring, newest);
  if (newest !== undefined) await mailNewest(anchoring, newest);
  return laid;
}

/** Also where the last anchor is of the future, because the machine's clock was wrong: nobody waits for that. */
const isHoursApart = (now: number, at: number, everyMs: number): boolean => Math.abs(now - at) >= everyMs;

/**
 * After the database was put back from a backup the file knows more: its anchors stand, and the next one follows them.
 * Answers the newest one there that is signed: a line that nobody vouches for leads nowhere.
 */
async function takeBack({ db, file, signer }: Anchoring): Promise<Tip | undefined> {
  const outside = newestIn(file, signer.knows);
  if (outside === undefined) return undefined;
  const rows = await db.selectFrom('anchors').select('anchor').execute();
  const there = new Set(rows.map(({ anchor }) => anchor));
  if (there.has(outside.anchor)) return outside;
  for await (const line of readAnchorFile(file)) {
    const statement = line.kind === 'anchor' ? provenStatement(line.record, signer) : undefined;
    if (line.kind !== 'anchor' || statement === undefined || there.has(statement.anchor)) continue;
    there.add(statement.anchor);
    await restoreAnchor(db, line.record);
  }
  return outside;
}

async function stampNewest({ db, file, stamp }: Anchoring, { anchor, statement }: Tip): Promise<void> {
  if (stamp === undefined) return;
  const done = await db.selectFrom('anchor_stamps').select('anchor').where('anchor', '=', anchor).executeTakeFirst();
  if (done !== undefined) return;
  const response = await stamp(statement);
  await db
    .insertInto('anchor_stamps')
    .values({ anchor, response })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  appendAnchorLine(file, { kind: 'stamp', anchor, response });
}

async function mailNewest({ db, mail, signer }: Anchoring, newest: Tip): Promise<void> {
  if (mail === undefined) return;
  const waiting = await db
    .selectFrom('anchors')
    .leftJoin('anchor_letters', 'anchor_letters.anchor', 'anchors.anchor')
    .select(['anchors.anchor', 'anchors.statement', 'anchors.signature'])
    .where('anchor_letters.anchor', 'is', null)
    .where('anchors.anchor', '<=', newest.anchor)
    .orderBy('anchors.anchor', 'desc')
    .limit(MOST_CAUGHT_UP)
    .execute();
  for (const { anchor, statement, signature } of waiting.reverse()) {
    if (!signer.knows(statement, signature)) continue;
    if (!(await mail(anchor, JSON.stringify({ statement, signature: signature.toString('base64') })))) return;
    await db
      .insertInto('anchor_letters')
      .values({ anchor })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}
