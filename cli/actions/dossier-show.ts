import { findAgencies, findKnownAgencies } from '../../db/catalogue';
import { personalDataOf } from '../../db/personal-data';
import { rebuildDossier } from '../../db/reads/rebuild-dossier';
import { tasksOf } from '../../db/reads/tasks-of';
import { standardPosts } from '../../domain/agency/standard-posts';
import { agencyOn, nameIn } from '../../domain/agency/topology';
import type { Topology } from '../../domain/agency/topology';
import { localDateOf } from '../../domain/calendar/local-time';
import { attributeLateness } from '../../domain/dossier/attribution';
import type { Context, Shown } from '../context';
import type { Installation } from '../../gateway/installation';
import { nextActs } from '../../gateway/next-acts';
import type { NextAct, PostsOf } from '../../gateway/next-acts';
import { dossierText } from '../render/dossier-text';
import { stamp } from '../render/when';
import { getDossier } from '../sources/dossier';
import { addressOfTarget, whySilent } from '../sources/probe';
import { withRecords } from '../sources/records';

/** `dossier show`. What is recorded comes from PostgreSQL; what may be done next needs the workflow, and is left out where it does not answer. */
export async function dossierShow(context: Context, _: object, reference = ''): Promise<Shown> {
  return withRecords(context, async ({ db, clock, installation }) => {
    const dossier = await getDossier(db, reference);
    const [tasks, people, published, known] = await Promise.all([
      tasksOf(db, dossier.dossierId),
      personalDataOf(db, dossier.dossierId),
      findAgencies(db),
      findKnownAgencies(db),
    ]);
    const topology = published?.topology as Topology | undefined;
    const nameOf = (agency: string) => known && nameIn(known, agency);
    const now = clock.now();
    const postsOf = (agency: string) => {
      const found = topology && agencyOn(topology, agency, localDateOf(now));
      return found ? standardPosts(found) : [];
    };
    const next = await actsNext(context, installation, dossier.dossierId, now, postsOf);
    // What is known without it is shown also where the log cannot be read back.
    const state = await rebuildDossier(db, dossier.dossierId).catch(() => undefined);
    const refusal = state?.refusal;
    const lateDays = state ? attributeLateness(state, now) : [];
    const open = tasks.filter(({ closedAt }) => closedAt === null);
    const { submittedAt, acceptedAt, dueAt, originalDueAt, endedAt, returnedAt, nextDeadlineAt } = dossier;
    return {
      json: {
        ...dossier,
        submittedAt: stamp(submittedAt),
        acceptedAt: stamp(acceptedAt),
        dueAt: stamp(dueAt),
        originalDueAt: stamp(originalDueAt),
        endedAt: stamp(endedAt),
        returnedAt: stamp(returnedAt),
        nextDeadlineAt: stamp(nextDeadlineAt),
        now: stamp(now),
        overdue: dueAt !== null && endedAt === null && dossier.clock === 'running' && dueAt <= now,
        openTasks: open.map((task) => ({ ...task, openedAt: stamp(task.openedAt), dueAt: stamp(task.dueAt), closedAt: null })),
        refusal: refusal === undefined ? null : { ground: refusal.ground, appeal: refusal.appeal, taskId: refusal.taskId },
        lateDays,
        next: next ?? null,
      },
      text: () => dossierText({ dossier, open, now, next, nameOf, refusal, lateDays, applicant: people.find(({ subject }) => subject === 'applicant')?.name }, context),
    };
  });
}

/** Undefined where the workflow cannot be asked. */
async function actsNext(
  context: Context,
  installation: Installation,
  dossierId: string,
  now: number,
  postsOf: PostsOf,
): Promise<NextAct[] | undefined> {
  if ((await whySilent(addressOfTarget(installation.temporalAddress), 1_000)) !== undefined) return undefined;
  const { openDesk } = require('../../gateway/open-desk') as typeof import('../../gateway/open-desk');
  const { liveState } = require('../sources/live-state') as typeof import('../sources/live-state');
  const desk = await openDesk(installation, context.env, 'auditor');
  try {
    const state = await liveState(desk, dossierId);
    return state ? nextActs(state, now, postsOf) : undefined;
  } catch {
    // Reading goes on without it: the text says that the workflow did not answer.
    return undefined;
  } finally {
    await desk.close();
  }
}
