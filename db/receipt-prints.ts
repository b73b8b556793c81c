import { sql, type Kysely } from 'kysely';
import type { Instant } from '../domain/calendar/calendar';
import type { Schema } from './schema';

/** Which secret of a dossier opens its tracking now, and which officer was shown it last. */
export interface PresentReceipt {
  /** 0 until the receipt is printed a second time. */
  readonly generation: number;
  readonly shown: { readonly to: string; readonly at: Instant } | null;
}

/** Of a dossier whose receipt was never printed: its first secret, shown to no officer. */
const NEVER_PRINTED: PresentReceipt = { generation: 0, shown: null };

export async function presentReceipt(db: Kysely<Schema>, dossierId: string): Promise<PresentReceipt> {
  const { rows } = await sql<{ generation: number; shown_to: string; at: Instant }>`
    select generation, shown_to, at from receipt_of(${dossierId}::uuid)`.execute(db);
  const found = rows[0];
  return found === undefined
    ? NEVER_PRINTED
    : { generation: found.generation, shown: { to: found.shown_to, at: found.at } };
}

export interface ReceiptPrint {
  readonly generation: number;
  readonly shownTo: string;
  readonly at: Instant;
  readonly key: string;
}

/** Every printing of a dossier's receipt, the first one first. */
export async function printsOf(db: Kysely<Schema>, dossierId: string): Promise<readonly ReceiptPrint[]> {
  const rows = await db
    .selectFrom('receipt_prints')
    .selectAll()
    .where('dossier_id', '=', dossierId)
    .orderBy('generation')
    .execute();
  return rows.map(({ generation, shown_to, at, print_key }) => ({ generation, shownTo: shown_to, at, key: print_key }));
}

/** A page that is loaded anew is the same printing, this long (official time); later the secret is shown to nobody. */
const SAME_PRINTING_MS = 10 * 60_000;

/**
 * Prints a receipt: each printing has a secret of its own, the first one that which the dossier began with. The same key
 * is the same printing, and `undefined` where somebody printed it anew since, or where the key is a colleague's.
 */
export const printReceipt = (
  db: Kysely<Schema>,
  asked: { readonly dossierId: string; readonly person: string; readonly at: Instant; readonly key: string },
): Promise<ReceiptPrint | undefined> =>
  db.transaction().execute(async (trx) => {
    const { dossierId, person, at, key } = asked;
    // Two who print at once get two secrets, one after the other.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`receipt ${dossierId}`}, 0))`.execute(trx);
    const prints = await printsOf(trx, dossierId);
    const last = prints.at(-1);
    const same = prints.find((print) => print.key === key);
    const isStillThat = same === last && same?.shownTo === person && at - same.at < SAME_PRINTING_MS;
    if (same !== undefined) return isStillThat ? same : undefined;
    const print = { generation: last === undefined ? 0 : last.generation + 1, shownTo: person, at, key };
    const { generation } = print;
    await trx
      .insertInto('receipt_prints')
      .values({ dossier_id: dossierId, generation, shown_to: person, at, print_key: key })
      .execute();
    return print;
  });
