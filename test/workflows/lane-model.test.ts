import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { createFollowActivities } from '../../activities/follow';
import { createRecordActivities } from '../../activities/record';
import { createSnapshotActivities } from '../../activities/snapshots';
import { openDatabase } from '../../db/database';
import type { Database } from '../../db/database';
import { eventsOf } from '../../db/reads/history-of';
import { markAt } from '../../db/reads/mark-at';
import { replay } from '../../domain/dossier/engine';
import { initialState } from '../../domain/dossier/initial-state';
import type { DossierState } from '../../domain/dossier/state';
import { cloneDatabase, dropDatabase, officialAt } from '../engine/environment';
import { COMMUNE_UNIT, THREE_LEVELS } from '../engine/desk-work';
import { describeOn } from '../servers';
import { testSigning } from '../signing';
import { ModelledDossier } from './modelled-dossier';
import type { Step } from './modelled-dossier';
import { urlAs } from '../db/logins';

/** More runs by command: `LIENTHONG_MODEL_RUNS=2000 npm test -- lane-model`. */
const RUNS = Number(process.env['LIENTHONG_MODEL_RUNS'] ?? 60);

describeOn('postgres', 'log and workflow, whatever dies between any two awaits', () => {
  let database: Database;
  let databaseUrl: string;
  const name = `lane_model_${randomUUID().slice(0, 8)}`;

  beforeAll(async () => {
    databaseUrl = await cloneDatabase(name);
    database = openDatabase({ url: urlAs(databaseUrl, 'recorder'), role: 'recorder', max: 6 });
  }, 120_000);
  afterAll(async () => {
    await database?.close();
    await dropDatabase(name);
  });

  async function opened(): Promise<DossierState> {
    const asked = {
      procedureCode: THREE_LEVELS,
      procedureVersion: 1,
      receivingUnit: COMMUNE_UNIT,
      place: COMMUNE_UNIT.slice(0, -3),
      submittedAt: officialAt('2022-03-14T08:00'),
    };
    const snapshots = await createSnapshotActivities({ db: database.db }).loadSnapshots(asked);
    return initialState({
      dossierId: randomUUID(),
      ...snapshots,
      channel: 'counter',
      receivingUnit: asked.receivingUnit,
      place: asked.place,
      facts: {},
    });
  }

  const step: fc.Arbitrary<Step> = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('act' as const),
        act: fc.constantFrom(
          'take-up' as const,
          'release' as const,
          'take-up' as const,
          'release' as const,
          'withdraw' as const,
        ),
        looked: fc.boolean(),
      }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('repeat' as const), of: fc.nat(20), looked: fc.boolean() }) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('time-passes' as const), hours: fc.integer({ min: 1, max: 30 }) }),
    },
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('port-begins' as const) }) },
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('port-answers' as const) }) },
    { weight: 5, arbitrary: fc.record({ kind: fc.constant('task-completes' as const) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('task-is-lost' as const) }) },
  );
  const restoring = (kind: 'log-is-put-back' | 'history-is-put-back'): fc.Arbitrary<Step> =>
    fc.record({ kind: fc.constant(kind), by: fc.integer({ min: 1, max: 4 }) });
  const script = (kind: 'log-is-put-back' | 'history-is-put-back'): fc.Arbitrary<readonly Step[]> =>
    fc.array(fc.oneof({ weight: 27, arbitrary: step }, { weight: 1, arbitrary: restoring(kind) }), {
      minLength: 5,
      maxLength: 45,
    });

  it.each(['log-is-put-back', 'history-is-put-back'] as const)(
    'they agree again, and every answer that was given is true, where the %s',
    async (kind) => {
      await fc.assert(
        fc.asyncProperty(script(kind), async (steps) => {
          const signing = testSigning('worker');
          const opening = await opened();
          const there = { databaseUrl, desk: { db: database.db, database } };
          const modelled: ModelledDossier = new ModelledDossier(opening, there, (askRun) => ({
            ...createRecordActivities({ ...database, signing, clock: { read: () => ({ official: modelled.now, speed: 1 }) } }),
            ...createFollowActivities({ ...database, askRun, signing }),
          }));
          await modelled.begin();
          for (const each of steps) await modelled.take(each);
          await modelled.settle();

          const events = await eventsOf(database.db, opening.dossierId);
          const inLog = replay(opening, events);
          expect(plain(modelled.recorded)).toEqual(plain(inLog));
          expect(modelled.mark).toBe(await markAt(database.db, opening.dossierId, events.length));
          for (const { commandId, answer } of modelled.toldRecorded)
            expect(inLog.commands[commandId]?.answer).toEqual(answer);
          for (const commandId of modelled.toldRefused) expect(inLog.commands[commandId]).toBeUndefined();
          expect(modelled.leftWithoutAnswer).toEqual([]);
        }),
        { numRuns: RUNS },
      );
    },
    600_000,
  );
});

const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
