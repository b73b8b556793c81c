import type { Kysely, Selectable } from 'kysely';
import { canonicalJson } from '../../domain/canonical-json';
import type { LoggedEvent } from '../../domain/dossier/recording';
import { genesisOf, nextHash } from '../hash-chain';
import type { Schema } from '../schema';

export type ChainVerdict =
  | { readonly intact: true; readonly headSeq: number }
  | { readonly intact: false; readonly brokenSeq: number; readonly reason: 'missing' | 'hash' | 'columns' | 'head' };

/**
 * Recomputes a dossier's chain from its first event and names the first one that is not as it was recorded:
 * `missing` (a seq is not there), `hash` (the text, or a digest beside it, was changed), `columns` (the searchable
 * columns say something else than the text), `head` (the log does not end where the head says it does).
 */
export const verifyChain = async (db: Kysely<Schema>, dossierId: string): Promise<ChainVerdict> => {
  const events = await db.selectFrom('events').selectAll().where('dossier_id', '=', dossierId).orderBy('seq').execute();
  const head = await db.selectFrom('heads').select(['seq', 'hash']).where('dossier_id', '=', dossierId).executeTakeFirst();
  return chainVerdict(dossierId, events, head);
};

/** The same of events that were read, in order. */
export const chainVerdict = (
  dossierId: string,
  events: readonly Selectable<Schema['events']>[],
  head: { readonly seq: number; readonly hash: Buffer } | undefined,
): ChainVerdict => {
  let hash = genesisOf(dossierId);
  for (const [index, event] of events.entries()) {
    const seq = index + 1;
    if (event.seq !== seq) return { intact: false, brokenSeq: seq, reason: 'missing' };
    const next = nextHash(hash, event.body);
    if (!event.previous_hash.equals(hash) || !event.hash.equals(next)) return { intact: false, brokenSeq: seq, reason: 'hash' };
    if (!agrees(event)) return { intact: false, brokenSeq: seq, reason: 'columns' };
    hash = next;
  }
  if ((head?.seq ?? 0) !== events.length) return { intact: false, brokenSeq: events.length + 1, reason: 'head' };
  if (head && !head.hash.equals(hash)) return { intact: false, brokenSeq: events.length, reason: 'head' };
  return { intact: true, headSeq: events.length };
};

const agrees = (row: Selectable<Schema['events']>): boolean => {
  const event = JSON.parse(row.body) as LoggedEvent;
  return (
    event.seq === row.seq &&
    event.type === row.type &&
    event.at === row.at &&
    event.commandId === row.command_id &&
    event.rules === row.rules &&
    canonicalJson(event.actor) === row.actor
  );
};
