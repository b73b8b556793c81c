import type { Kysely } from 'kysely';
import type { Schema } from '../schema';

export interface Alarm {
  readonly alarm: number;
  /** `code-given-twice`; `recording-conflict`, `recording-command-repeated`, `recording-fenced` of earlier programs. */
  readonly kind: string;
  readonly dossierId: string | null;
  readonly detail: unknown;
  readonly raisedRealAt: number;
}

/** Alarms that nobody has resolved, oldest first. */
export const openAlarms = async (db: Kysely<Schema>): Promise<readonly Alarm[]> => {
  const rows = await db
    .selectFrom('alarms')
    .select(['alarm', 'kind', 'dossier_id', 'detail', 'raised_real_at'])
    .where('resolved_real_at', 'is', null)
    .orderBy('alarm')
    .execute();
  return rows.map((row) => ({ alarm: row.alarm, kind: row.kind, dossierId: row.dossier_id, detail: row.detail, raisedRealAt: row.raised_real_at }));
};
