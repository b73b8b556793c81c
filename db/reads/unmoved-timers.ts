import type { Kysely } from 'kysely';
import type { Instant } from '../../domain/calendar/calendar';
import type { Schema } from '../schema';

export interface UnmovedTimer {
  readonly dossierId: string;
  readonly code: string | null;
  readonly nextDeadlineAt: Instant;
  readonly headSeq: number;
}

/**
 * Dossiers whose next effective deadline passed more than `graceMs` official milliseconds ago without their workflow
 * having moved, the longest first. Normally there are none: each is a wedged or missing workflow.
 */
export const unmovedTimers = async (db: Kysely<Schema>, officialNow: Instant, graceMs: number, limit = 500): Promise<readonly UnmovedTimer[]> => {
  const rows = await db
    .selectFrom('dossiers')
    .select(['dossier_id', 'code', 'next_deadline_at', 'head_seq'])
    .where('next_deadline_at', '<', officialNow - graceMs)
    .orderBy('next_deadline_at')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ dossierId: row.dossier_id, code: row.code, nextDeadlineAt: row.next_deadline_at!, headSeq: row.head_seq }));
};
