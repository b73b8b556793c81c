import { actOnDossier } from '../../gateway/act-on-dossier';
import { startSubmitted } from '../../gateway/submit-dossier';
import { describeOn } from '../servers';
import { COMMUNE_UNIT, does, expectSoundLog, granted, officerOf, onlyTask, storedOnly, typesOf } from './desk-work';
import { startTestInstallation } from './environment';
import type { TestInstallation } from './environment';

describeOn('temporal', 'a dossier whose history grows long', () => {
  let there: TestInstallation;
  beforeAll(async () => { there = await startTestInstallation({ at: '2022-03-14T08:00' }); });
  afterAll(() => there?.close());

  const runOf = async (dossierId: string): Promise<string> => (await there.desk.client.workflow.getHandle(dossierId).describe()).runId;

  it('continues as new while acts are in flight: none is lost, none is done twice, and their ids are remembered', async () => {
    const { desk } = there;
    const stored = await storedOnly(desk, 'long', { continueAfter: 25 });
    const { dossierId } = granted(await startSubmitted(desk, stored, ''));
    const firstRun = await runOf(dossierId);
    const window = `receptionist@${COMMUNE_UNIT}`;
    const accepted = await does(desk, dossierId, 'accept', window, { id: 'accept-1' });
    await does(desk, dossierId, 'complete', window);
    const task = await onlyTask(desk, dossierId);
    await does(desk, dossierId, 'take-up', officerOf(task));

    // The same officer gives the task back and takes it up again, many times over and without waiting for the answer.
    const answers = [];
    for (let round = 0; round < 6; round++) {
      const acts = Array.from({ length: 6 }, (_, i) => (i % 2 === 0 ? 'release' : 'take-up'));
      answers.push(...(await Promise.all(acts.map((act, i) => actOnDossier(desk, { dossier: dossierId, act, as: officerOf(task), id: `round-${round}-${i}`, fields: { taskId: task.taskId } })))));
    }
    const done = answers.map((answer) => (answer.ok ? answer.value.events : [])).flat();
    const logged = (await typesOf(desk, dossierId)).slice(4);
    expect(await runOf(dossierId)).not.toBe(firstRun);
    expect(logged.filter((type) => type === 'TaskReleased')).toHaveLength(done.filter((type) => type === 'TaskReleased').length);
    expect(done.filter((type) => type === 'TaskReleased').length).toBeGreaterThan(5);

    const before = await typesOf(desk, dossierId);
    expect(await does(desk, dossierId, 'accept', window, { id: 'accept-1' })).toEqual(accepted);
    expect(granted(await startSubmitted(desk, stored, ''))).toMatchObject({ dossierId, events: expect.arrayContaining(['DossierSubmitted']) });
    expect(await typesOf(desk, dossierId)).toEqual(before);
    await expectSoundLog(desk, dossierId);
  });
});
