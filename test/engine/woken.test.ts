import { setTimeout as sleep } from 'node:timers/promises';
import { compareStores } from '../../gateway/compare-stores';
import { describeOn } from '../servers';
import { forwarded, typesOf } from './desk-work';
import { startTestInstallation } from './environment';
import type { TestInstallation } from './environment';

describeOn('temporal', 'a dossier that was woken by its timer', () => {
  let there: TestInstallation;
  beforeAll(async () => {
    there = await startTestInstallation({ at: '2022-03-14T08:00' });
  });
  afterAll(() => there?.close());

  it('asked what time it is before it recorded, and is not taken for one that Temporal has lost', async () => {
    const { desk } = there;
    // The clock of a demonstration goes so fast that the timers ring at once.
    await there.setClock('2022-03-14T08:00', 20_000);
    const ids = await Promise.all([0, 1, 2, 3].map((n) => forwarded(desk, `woken-${n}`)));
    const missed = async (): Promise<boolean> =>
      (await Promise.all(ids.map((id) => typesOf(desk, id)))).every((types) => types.includes('DeadlineMissed'));
    for (let tries = 0; tries < 500 && !(await missed()); tries++) await sleep(100);
    expect(await missed()).toBe(true);
    const { behind } = await compareStores(desk, undefined, { acting: true });
    expect(behind).toEqual([]);
  }, 90_000);
});
