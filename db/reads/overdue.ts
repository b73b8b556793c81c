import type { Kysely } from 'kysely';
import type { AgencyCode } from '../../domain/agency/agency';
import type { Instant } from '../../domain/calendar/calendar';
import type { Schema } from '../schema';
import { dueList } from './due-list';
import type { DueEntry } from './due-list';

/** An appointment that has passed, or an open task whose own date has. Overdue is computed, never stored. */
export interface OverdueItem extends DueEntry {
  /** Official milliseconds of ordinary time, not of working time. */
  readonly lateMs: number;
}

/** Everything overdue at an official instant, the longest first; of one agency, its tasks, and the appointments of the dossiers it received or holds. */
export const overdue = async (db: Kysely<Schema>, officialNow: Instant, agency?: AgencyCode, limit = 1_000): Promise<readonly OverdueItem[]> => {
  const due = await dueList(db, { until: officialNow - 1, ...(agency === undefined ? {} : { agency }), limit });
  return due.map((entry) => ({ ...entry, lateMs: officialNow - entry.dueAt }));
};
