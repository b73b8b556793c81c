import type { Kysely } from 'kysely';
import type { Problem } from '../contracts/http/problem';
import { dossierByIdOrCode } from '../db/reads/dossier-by-id-or-code';
import { lastEventsOf } from '../db/reads/history-of';
import { tasksOf } from '../db/reads/tasks-of';
import type { Schema } from '../db/schema';
import type { Refusal } from '../domain/errors';
import { describeActor } from '../gateway/describe-actor';
import { timestamp } from './views/time';

const LAST = 5;

/** What stands now where somebody's act came too late, and what was done last, by whom. */
export async function conflictOf(db: Kysely<Schema>, reference: string, { details }: Refusal): Promise<Problem['conflict']> {
  const dossier = await dossierByIdOrCode(db, reference);
  if (!dossier) return undefined;
  const [tasks, events] = await Promise.all([tasksOf(db, dossier.dossierId), lastEventsOf(db, dossier.dossierId, LAST)]);
  const task = tasks.find(({ taskId }) => taskId === details['taskId']);
  return {
    stage: dossier.stage,
    task: task ? { taskId: task.taskId, status: task.status, assignee: task.assignee, version: task.version } : null,
    lastActs: events.map(({ seq, type, command, actor, at }) => ({ seq, type, act: (command as { act?: string }).act ?? '', by: describeActor(actor, 'en'), at: timestamp(at) })),
  };
}
