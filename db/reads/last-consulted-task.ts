import type { Kysely } from 'kysely';
import type { AgencyCode } from '../../domain/agency/agency';
import type { Schema } from '../schema';

/** The task with which one of these agencies was last asked for its opinion, open or not: a late answer belongs to it. */
export const lastConsultedTask = async (db: Kysely<Schema>, dossierId: string, agencies: readonly AgencyCode[]): Promise<string | undefined> => {
  if (agencies.length === 0) return undefined;
  const row = await db
    .selectFrom('tasks')
    .select('task_id')
    .where('dossier_id', '=', dossierId)
    .where('agency', 'in', [...agencies])
    .where('task_id', 'like', '%/%')
    .orderBy('opened_at', 'desc')
    .orderBy('task_id')
    .limit(1)
    .executeTakeFirst();
  return row?.task_id;
};
