import type { Kysely, Selectable } from 'kysely';
import type { Instant } from '../../domain/calendar/calendar';
import type { Schema } from '../schema';

export interface AccessQuestion {
  readonly dossierId?: string;
  readonly who?: string;
  readonly action?: Selectable<Schema['access_log']>['action'];
  readonly from?: Instant;
  /** First instant after. */
  readonly to?: Instant;
  /** Entries before this one. */
  readonly before?: number;
  readonly limit: number;
}

/** Who looked at, was refused, or administered something, the newest first. */
export const accessEntries = async (db: Kysely<Schema>, { dossierId, who, action, from, to, before, limit }: AccessQuestion): Promise<readonly Selectable<Schema['access_log']>[]> => {
  let query = db.selectFrom('access_log').selectAll().orderBy('entry', 'desc').limit(limit);
  if (dossierId !== undefined) query = query.where('dossier_id', '=', dossierId);
  if (who !== undefined) query = query.where('who', '=', who);
  if (action !== undefined) query = query.where('action', '=', action);
  if (from !== undefined) query = query.where('at', '>=', from);
  if (to !== undefined) query = query.where('at', '<', to);
  if (before !== undefined) query = query.where('entry', '<', before);
  return query.execute();
};
