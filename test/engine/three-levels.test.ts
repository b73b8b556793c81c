import { eventsOf } from '../../db/reads/history-of';
import { dossierByIdOrCode } from '../../db/reads/dossier-by-id-or-code';
import type { Answer } from '../../domain/dossier/state';
import { describeOn } from '../servers';
import { COMMUNE_UNIT, does, expectSoundLog, officerOf, onlyTask, submitted } from './desk-work';
import { startTestInstallation } from './environment';
import type { TestInstallation } from './environment';

describeOn('temporal', 'a procedure of three levels in 2022', () => {
  let there: TestInstallation;
  beforeAll(async () => { there = await startTestInstallation({ at: '2022-03-14T08:00' }); });
  afterAll(() => there?.close());

  it('goes from the commune to the district to the province and back, every act recorded when it is answered', async () => {
    const { desk } = there;
    const recorded = async (answer: Answer): Promise<Answer> => {
      const events = await eventsOf(desk.db, answer.dossierId);
      expect(events.slice(-answer.events.length).map((event) => event.type)).toEqual(answer.events);
      expect(events.at(-1)!.seq).toBe(answer.seq);
      return answer;
    };
    const { dossierId } = await recorded(await submitted(desk, 'three-levels'));
    const { code } = await recorded(await does(desk, dossierId, 'accept', `receptionist@${COMMUNE_UNIT}`));
    expect(code).toBe(`${COMMUNE_UNIT}-220314-0001`);
    const stations: string[] = [];
    for (let task = await onlyTask(desk, dossierId); task.kind !== 'return'; task = await onlyTask(desk, dossierId)) {
      stations.push(`${task.step} ${task.agency}`);
      if (task.status === 'sent') await recorded(await does(desk, code!, 'acknowledge', officerOf(task)));
      if (task.kind !== 'receive') await recorded(await does(desk, code!, 'take-up', officerOf(task)));
      const outcome = task.kind === 'receive' ? {} : { outcome: task.kind === 'sign' ? 'approved' : 'done' };
      await recorded(await does(desk, code!, 'complete', officerOf(task), { fields: { taskId: task.taskId, ...outcome } }));
    }
    const back = await onlyTask(desk, dossierId);
    expect(back.agency).toBe(COMMUNE_UNIT);
    if (back.status === 'sent') await recorded(await does(desk, code!, 'acknowledge', officerOf(back)));
    const end = await recorded(await does(desk, code!, 'return-result', officerOf(back), { fields: { way: 'counter' } }));
    expect(end).toMatchObject({ stage: 'returned', nationalStatus: 10 });
    expect(stations.map((station) => station.split(' ')[0])).toEqual(['receive', 'commune-check', 'district-appraise', 'decide']);
    expect(new Set(stations.slice(1).map((station) => station.split(' ')[1])).size).toBe(3);
    expect(await dossierByIdOrCode(desk.db, code!)).toMatchObject({ dossierId, stage: 'returned', holders: [], headSeq: end.seq });
    await expectSoundLog(desk, dossierId);
  });
});
