import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { PersonId } from '../../contracts/http/common';
import { TaskPeople, TaskPersonGiven } from '../../contracts/http/task-people';
import { oneLine } from '../../contracts/plain-text';
import { logAccess } from '../../db/access-log';
import { postingsAt } from '../../db/people';
import { tasksOf } from '../../db/reads/tasks-of';
import { removeTaskPerson, saveTaskPerson, taskPeople } from '../../db/task-people';
import type { TaskRow } from '../../domain/dossier/recording';
import { refusal } from '../../domain/errors';
import { guarded } from '../answers';
import { accessOf } from '../authenticate';
import { READERS, whoOf } from '../caller';
import type { Access } from '../caller';
import type { Api, ApiContext } from '../context';
import { dossierOr404 } from '../find-dossier';
import { refusedWith } from '../perform';
import { Refused } from '../problem';
import { timestamp } from '../views/time';

const OFFICERS: Access = { people: ['officer'] };
const OneTask = z.object({ reference: oneLine(z.string().min(1).max(100)).describe('Dossier id or legal code'), taskId: oneLine(z.string().min(1).max(300)) });
const OnePerson = OneTask.extend({ person: PersonId });
const ONLY_MAIN = 'They read the task and are told of it; deciding stays with the main handler.';

interface Found {
  readonly dossierId: string;
  readonly task: TaskRow;
}

/** Who takes part in a task beside its main handler. */
export async function taskPeopleRoutes(app: Api, context: ApiContext): Promise<void> {
  const peopleOf = async (request: FastifyRequest, { dossierId, task }: Found): Promise<z.output<typeof TaskPeople>> => ({
    taskId: task.taskId,
    mainHandler: task.assignee,
    items: (await taskPeople(request.db, dossierId, task.taskId)).map(({ addedAt, ...person }) => ({ ...person, addedAt: timestamp(addedAt) })),
  });

  app.get(
    '/v1/dossiers/:reference/tasks/:taskId/people',
    {
      config: { access: READERS },
      schema: { tags: ['tasks'], summary: 'Co-handlers and monitors of a task', description: ONLY_MAIN, params: OneTask, response: guarded({ 200: TaskPeople }, 404) },
    },
    async (request) => peopleOf(request, await taskOr404(request)),
  );

  app.put(
    '/v1/dossiers/:reference/tasks/:taskId/people/:person',
    {
      config: { access: OFFICERS },
      schema: {
        tags: ['tasks'],
        summary: 'Have somebody of the agency take part in a task',
        description: `For the main handler, and the division head or leader of the agency that has the task. ${ONLY_MAIN}`,
        params: OnePerson,
        body: TaskPersonGiven,
        response: guarded({ 200: TaskPeople }, 404, 409, 413, 415, 422),
      },
    },
    async (request) => {
      const found = await taskToChange(request);
      const { dossierId, task } = found;
      const { person } = request.params;
      const { part } = request.body;
      const at = context.clock.now();
      const there = (await postingsAt(request.db, person, at)).some(({ agency }) => agency === task.agency);
      if (!there) throw await refusedWith(context, request, dossierId, refusal('PERSON_NOT_THERE', { value: person, post: `…@${task.agency}` }, 'path.person'));
      await saveTaskPerson(request.db, { dossierId, taskId: task.taskId, person, part }, { at, by: whoOf(request.caller) });
      await noted(request, dossierId, `${part} ${person} of ${task.taskId}`);
      return peopleOf(request, found);
    },
  );

  app.delete(
    '/v1/dossiers/:reference/tasks/:taskId/people/:person',
    {
      config: { access: OFFICERS },
      schema: { tags: ['tasks'], summary: 'Have somebody take part in a task no longer', params: OnePerson, response: guarded({ 200: TaskPeople }, 404, 409) },
    },
    async (request) => {
      const found = await taskToChange(request);
      const { dossierId, task } = found;
      const { person } = request.params;
      if (!(await removeTaskPerson(request.db, dossierId, task.taskId, person))) throw new Refused(refusal('TASK_PERSON_UNKNOWN', { value: person, taskId: task.taskId }, 'path.person'));
      await noted(request, dossierId, `${person} off ${task.taskId}`);
      return peopleOf(request, found);
    },
  );

  const noted = (request: FastifyRequest, dossierId: string, detail: string): Promise<void> =>
    logAccess(request.db, { ...accessOf(context, request), action: 'administration', dossier_id: dossierId, detail });

  /** The task, where it is still open and the caller may say who takes part in it. */
  async function taskToChange(request: FastifyRequest): Promise<Found> {
    const found = await taskOr404(request);
    const { caller } = request;
    const { taskId, agency, assignee, status, closedAt } = found.task;
    const heads = caller.kind === 'person' && caller.signedIn.postings.some((posting) => posting.agency === agency && (posting.role === 'division-head' || posting.role === 'leader'));
    const mainHandler = caller.kind === 'person' && assignee === caller.signedIn.person;
    if (!heads && !mainHandler) throw await refusedWith(context, request, found.dossierId, refusal('TASK_PEOPLE_NOT_YOURS', { taskId, agency }));
    if (closedAt !== null) {
      const open = (await tasksOf(request.db, found.dossierId)).filter((task) => task.closedAt === null);
      throw await refusedWith(context, request, found.dossierId, refusal('TASK_NOT_OPEN', { taskId, status, open: open.map((task) => task.taskId).join(', ') || '–' }));
    }
    return found;
  }
}

async function taskOr404(request: FastifyRequest): Promise<Found> {
  const { dossierId } = await dossierOr404(request);
  const { taskId } = request.params as { taskId: string };
  const tasks = await tasksOf(request.db, dossierId);
  const task = tasks.find((one) => one.taskId === taskId);
  if (!task) throw new Refused(refusal('TASK_UNKNOWN', { taskId, open: tasks.filter(({ closedAt }) => closedAt === null).map((one) => one.taskId).join(', ') || '–' }, 'path.taskId'));
  return { dossierId, task };
}
