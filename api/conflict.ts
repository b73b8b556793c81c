import type { Kysely } from 'kysely';
import type { Problem } from '../contracts/http/problem';
import { dossierByIdOrCode } from '../db/reads/dossier-by-id-or-code';
import { rebuildDossier } from '../db/reads/rebuild-dossier';
import { lastEventsOf } from '../db/reads/history-of';
import { tasksOf } from '../db/reads/tasks-of';
import type { Schema } from '../db/schema';
import type { Refusal } from '../domain/errors';
import { describeActor } from '../gateway/describe-actor';
import type { Caller } from './caller';
import { readingOf } from './own-part';
import { timestamp } from './views/time';

const LAST = 5;

/** What stands now where somebody's act came too late, and what was done last, by whom. */
export async function conflictOf(
  db: Kysely<Schema>,
  caller: Caller,
  reference: string,
  { details }: Refusal,
): Promise<Problem['conflict']> {
  const dossier = await dossierByIdOrCode(db, reference);
  if (!dossier) return undefined;
  const state = await rebuildDossier(db, dossier.dossierId);
  // An agency whose part is over is not told who goes on with it.
  if (!state || readingOf(caller, state) === 'own-part') return undefined;
  const [tasks, events] = await Promise.all([tasksOf(db, dossier.dossierId), lastEventsOf(db, dossier.dossierId, LAST)]);
  const task = tasks.find(({ taskId }) => taskId === details['taskId']);
  return {
    stage: dossier.stage,
    task: task ? { taskId: task.taskId, status: task.status, assignee: task.assignee, version: task.version } : null,
    lastActs: events.map(({ seq, type, command, actor, at }) => ({ seq, type, act: (command as { act?: string }).act ?? '', by: describeActor(actor, 'en'), at: timestamp(at) })),
  };
}
