import { ApplicationFailure } from '@temporalio/common';
import type { Pool } from 'pg';
import { recordDossier } from '../db/record';
import { RecordingConflict } from '../db/recording-conflict';
import type { Recording } from '../domain/dossier/recording';

export type RecordOutcome = { readonly status: 'recorded' | 'repeated' | 'gap'; readonly headSeq: number };

export interface RecordActivities {
  record(recording: Recording): Promise<RecordOutcome>;
}

/** Recording a decision: one transaction, idempotent by (dossier, sequence). */
export const createRecordActivities = ({ pool }: { readonly pool: Pool }): RecordActivities => ({
  async record(recording) {
    try {
      return await recordDossier(pool, recording);
    } catch (error) {
      if (error instanceof RecordingConflict) throw ApplicationFailure.nonRetryable(error.message, 'RECORDING_CONFLICT');
      throw error;
    }
  },
});
