import { WorkflowNotFoundError } from '@temporalio/client';
import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import type { Kysely } from 'kysely';
import type { Pool } from 'pg';
import type { Schema } from '../db/schema';
import { recoverDossier } from '../gateway/recover-dossier';
import { compareUpdate } from '../workflows/dossier.messages';
import type { Mended } from '../workflows/mend.messages';
import { completeLog } from './complete-log';
import type { Completion } from './complete-log';

export interface MendActivities {
  mendDossier(dossierId: string): Promise<Mended>;
}

export interface MendDependencies {
  readonly pool: Pool;
  readonly db: Kysely<Schema>;
  readonly client: Client;
}

/** How long (real milliseconds) a workflow may take to answer before it counts as unreadable. */
const ANSWER_MS = 20_000;

export const createMendActivities = (to: MendDependencies): MendActivities => ({
  mendDossier: (dossierId) => mend(to, dossierId),
});

/**
 * Brings log and workflow of one dossier together: first the log gets back what only the workflow still knows, then the workflow
 * follows the log, or is started again from it. Idempotent; where both agree nothing is done.
 */
export async function mend(to: MendDependencies, dossierId: string): Promise<Mended> {
  const run = await describe(to.client, dossierId);
  const asked = run === undefined ? NOTHING_KEPT : await complete(to, dossierId);
  // A run that runs may have been told acts that only it knows; one that ended without an answer, before its first task, has none.
  if (asked === 'unreadable' && run?.status.name === 'RUNNING') return { outcome: 'unreadable', seq: await seqOf(to.db, dossierId), detail: { run: run.runId } };
  const completion = asked === 'unreadable' ? NOTHING_KEPT : asked;
  const head = await to.db.selectFrom('heads').select(['seq', 'closed']).where('dossier_id', '=', dossierId).executeTakeFirst();
  const detail = detailOf(completion);
  if (head === undefined) return { outcome: completion.outcome === 'lost' ? 'lost' : 'unknown', seq: 0, detail };
  const { seq } = head;
  if (run?.status.name === 'RUNNING') {
    const behind = completion.outcome === 'differs' || completion.outcome === 'lost' || completion.seq < seq;
    if (behind) await within(to.client, () => to.client.workflow.getHandle(dossierId).executeUpdate(compareUpdate));
    return { outcome: outcomeOf(completion, behind ? 'followed' : 'well'), seq, detail };
  }
  if (head.closed) return { outcome: outcomeOf(completion, 'closed'), seq, detail };
  const recovered = await recoverDossier(to, dossierId);
  if (!recovered.ok && recovered.refusal.code !== 'WORKFLOW_RUNNING') {
    return { outcome: 'lost', seq, detail: { ...detail, refusal: recovered.refusal.code } };
  }
  return { outcome: outcomeOf(completion, 'started'), seq, detail };
}

const NOTHING_KEPT: Completion = { outcome: 'unknown', seq: 0, restored: [] };

async function complete(to: MendDependencies, dossierId: string): Promise<Completion | 'unreadable'> {
  try {
    return await completeLog(to, dossierId);
  } catch (error) {
    if (isSilent(error)) return 'unreadable';
    throw error;
  }
}

/** A query that is not answered: the workflow cannot be replayed by this program, or its worker is not there. */
const isSilent = (error: unknown): boolean => {
  const { name, code } = error as { name?: string; code?: number };
  return name === 'QueryRejectedError' || name === 'ServiceError' || code === 4;
};

/** What came back, and what did not, is what a person wants to hear of first. */
function outcomeOf({ outcome, restored }: Completion, otherwise: Mended['outcome']): Mended['outcome'] {
  if (outcome === 'lost') return 'lost';
  return restored.length > 0 ? 'completed' : otherwise;
}

/** Which events came back or are lost, and whose work they were: officers and posts, never applicants. */
function detailOf({ outcome, seq, restored }: Completion): Mended['detail'] {
  const restoredTo = restored.at(-1);
  if (restoredTo !== undefined) return { restored: restored.length, last: restoredTo.type, by: restoredTo.actor };
  return outcome === 'lost' || outcome === 'differs' ? { workflowKnew: seq } : {};
}

async function describe(client: Client, dossierId: string): Promise<WorkflowExecutionDescription | undefined> {
  try {
    return await client.workflow.getHandle(dossierId).describe();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

const within = <T>(client: Client, ask: () => Promise<T>): Promise<T> => client.withDeadline(Date.now() + ANSWER_MS, ask);

const seqOf = async (db: Kysely<Schema>, dossierId: string): Promise<number> =>
  (await db.selectFrom('heads').select('seq').where('dossier_id', '=', dossierId).executeTakeFirst())?.seq ?? 0;
