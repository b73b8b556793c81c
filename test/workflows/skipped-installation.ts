import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from '@temporalio/worker';
import { createRecordActivities } from '../../activities/record';
import { createSnapshotActivities } from '../../activities/snapshots';
import { openDatabase } from '../../db/database';
import { eventsOf } from '../../db/reads/history-of';
import type { Instant } from '../../domain/calendar/calendar';
import { formatInstant } from '../../domain/calendar/local-time';
import type { LoggedEvent } from '../../domain/dossier/recording';
import type { OpenDesk } from '../../gateway/open-desk';
import { SEARCH_ATTRIBUTES, TASK_QUEUES } from '../../temporal.config';
import { workflowBundle } from '../../workers/bundle';
import { cloneDatabase, dropDatabase, officialAt } from '../engine/environment';
import { quietSdk, startTimeSkipping } from '../servers';
import { urlAs } from '../db/logins';
import { testSigning } from '../signing';

export interface SkippedInstallation {
  readonly desk: OpenDesk;
  /** Time passes until this instant and nobody acts; from then on acts are stamped with it. */
  passes(text: string | Instant): Promise<void>;
  /** The dossier's event of this type (the nth), as soon as it is recorded. */
  recorded(dossierId: string, type: string, n?: number): Promise<LoggedEvent>;
  close(): Promise<void>;
}

const INDEXED = { KEYWORD: 2, KEYWORD_LIST: 7, DATETIME: 6 } as const;

/**
 * Workflows on the time-skipping server, recording in the real PostgreSQL. Official time is the server's, moved to `at`; without
 * `at` it is the server's own and workflows do not ask, as in production.
 */
export async function startSkippedInstallation({ at }: { readonly at?: string } = {}): Promise<SkippedInstallation> {
  await quietSdk();
  const name = `workflows_${randomBytes(5).toString('hex')}`;
  const [env, url, codePath] = await Promise.all([startTimeSkipping(), cloneDatabase(name), workflowBundle(() => undefined)]);
  await env.connection.operatorService.addSearchAttributes({
    namespace: 'default',
    searchAttributes: Object.fromEntries(SEARCH_ATTRIBUTES.map(({ name: attribute, type }) => [attribute, INDEXED[type]])),
  });
  const database = openDatabase({ url: urlAs(url, 'recorder'), role: 'recorder', max: 10 });
  const begin = await env.currentTimeMs();
  const moved = at === undefined ? 0 : officialAt(at) - begin;
  let present: Instant = begin + moved;
  const look = async (): Promise<Instant> => (present = Math.floor((await env.currentTimeMs()) + moved));
  const recording = createRecordActivities({
    pool: database.pool,
    db: database.db,
    signing: testSigning('worker'),
    clock: { read: () => ({ official: present, speed: 1 }) },
  });
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue: TASK_QUEUES.dossier,
    workflowBundle: { codePath },
    activities: {
      // The machine's clock goes with the server's.
      record: async (...given: Parameters<typeof recording.record>) => {
        await look();
        return recording.record(...given);
      },
      ...createSnapshotActivities({ db: database.db }),
      readClock: async () => ({ official: await look(), speed: 1 }),
    },
  });
  const running = worker.run();
  const clock = { isReal: at === undefined, read: () => ({ official: present, speed: 1 }), now: () => present, refresh: async () => undefined };
  const desk = { db: database.db, database, client: env.client, clock: clock as unknown as OpenDesk['clock'], signing: testSigning('cli'), close: async () => undefined } satisfies OpenDesk;
  return {
    desk,
    async passes(text) {
      const distance = (typeof text === 'number' ? text : officialAt(text)) - (await look());
      if (distance < 0) throw new Error(`"${text}" is past; official time is ${formatInstant(present)}`);
      await env.sleep(distance);
      await look();
    },
    async recorded(dossierId, type, n = 1) {
      for (let tries = 0; tries < 200; tries++) {
        const found = (await eventsOf(database.db, dossierId)).filter((event) => event.type === type);
        if (found.length >= n) return found[n - 1]!;
        await sleep(50);
      }
      throw new Error(`no ${type} was recorded; there is: ${(await eventsOf(database.db, dossierId)).map((event) => event.type).join(', ')}`);
    },
    async close() {
      worker.shutdown();
      await running;
      await env.teardown();
      await database.close();
      await dropDatabase(name);
    },
  };
}
