import { WorkflowNotFoundError } from '@temporalio/client';
import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import type { Kysely } from 'kysely';
import type { Pool } from 'pg';
import type { Schema } from '../db/schema';
import { noteRun } from '../db/note-run';
import { noteReconciled, openReconciliations } from '../db/reconciliations';
import type { LoggedEvent } from '../domain/dossier/recording';
import { newestTask } from '../gateway/compare-stores';
import type { Signing } from '../gateway/signing';
import { isForeignRun } from '../gateway/foreign-run';
import { endRun, recoverDossier } from '../gateway/recover-dossier';
import { headOfDossier } from '../db/reads/heads';
import { compareUpdate } from '../workflows/dossier.messages';
import type { Mended } from '../workflows/mend.messages';
import { askTemporal, completeLog } from './complete-log';
import type { AskRun, Completion } from './complete-log';

export interface MendActivities {
  mendDossier(dossierId: string): Promise<Mended>;
}

export interface MendDependencies {
  readonly pool: Pool;
  readonly db: Kysely<Schema>;
  readonly client: Client;
  readonly signing: Signing;
}

/** How long (real milliseconds) a workflow may take to answer before it counts as unreadable. */
const ANSWER_MS = 20_000;

export const createMendActivities = (to: MendDependencies): MendActivities => ({
  mendDossier: (dossierId) => mend(to, dossierId),
});

/**
 * Brings log and workflow of one dossier together: first the log gets back what only the workflow still knows, then
 * the workflow follows the log, or is started again from it. Idempotent; where both agree nothing is done.
 */
export async function mend(to: MendDependencies, dossierId: string): Promise<Mended> {
  const mended = await bringTogether(to, dossierId);
  if (['well', 'started', 'followed', 'completed'].includes(mended.outcome)) await noteCourse(to, dossierId);
  const open = await openReconciliations(to.db);
  if (mended.outcome === 'unknown') return mended;
  for (const { reconciliation } of open) await noteReconciled(to.db, reconciliation, [{ dossierId, ...mended }]);
  return mended;
}

/** What the newest run is from now on compared with: it may be shorter than the one that recorded last. */
async function noteCourse({ db, client }: MendDependencies, dossierId: string): Promise<void> {
  const task = await newestTask(client, dossierId);
  if (task !== undefined) await noteRun(db, dossierId, task);
}

async function bringTogether(to: MendDependencies, dossierId: string): Promise<Mended> {
  const run = await describe(to.client, dossierId);
  // Nothing follows the archiving: the log of such a dossier lacks nothing.
  const archived = await to.db.selectFrom('heads').select('seq').where('dossier_id', '=', dossierId).where('closed', '=', true).executeTakeFirst();
  if (archived !== undefined && run?.status.name !== 'RUNNING') return { outcome: 'closed', seq: archived.seq, detail: {} };
  const foreign = run !== undefined && (await isForeignRun(to.client, dossierId, run.runId));
  const running = run?.status.name === 'RUNNING' && !foreign;
  if (foreign && archived !== undefined) {
    await endRun(to.client, dossierId, run.runId);
    return { outcome: 'closed', seq: archived.seq, detail: { foreign: run.runId } };
  }
  // A run that did nothing knows nothing; what the log may lack, the one knows that recorded last.
  const asked = foreign ? (await headOfDossier(to.db, dossierId))?.run?.runId : run?.runId;
  const newest = foreign ? asked : undefined;
  const completion = asked === undefined ? NOTHING_KEPT : await complete(to, dossierId, running, newest);
  // It may have been told acts that only it knows.
  if (completion === 'unreadable')
    return { outcome: 'unreadable', seq: await seqOf(to.db, dossierId), detail: { run: run!.runId } };
  const head = await to.db
    .selectFrom('heads')
    .select(['seq', 'closed'])
    .where('dossier_id', '=', dossierId)
    .executeTakeFirst();
  const detail = {
    ...detailOf(completion),
    ...(completion.restored.length > 0 ? await lostBeside(to.db, dossierId, completion.restored) : {}),
  };
  if (head === undefined) return { outcome: completion.outcome === 'lost' ? 'lost' : 'unknown', seq: 0, detail };
  const { seq } = head;
  if (running) {
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

async function complete(
  to: MendDependencies,
  dossierId: string,
  running: boolean,
  newest: string | undefined,
): Promise<Completion | 'unreadable'> {
  const ask = askTemporal(to.client);
  const askRun: AskRun = (id, runId) => ask(id, runId ?? newest);
  try {
    return await completeLog({ pool: to.pool, db: to.db, askRun, signing: to.signing }, dossierId);
  } catch (error) {
    const { code } = (error instanceof Error ? (error.cause ?? error) : error) as { code?: unknown };
    if (code !== FAILED_PRECONDITION && code !== INVALID_ARGUMENT) throw error;
    // A run that ended before its first task was completed has recorded nothing.
    return running ? 'unreadable' : NOTHING_KEPT;
  }
}

/**
 * What the server says of a query that no worker can answer: there is no task to replay, or its replay fails in this
 * program.
 */
const [INVALID_ARGUMENT, FAILED_PRECONDITION] = [3, 9];

/** What came back, and what did not, is what a person wants to hear of first. */
function outcomeOf({ outcome, restored }: Completion, otherwise: Mended['outcome']): Mended['outcome'] {
  if (outcome === 'lost') return 'lost';
  return restored.length > 0 ? 'completed' : otherwise;
}

/** What no workflow holds, and a database that was put back has lost: people, texts, files. Counts only. */
async function lostBeside(
  db: Kysely<Schema>,
  dossierId: string,
  restored: readonly LoggedEvent[],
): Promise<Mended['detail']> {
  const text = JSON.stringify(restored);
  const named = [...new Set([...text.matchAll(/"textId":"([0-9a-f-]{36})"/g)].map(([, id]) => id!))];
  const files = restored.flatMap(({ payload }) => (payload.type === 'DocumentAttached' ? [payload.attachmentId] : []));
  const [texts, attachments, people] = await Promise.all([
    named.length === 0 ? [] : db.selectFrom('texts').select('text_id').where('text_id', 'in', named).execute(),
    files.length === 0
      ? []
      : db.selectFrom('attachments').select('attachment_id').where('attachment_id', 'in', files).execute(),
    db.selectFrom('personal_data').select('subject').where('dossier_id', '=', dossierId).execute(),
  ]);
  const submitted = restored.some(
    ({ payload }) => payload.type === 'DossierSubmitted' && payload.applicantDigest !== '',
  );
  return {
    ...(submitted && people.length === 0 ? { applicantLost: true } : {}),
    ...(named.length > texts.length ? { textsLost: named.length - texts.length } : {}),
    ...(files.length > attachments.length ? { filesLost: files.length - attachments.length } : {}),
  };
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

const within = <T>(client: Client, ask: () => Promise<T>): Promise<T> =>
  client.withDeadline(Date.now() + ANSWER_MS, ask);

const seqOf = async (db: Kysely<Schema>, dossierId: string): Promise<number> =>
  (await db.selectFrom('heads').select('seq').where('dossier_id', '=', dossierId).executeTakeFirst())?.seq ?? 0;
