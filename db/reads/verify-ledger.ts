import type { Kysely } from 'kysely';
import { genesisOf, nextHash } from '../hash-chain';
import type { Schema } from '../schema';

export type LedgerVerdict =
  | { readonly intact: true; readonly entries: number }
  | { readonly intact: false; readonly brokenEntry: number };

const PAGE = 5_000;

/** Recomputes the chain of the whole escalation ledger, page by page, and names the first entry that does not follow. */
export const verifyLedger = async (db: Kysely<Schema>): Promise<LedgerVerdict> => {
  // The head first: what is fired while this runs lies behind it.
  const head = await db.selectFrom('escalation_head').select(['entry', 'hash']).executeTakeFirstOrThrow();
  let hash = genesisOf('escalations');
  let entry = 0;
  while (entry < head.entry) {
    const page = await db
      .selectFrom('escalations')
      .select(['entry', 'body', 'hash'])
      .where('entry', '>', entry)
      .where('entry', '<=', head.entry)
      .orderBy('entry')
      .limit(PAGE)
      .execute();
    if (page.length === 0) return { intact: false, brokenEntry: entry + 1 };
    for (const row of page) {
      hash = nextHash(hash, row.body);
      entry += 1;
      if (row.entry !== entry || !row.hash.equals(hash)) return { intact: false, brokenEntry: entry };
    }
  }
  return hash.equals(head.hash) ? { intact: true, entries: entry } : { intact: false, brokenEntry: entry };
};
