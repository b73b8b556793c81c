import type { Kysely } from 'kysely';
import { heldFor, strandedTasks } from '../db/reads/work-of-the-absent';
import type { StrandedTask } from '../db/reads/work-of-the-absent';
import type { Schema } from '../db/schema';
import type { Instant } from '../domain/calendar/calendar';
import { returnToDeskId } from '../domain/dossier/engine-ids';
import type { SignedEnvelope } from '../domain/dossier/signed';
import type { DossierState, TaskId } from '../domain/dossier/state';
import type { Desk } from './desk';
import { sendAct } from './send-act';
import type { Signing } from './signing';

/**
 * The act that gives a task back to its desk, signed.
 * @param to A colleague who goes on with it; without one it is anybody's of that desk.
 */
export function returnEnvelope(signing: Signing, task: StrandedTask, stampedAt: Instant, to?: string): SignedEnvelope {
  const { dossierId, taskId, version, person, because } = task;
  return signing.sign(dossierId, {
    commandId: returnToDeskId(taskId, version),
    actor: { kind: 'engine' },
    stampedAt,
    command: { act: 'return-to-desk', taskId, person, because, ...(to === undefined ? {} : { to }) },
  });
}

/**
 * What must be given back to the desk before this person can work on a task that somebody else has in hand: that one is
 * gone, or stood in for this very person. Null where the other has it rightly.
 */
export async function freeing(
  { db, signing }: { readonly db: Kysely<Schema>; readonly signing: Signing },
  asked: { readonly dossierId: string; readonly taskId: TaskId; readonly person: string; readonly at: Instant },
): Promise<SignedEnvelope | null> {
  const found = (await strandedOf(db, asked)).find(({ taskId }) => taskId === asked.taskId);
  return found === undefined ? null : returnEnvelope(signing, found, asked.at);
}

/** The tasks of a dossier that others have in hand and this person may take over all the same. */
export async function strandedOf(
  db: Kysely<Schema>,
  { dossierId, person, at }: { readonly dossierId: string; readonly person: string; readonly at: Instant },
): Promise<readonly StrandedTask[]> {
  const [gone, held] = await Promise.all([
    strandedTasks(db, { at, dossierId }),
    heldFor(db, { at, dossierId, person }),
  ]);
  return [...gone, ...held];
}

const AT_ONCE = 8;

/**
 * Gives tasks back to their desks, or to a colleague; answers how many. Whatever does not answer or has moved on is left
 * to the next sweep.
 */
export async function returnToDesks(
  desk: Pick<Desk, 'client' | 'signing'>,
  tasks: readonly StrandedTask[],
  at: Instant,
  to?: string,
): Promise<number> {
  let returned = 0;
  for (let i = 0; i < tasks.length; i += AT_ONCE) {
    const answers = await Promise.allSettled(
      tasks.slice(i, i + AT_ONCE).map((task) =>
        sendAct(desk, task.dossierId, returnEnvelope(desk.signing, task, at, to)),
      ),
    );
    returned += answers.filter((answer) => answer.status === 'fulfilled' && answer.value.ok).length;
  }
  return returned;
}

/** A dossier as it stands once these tasks are given back. */
export const withoutAssignees = (state: DossierState, freed: readonly StrandedTask[]): DossierState => ({
  ...state,
  tasks: mapValues(state.tasks, (task) =>
    freed.some(({ taskId, person }) => taskId === task.taskId && person === task.assignee)
      ? { ...task, assignee: null }
      : task,
  ),
});

const mapValues = <T>(record: Readonly<Record<string, T>>, change: (value: T) => T): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
