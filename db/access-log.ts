import type { Insertable, Kysely } from 'kysely';
import type { Schema } from './schema';

export type Access = Omit<Insertable<Schema['access_log']>, 'real_at'>;

/** Writes down who looked at, was refused, or administered something. Codes and ids only. */
export const logAccess = async (db: Kysely<Schema>, access: Access | readonly Access[]): Promise<void> => {
  await db.insertInto('access_log').values(access as Access).execute();
};
