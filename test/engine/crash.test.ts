import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from '../../domain/dossier/state';
import type { Result } from '../../domain/result';
import { actOnDossier } from '../../gateway/act-on-dossier';
import { withActDeadline } from '../../gateway/open-desk';
import { describeOn } from '../servers';
import { expectSoundLog, forwarded, granted, officerOf, onlyTask, openTasksOf, typesOf } from './desk-work';
import { startPrivateInstallation } from './private-servers';
import type { Part, PrivateInstallation } from './private-servers';

const DOSSIERS = 6;

describeOn('temporal', 'kill -9 in the middle of acts', () => {
  let there: PrivateInstallation;
  const dossiers: { readonly dossierId: string; readonly officer: string; readonly taskId: string }[] = [];

  beforeAll(async () => {
    there = await startPrivateInstallation('2022-03-14T08:00');
    for (let n = 0; n < DOSSIERS; n++) {
      const dossierId = await forwarded(there.desk, `crash-${n}`);
      const task = await onlyTask(there.desk, dossierId);
      dossiers.push({ dossierId, taskId: task.taskId, officer: officerOf(task) });
    }
  }, 120_000);
  afterAll(() => there?.close(), 60_000);

  /** As an officer's program does it: the same act, with the same id, until there is an answer. */
  async function insist(act: () => Promise<Result<Answer>>): Promise<Answer> {
    for (let tries = 0; tries < 60; tries++) {
      try {
        return granted(await withActDeadline(there.desk, act));
      } catch (error) {
        if (error instanceof Error && /^"/.test(error.message)) throw error;
        await sleep(250);
      }
    }
    throw new Error('no answer after sixty tries');
  }

  it.each<[string, Part, number]>([
    // Longer than the fast recording tries: the patient one takes over.
    ['of PostgreSQL', 'postgres', 6_500],
    ['of the Temporal server', 'temporal', 700],
    ['of the worker', 'worker', 700],
  ])('%s: every act is recorded once, its officer hears so, and the log is sound', async (_, part, downMs) => {
    const { desk } = there;
    const before = await Promise.all(dossiers.map(({ dossierId }) => typesOf(desk, dossierId)));
    const rounds = dossiers.map(async ({ dossierId, officer, taskId }, n) => {
      for (const [i, act] of ['take-up', 'release', 'take-up', 'release'].entries()) {
        const id = `${part}-${n}-${i}`;
        await insist(() => actOnDossier(desk, { dossier: dossierId, act, as: officer, id, fields: { taskId } }));
      }
    });
    await sleep(60);
    await there.kill(part);
    await sleep(downMs);
    await there.start(part);
    await Promise.all(rounds);
    for (const [n, { dossierId, taskId }] of dossiers.entries()) {
      const since = (await typesOf(desk, dossierId)).slice(before[n]!.length).filter((type) => type !== 'HandOverAcknowledged');
      expect(since).toEqual(['TaskTakenUp', 'TaskReleased', 'TaskTakenUp', 'TaskReleased']);
      expect((await openTasksOf(desk, dossierId)).find((task) => task.taskId === taskId)).toMatchObject({ assignee: null });
      await expectSoundLog(desk, dossierId);
    }
    // And it goes on as if nothing had been.
    const next = await forwarded(desk, `after-${part}`);
    await expectSoundLog(desk, next);
  }, 120_000);
});
