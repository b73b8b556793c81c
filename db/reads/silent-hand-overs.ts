import { sql, type Kysely } from 'kysely';
import type { Instant } from '../../domain/calendar/calendar';
import type { Schema } from '../schema';

export interface SilentHandOver {
  readonly dossierId: string;
  readonly code: string | null;
  readonly taskId: string;
  readonly agency: string;
  /** By when it had to be acknowledged. */
  readonly acknowledgeBy: Instant;
}

/** Hand-overs whose acknowledgement was missed and is still missing, the oldest first. */
export const silentHandOvers = async (db: Kysely<Schema>, limit = 500): Promise<readonly SilentHandOver[]> => {
  const result = await sql<SilentHandOver>`
    select distinct on (t.dossier_id, t.task_id) t.dossier_id as "dossierId", d.code, t.task_id as "taskId", t.agency,
           (e.body::jsonb #>> '{payload,deadline,due}')::bigint as "acknowledgeBy"
      from tasks t
      join dossiers d using (dossier_id)
      join events e on e.dossier_id = t.dossier_id and e.type = 'DeadlineMissed'
                   and e.body::jsonb #>> '{payload,deadline,kind}' = 'hand-over'
                   and e.body::jsonb #>> '{payload,deadline,taskId}' = t.task_id
     where t.status = 'sent'
     order by t.dossier_id, t.task_id, e.seq desc
     limit ${limit}`.execute(db);
  return [...result.rows].sort((a, b) => a.acknowledgeBy - b.acknowledgeBy);
};
