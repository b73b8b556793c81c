import { startSubmitted } from '../../gateway/submit-dossier';
import { describeOn } from '../servers';
import { openingIn } from '../../domain/dossier/signed';
import { COMMUNE_UNIT, storedOnly } from './desk-work';
import { startTestInstallation } from './environment';
import type { TestInstallation } from './environment';

const BACKLOG = 120;
const FEW = 4;
const SMALL = 'H35.41.02.01';

describeOn('temporal', 'a commune beside one with a backlog', () => {
  let there: TestInstallation;
  beforeAll(async () => { there = await startTestInstallation({ at: '2022-03-14T08:00' }); });
  afterAll(() => there?.close());

  it('has its dossiers begun long before the backlog is through', async () => {
    const { desk } = there;
    await there.stopWorkers();
    const start = async (key: string, unit: string): Promise<void> => {
      const stored = await storedOnly(desk, key, { receivingUnit: unit, place: unit.slice(0, -3) });
      const actor = { kind: 'officer', person: `receptionist@${unit}`, agency: unit, role: 'receptionist' } as const;
      const { input } = stored;
      const envelope = desk.signing.sign(input.dossierId, { ...stored.envelope, actor }, openingIn(input));
      // The workflow is on its queue at once; its answer waits for a worker.
      await desk.client.withDeadline(Date.now() + 1_000, () => startSubmitted(desk, { ...stored, envelope }, '')).catch(() => undefined);
    };
    for (let i = 0; i < BACKLOG; i += 40) await Promise.all(Array.from({ length: 40 }, (_, n) => start(`backlog-${i + n}`, COMMUNE_UNIT)));
    await Promise.all(Array.from({ length: FEW }, (_, n) => start(`few-${n}`, SMALL)));
    await there.startWorkers();
    let begun: string[] = [];
    while (begun.filter((unit) => unit === SMALL).length < FEW) {
      begun = (await desk.db.selectFrom('dossiers').innerJoin('events', 'events.dossier_id', 'dossiers.dossier_id').select('dossiers.receiving_unit').where('events.seq', '=', 1).execute()).map((row) => row.receiving_unit);
    }
    expect(begun.filter((unit) => unit === COMMUNE_UNIT).length).toBeLessThan(BACKLOG / 2);
  });
});
