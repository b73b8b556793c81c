import { sql, type Kysely } from 'kysely';
import type { Schema } from './schema';

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
