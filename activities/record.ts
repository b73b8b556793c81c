import { ApplicationFailure } from '@temporalio/common';
import type { Pool } from 'pg';
import { recordDossier } from '../db/record';
import { RecordingConflict } from '../db/recording-conflict';
import type { Recording } from '../domain/dossier/recording';

export type RecordOutcome = { readonly status: 'recorded' | 'repeated' | 'gap'; readonly headSeq: number };

export interface RecordActivities {
  record(recording: Recording): Promise<RecordOutcome>;
}

export interface RecordDependencies {
  readonly pool: Pool;
  /** One line per recording: codes and command ids, never text or names. */
  readonly log?: { info(fields: object, message: string): void };
}

/** Recording a decision: one transaction, idempotent by (dossier, sequence). */
export const createRecordActivities = ({ pool, log }: RecordDependencies): RecordActivities => ({
  async record(recording) {
    try {
      const outcome = await recordDossier(pool, recording);
      const { dossierId, dossier, events } = recording;
      const commandIds = [...new Set(events.map((event) => event.commandId))];
      log?.info({ dossierId, code: dossier.code, commandIds, events: events.map((event) => event.type), headSeq: outcome.headSeq }, outcome.status);
      return outcome;
    } catch (error) {
      if (error instanceof RecordingConflict) throw ApplicationFailure.nonRetryable(error.message, 'RECORDING_CONFLICT');
      throw error;
    }
  },
});
