import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { raiseEpoch } from '../db/raise-epoch';
import { headOfDossier } from '../db/reads/heads';
import { markAt } from '../db/reads/mark-at';
import { rebuildDossier } from '../db/reads/rebuild-dossier';
import { verifyChain } from '../db/reads/verify-chain';
import { refusal } from '../domain/errors';
import { ok, refuse } from '../domain/result';
import type { Result } from '../domain/result';
import { PRIORITY, TASK_QUEUES } from '../temporal.config';
import type { DossierInput } from '../workflows/dossier.messages';
import type { StoredSubmission } from './submit-dossier';
import type { Desk } from './desk';
import { isForeignRun } from './foreign-run';

export interface Recovered {
  readonly dossierId: string;
  /** Last event of the log, from which it goes on. */
  readonly seq: number;
  /** The new run's recovery epoch; an older run that wakes up somewhere is fenced off from the log. */
  readonly epoch: number;
}

export interface RecoveryOptions {
  /** Also replace a workflow that runs (a wedged one). What it decided and did not record is lost. */
  readonly replaceRunning?: boolean;
}

/**
 * Starts an open dossier's workflow again from its log, where Temporal has lost it or it is wedged beyond mending.
 * Somebody who does the same at the same time changes nothing: one run goes on. Refused while the log's hash chain
 * does not hold, and while a workflow runs that nobody asked to replace, unless it is none of ours.
 */
export async function recoverDossier(
  desk: Pick<Desk, 'db' | 'client'>,
  dossierId: string,
  options: RecoveryOptions = {},
): Promise<Result<Recovered>> {
  const { db, client } = desk;
  const chain = await verifyChain(db, dossierId);
  if (!chain.intact) return refuse(refusal('LOG_BROKEN', { value: dossierId, seq: chain.brokenSeq }));
  const state = await rebuildDossier(db, dossierId);
  const stored = await db
    .selectFrom('submissions')
    .select('input')
    .where('dossier_id', '=', dossierId)
    .executeTakeFirst();
  if (!state || !stored) return refuse(refusal('DOSSIER_UNKNOWN', { value: dossierId }, 'dossier'));
  if (state.archivedAt !== null) return refuse(refusal('DOSSIER_CLOSED', { value: dossierId }, 'dossier'));

  const last = await client.workflow.getHandle(dossierId).describe().catch(isMissing);
  const foreign = last !== false && (await isForeignRun(client, dossierId, last.runId));
  const running = last !== false && last.status.name === 'RUNNING';
  if (running && !foreign && !options.replaceRunning) return refuse(refusal('WORKFLOW_RUNNING', { value: dossierId }));
  // That very run, and not one that somebody else has started in its place meanwhile.
  if (running) await endRun(client, dossierId, last.runId);

  const epoch = await raiseEpoch(db, dossierId);
  const mark = (await markAt(db, dossierId, state.seq)) ?? null;
  const { input } = stored.input as StoredSubmission;
  // Of a run that did nothing nothing can be asked; the one that recorded last is the one before.
  const before = foreign ? (await headOfDossier(db, dossierId))?.run?.runId : last !== false ? last.runId : undefined;
  const replaced = before === undefined ? {} : { replaces: before };
  const carried: DossierInput = { ...input, logFirst: true, carried: { state, epoch, mark, ...replaced } };
  try {
    await client.workflow.start('dossier', {
      workflowId: dossierId,
      taskQueue: TASK_QUEUES.dossier,
      // The one place where an id may be used again: the log, not Temporal, says that this is the same dossier.
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      args: [carried],
      priority: { priorityKey: PRIORITY.act, fairnessKey: state.receivingUnit },
    });
  } catch (error) {
    // The run that somebody else started at this moment carries a lower epoch, and would be fenced off.
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    return recoverDossier(desk, dossierId, { replaceRunning: true });
  }
  return ok({ dossierId, seq: state.seq, epoch });
}

/** Ends one run, if it has not ended by itself. */
export const endRun = async (client: Client, dossierId: string, runId: string): Promise<void> => {
  await client.workflow.getHandle(dossierId, runId).terminate('replaced by recovery from the log').catch(isMissing);
};

const isMissing = (error: unknown): false => {
  if (error instanceof WorkflowNotFoundError) return false;
  throw error;
};
