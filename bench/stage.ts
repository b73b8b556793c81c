import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { atMinute } from '../domain/calendar/local-time';
import type { Installation } from '../gateway/installation';
import { payloadKeysOf, writeInstallation } from '../gateway/installation';
import { openDesk } from '../gateway/open-desk';
import type { OpenDesk } from '../gateway/open-desk';
import { DYNAMIC_CONFIG, NAMESPACE, SEARCH_ATTRIBUTES } from '../temporal.config';
import { workflowBundle } from '../workers/bundle';
import { changeSpeed } from '../workers/legal-clock';
import { prepareDatabase } from '../workers/prepare';
import { choosePort } from '../workers/servers/ports';
import { providePostgres } from '../workers/servers/postgres';
import { withProgress } from '../workers/servers/progress';
import type { Report } from '../workers/servers/progress';
import { OWNER_FILE, reapAbandoned, removeThrowAway } from '../workers/servers/reap-abandoned';
import { provideTemporal } from '../workers/servers/temporal';
import { CREATE_BARE_TABLE } from './bare-activities';
import { commitsOf, flushStatistics } from './commits';
import { cpuOf } from './process-cpu';
import type { WorkerQuestion } from './worker';

/** A Tuesday of 2022 with its three tiers, in the morning session; official time goes on at its ordinary pace from there. */
export const OPENING = atMinute('2022-03-15', 8 * 60);

/** CPU milliseconds by process: the worker's, this one's, and the servers' where that can be known (Linux). */
export type Cpu = Readonly<Record<'worker' | 'client' | 'temporal' | 'postgres', number>>;

export interface Api {
  readonly url: string;
  /** CPU milliseconds it has used so far; 0 where that cannot be known. */
  cpuMs(): number;
}

export interface Stage {
  readonly desk: OpenDesk;
  /** For connections of the bench's own. */
  readonly dataDir: string;
  /** For what the bench lays out beside the product. */
  readonly superuserUrl: string;
  /** Starts the HTTP API as a process of its own, without a limit of requests. */
  startApi(): Promise<Api>;
  /** Commits in our database since it was made, all counters handed in; those of the asking itself left out. */
  commits(): Promise<number>;
  /** CPU milliseconds that each part has used so far. */
  cpu(): Promise<Cpu>;
  close(): Promise<void>;
}

const PREFIX = 'lienthong-bench-';
const UNLIMITED = '1000000000';

/**
 * Servers of the bench's own, thrown away afterwards, but as durable as an installation's: PostgreSQL flushes every
 * commit, Temporal writes to its file. No schedule runs; what a bench needs of them it starts itself.
 */
export async function openStage(report: Report, profile?: string): Promise<Stage> {
  await reapAbandoned(tmpdir(), PREFIX, report);
  const dataDir = mkdtempSync(join(tmpdir(), PREFIX));
  writeFileSync(join(dataDir, OWNER_FILE), String(process.pid));
  try {
    return await raise(dataDir, report, profile);
  } catch (error) {
    await removeThrowAway(dataDir);
    throw error;
  }
}

async function raise(dataDir: string, report: Report, profile: string | undefined): Promise<Stage> {
  const postgres = await withProgress(report, 'starting PostgreSQL', () => providePostgres({ dataDir, report }));
  const preparing = { serverUrl: postgres.url, configured: false, dataDir, env: {}, report: () => undefined };
  const databaseUrl = await withProgress(report, 'preparing the database', () => prepareDatabase(preparing));
  const database = new URL(databaseUrl).pathname.slice(1);
  const superuserUrl = Object.assign(new URL(postgres.url), { pathname: `/${database}` }).toString();
  const options = { dataDir, namespace: NAMESPACE, searchAttributes: SEARCH_ATTRIBUTES, dynamicConfig: DYNAMIC_CONFIG, unguarded: true, report };
  const temporal = await provideTemporal(options);
  const apiPort = await choosePort();
  const installation: Installation = { dataDir, mode: 'demo-2022', databaseUrl, temporalAddress: temporal.address, temporalTls: temporal.certificates, uiUrl: null, apiPort, startedAt: Date.now() };
  writeInstallation(installation);
  payloadKeysOf(process.env, dataDir);
  await workflowBundle(report);
  await createBareTable(superuserUrl);
  const desk = await openDesk(installation, process.env);
  await changeSpeed(desk.db, OPENING, 1);
  await desk.clock.refresh(desk.db);
  const worker = await withProgress(report, 'starting the worker', () => startProcess('the worker', join(__dirname, 'worker.ts'), dataDir, profile));
  let api: ChildProcess | undefined;
  let own = 0;
  return {
    desk,
    dataDir,
    superuserUrl,
    async startApi() {
      const { pid } = (api = await withProgress(report, 'starting the API', () => startProcess('the API', join(__dirname, '..', 'api', 'main.ts'), dataDir, profile, { LIENTHONG_API_RATE: UNLIMITED })));
      return { url: `http://127.0.0.1:${apiPort}`, cpuMs: () => (pid === undefined ? undefined : cpuOf(pid)) ?? 0 };
    },
    async commits() {
      own += (await ask<number>(worker, 'flush')) + (await flushStatistics(desk.database.pool));
      return (await commitsOf(postgres.url, database)) - own;
    },
    async cpu() {
      const ms = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1000;
      const server = (pid: number | undefined): number => (pid === undefined ? undefined : cpuOf(pid)) ?? 0;
      return {
        worker: ms(await ask<NodeJS.CpuUsage>(worker, 'cpu')),
        client: ms(process.cpuUsage()),
        temporal: server(temporal.pid),
        postgres: server(postgres.pid),
      };
    },
    async close() {
      if (api) await endProcess(api);
      await endProcess(worker);
      await desk.close().catch(() => undefined);
      await temporal.stop();
      await postgres.stop();
      await removeThrowAway(dataDir);
    },
  };
}

async function createBareTable(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(CREATE_BARE_TABLE);
  await client.end();
}

function startProcess(name: string, entry: string, dataDir: string, profile: string | undefined, env: NodeJS.ProcessEnv = {}): Promise<ChildProcess> {
  const child = fork(entry, {
    execArgv: ['--import', 'tsx', '--max-old-space-size=4096', ...(profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`])],
    env: { ...process.env, ...env, LIENTHONG_DATA: dataDir, TZ: 'UTC' },
    // Its own complaints belong to progress; standard output is the figures'.
    stdio: ['ignore', 2, 2, 'ipc'],
  });
  return new Promise((resolve, reject) => {
    child.once('message', () => resolve(child));
    child.once('exit', (code) => reject(new Error(`${name} ended with code ${code} before it was ready; see the logs in ${join(dataDir, 'log')}`)));
  });
}

async function endProcess(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const patience = setTimeout(() => child.kill('SIGKILL'), 25_000);
  if (child.exitCode === null && child.signalCode === null) await gone;
  clearTimeout(patience);
}

/** One question at a time; the worker answers in order. */
async function ask<T>(worker: ChildProcess, question: WorkerQuestion): Promise<T> {
  const answer = once(worker, 'message') as Promise<[T]>;
  worker.send(question);
  return (await answer)[0];
}
