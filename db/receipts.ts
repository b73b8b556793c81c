import { sql, type Kysely } from 'kysely';
import type { Instant } from '../domain/calendar/calendar';
import type { Schema } from './schema';

/** The stamp of an act that is received now, or the one it got when it was received before. */
export const stampOf = async (
  db: Kysely<Schema>,
  { dossierId, commandId, at }: { readonly dossierId: string; readonly commandId: string; readonly at: Instant },
): Promise<Instant> => {
  const { stamped_at: stampedAt } = await db
    .insertInto('receipts')
    .values({ dossier_id: dossierId, command_id: commandId, stamped_at: at })
    .onConflict((known) =>
      known.columns(['dossier_id', 'command_id']).doUpdateSet({ stamped_at: sql.ref('receipts.stamped_at') }),
    )
    .returning('stamped_at')
    .executeTakeFirstOrThrow();
  return stampedAt;
};

/** Gives an act's stamp back: it was refused, so nothing has happened, and trying again is a new act. */
export const forgetReceipt = async (db: Kysely<Schema>, dossierId: string, commandId: string): Promise<void> => {
  await db.deleteFrom('receipts').where('dossier_id', '=', dossierId).where('command_id', '=', commandId).execute();
};

/** Removes receipts that nobody can mean any more: what was recorded has its stamp in the log. Answers how many. */
export const removeOldReceipts = async (db: Kysely<Schema>, olderThanRealMs: number): Promise<number> => {
  const { numDeletedRows } = await db
    .deleteFrom('receipts')
    .where(
      'received_real_at',
      '<',
      sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint - ${olderThanRealMs}::bigint`,
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
};
