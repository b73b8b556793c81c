import { sql, type Kysely } from 'kysely';
import type { Instant } from '../domain/calendar/calendar';
import { logAccess } from './access-log';
import type { Schema } from './schema';

export interface Closing {
  readonly by: string;
  readonly because: string;
  readonly realAt: number;
  /** Official time. */
  readonly at: Instant;
}

export type Closed = 'closed' | 'closed-before' | 'unknown';

/** Closes an alarm that somebody has looked at. Who it was and why stays with it; nobody closes it a second time. */
export const closeAlarm = async (
  db: Kysely<Schema>,
  alarm: number,
  { by, because, realAt, at }: Closing,
): Promise<Closed> => {
  const isClosed = await db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('alarms')
      .set({ resolved_real_at: realAt, closed_by: by, resolution: `${by}: ${because}` })
      .where('alarm', '=', alarm)
      .where('resolved_real_at', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    await logAccess(trx, { at, who: by, action: 'administration', detail: `alarm ${alarm} closed` });
    return true;
  });
  if (isClosed) return 'closed';
  const found = await db.selectFrom('alarms').select('alarm').where('alarm', '=', alarm).executeTakeFirst();
  return found ? 'closed-before' : 'unknown';
};

/** A kept act or submission bears no signature that holds: said once of each. */
export const alarmUnvouched = async (
  db: Kysely<Schema>,
  { dossierId, commandId, fault }: { readonly dossierId: string; readonly commandId: string; readonly fault: string },
): Promise<void> => {
  await sql`select alarm_unvouched(${dossierId}::uuid, ${commandId}, ${fault})`.execute(db);
};

export interface ClosedAlarm {
  readonly alarm: number;
  readonly kind: string;
  readonly dossierId: string | null;
  readonly raisedRealAt: number;
  readonly closedRealAt: number;
  readonly resolution: string;
}

/** The alarms that were closed last. */
export const closedAlarms = async (db: Kysely<Schema>, limit: number): Promise<readonly ClosedAlarm[]> => {
  const rows = await db
    .selectFrom('alarms')
    .select(['alarm', 'kind', 'dossier_id', 'raised_real_at', 'resolved_real_at', 'resolution'])
    .where('resolved_real_at', 'is not', null)
    .orderBy('resolved_real_at', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    alarm: row.alarm,
    kind: row.kind,
    dossierId: row.dossier_id,
    raisedRealAt: row.raised_real_at,
    closedRealAt: row.resolved_real_at!,
    resolution: row.resolution ?? '',
  }));
};
