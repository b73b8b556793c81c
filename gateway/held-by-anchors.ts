import type { Kysely } from 'kysely';
import { parseLeaf, parseStatement, rootOfTexts } from '../db/anchor-record';
import type { AnchorRecord } from '../db/anchor-record';
import { anchorsAfter } from '../db/anchors';
import type { Schema } from '../db/schema';
import { anchorsIn } from './anchor-file';
import { knownAnchorKeys, knownTo } from './anchor-key';
import { distrustedSince, trustedKeys } from './signing';
import type { HeldBefore } from './signing';

/**
 * What anchors held of the dossiers before each instant since which a key is distrusted: by the file outside where
 * there is one, for whoever stole a key may have had the database, too. Nothing is read while every key is trusted.
 */
export async function heldByAnchors(db: Kysely<Schema>, dataDir: string, anchorFile: string): Promise<HeldBefore> {
  const instants = trustedKeys(dataDir).flatMap((key) => distrustedSince(key) ?? []);
  const held = new Map<number, Map<string, number>>(instants.map((instant) => [instant, new Map<string, number>()]));
  const latest = Math.max(...instants);
  const isSigned = knownTo(knownAnchorKeys(dataDir));
  if (instants.length > 0)
    for await (const record of anchorsIn(anchorFile) ?? anchorsAfter(db, 0)) {
      const at = laidAt(record, isSigned);
      if (at === null || at >= latest) continue;
      for (const [instant, heads] of held) if (at < instant) noteHeads(heads, record);
    }
  return (dossierId, seq, instant) => seq <= (held.get(instant)?.get(dossierId) ?? 0);
}

/** Null where the anchor proves nothing; the verification of anchors names it. */
function laidAt(record: AnchorRecord, isSigned: ReturnType<typeof knownTo>): number | null {
  try {
    const { at, root, leaves } = parseStatement(record.statement);
    const proves = leaves === record.leaves.length && root === rootOfTexts(record.leaves);
    return proves && isSigned(record.statement, record.signature) ? Date.parse(at) : null;
  } catch {
    return null;
  }
}

function noteHeads(heads: Map<string, number>, { leaves }: AnchorRecord): void {
  for (const { kind, id, seq } of leaves.map(parseLeaf))
    if (kind === 'dossier' && seq > (heads.get(id) ?? 0)) heads.set(id, seq);
}
