import type { Pool } from 'pg';
import { recordDossier } from '../db/record';
import type { RecordOutcome } from '../db/record';
import type { Recording } from '../domain/dossier/recording';

export type { RecordOutcome };

export interface RecordActivities {
  record(recording: Recording): Promise<RecordOutcome>;
}

export interface RecordDependencies {
  readonly pool: Pool;
  /** One line per recording: codes and command ids, never text or names. */
  readonly log?: { info(fields: object, message: string): void };
}

/** Recording a decision: one transaction, idempotent by (dossier, sequence). What the log holds is never changed. */
export const createRecordActivities = ({ pool, log }: RecordDependencies): RecordActivities => ({
  async record(recording) {
    const outcome = await recordDossier(pool, recording);
    const { dossierId, dossier, events } = recording;
    const commandIds = [...new Set(events.map((event) => event.commandId))];
    const types = events.map((event) => event.type);
    log?.info({ dossierId, code: dossier.code, commandIds, events: types, headSeq: outcome.headSeq }, outcome.status);
    return outcome;
  },
});
