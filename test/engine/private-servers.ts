import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { appendClockSegment, clockSegments } from '../../db/clock';
import { writeInstallation } from '../../gateway/installation';
import type { Installation } from '../../gateway/installation';
import { openDesk } from '../../gateway/open-desk';
import type { OpenDesk } from '../../gateway/open-desk';
import { DYNAMIC_CONFIG, NAMESPACE, SEARCH_ATTRIBUTES } from '../../temporal.config';
import { prepareDatabase } from '../../workers/prepare';
import { providePostgres } from '../../workers/servers/postgres';
import type { ProvidedPostgres } from '../../workers/servers/postgres';
import { waitForExit } from '../../workers/servers/processes';
import { provideTemporal } from '../../workers/servers/temporal';
import type { ProvidedTemporal } from '../../workers/servers/temporal';
import { quietSdk, temporaryDataDir } from '../servers';
import { officialAt } from './environment';

/** An installation with servers and a worker process of its own, each of which a test may kill and start again. */
export interface PrivateInstallation {
  readonly dataDir: string;
  /** SIGSTOP has a part hang, SIGCONT lets it go on. */
  readonly signal: (part: Part, signal: 'SIGSTOP' | 'SIGCONT') => void;
  readonly desk: OpenDesk;
  readonly kill: (part: Part) => Promise<void>;
  readonly start: (part: Part) => Promise<void>;
  readonly close: () => Promise<void>;
}

export type Part = 'postgres' | 'temporal' | 'worker';

const silent = (): void => undefined;

export async function startPrivateInstallation(at: string): Promise<PrivateInstallation> {
  await quietSdk();
  const dataDir = temporaryDataDir('crash');
  let postgres: ProvidedPostgres;
  let temporal: ProvidedTemporal;
  let worker: ChildProcess | undefined;
  const start = {
    postgres: async () => { postgres = await providePostgres({ dataDir, report: silent }); },
    temporal: async () => {
      temporal = await provideTemporal({ dataDir, namespace: NAMESPACE, searchAttributes: SEARCH_ATTRIBUTES, dynamicConfig: DYNAMIC_CONFIG, unguarded: true, report: silent });
    },
    worker: async () => { worker = await startWorker(dataDir); },
  } satisfies Record<Part, () => Promise<void>>;

  await Promise.all([start.postgres(), start.temporal()]);
  const databaseUrl = await prepareDatabase({ serverUrl: postgres!.url, configured: false, dataDir, env: {}, report: silent });
  const installation: Installation = { dataDir, mode: 'production', databaseUrl, temporalAddress: temporal!.address, temporalTls: temporal!.certificates, uiUrl: null, startedAt: Date.now() };
  writeInstallation(installation);
  const desk = await openDesk(installation, {});
  await appendClockSegment(desk.db, (await clockSegments(desk.db)).length, { realStart: Date.now(), officialStart: officialAt(at), speed: 1 });
  await desk.clock.refresh(desk.db);
  await start.worker();

  const pidOf = (part: Part): number => (part === 'worker' ? worker!.pid! : part === 'postgres' ? postgres.pid! : temporal.pid!);
  return {
    dataDir,
    desk,
    signal: (part, signal) => void process.kill(pidOf(part), signal),
    start: (part) => start[part](),
    kill: async (part) => {
      const pid = pidOf(part);
      process.kill(pid, 'SIGKILL');
      await waitForExit(pid, 5_000);
    },
    close: async () => {
      worker?.kill('SIGKILL');
      await desk.close();
      await temporal?.stop();
      await postgres?.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** The very process that an installation runs. */
function startWorker(dataDir: string): Promise<ChildProcess> {
  const child = fork(join(__dirname, '..', '..', 'workers', 'worker.ts'), {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, LIENTHONG_DATA: dataDir, TZ: 'UTC' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    child.once('message', () => resolve(child));
    child.once('exit', (code) => reject(new Error(`the worker ended with code ${code} before it was ready`)));
  });
}
