import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Installation } from '../gateway/installation';
import { findInstallation, payloadKeysOf, trackingKeyOf, writeInstallation } from '../gateway/installation';
import { openDesk } from '../gateway/open-desk';
import type { OpenDesk } from '../gateway/open-desk';
import { AGENCY_NAMESPACE, DYNAMIC_CONFIG, NAMESPACE, SEARCH_ATTRIBUTES } from '../temporal.config';
import { createPayloadCodec } from '../gateway/payload-codec';
import { workflowBundle } from './bundle';
import { serveCodec } from './codec-server';
import type { CodecServer } from './codec-server';
import { createLog } from './log';
import { changeSpeed, standClock } from './legal-clock';
import { builtPortal } from './portal';
import { prepareDatabase } from './prepare';
import { ensureSchedules } from './schedules';
import { choosePort } from './servers/ports';
import { providePostgres } from './servers/postgres';
import type { ProvidedPostgres } from './servers/postgres';
import { isAlive } from './servers/processes';
import { withProgress } from './servers/progress';
import type { Report } from './servers/progress';
import { temporalReady } from './servers/temporal-ready';
import { provideTemporal } from './servers/temporal';
import type { ProvidedTemporal } from './servers/temporal';

export interface BringUp {
  readonly dataDir: string;
  readonly mode: Installation['mode'];
  readonly ephemeral: boolean;
  /** Demonstration: where official time begins, and how fast it goes. */
  readonly clock?: { readonly begin: number; readonly speed: number };
  readonly report: Report;
}

export interface Running {
  readonly installation: Installation;
  readonly desk: OpenDesk;
  /** Which part has died unexpectedly, or null while all live. */
  readonly dead: () => string | null;
  /** Stops workers, then Temporal, then PostgreSQL, each after it has drained. */
  readonly stop: (hastily?: boolean) => Promise<void>;
}

/** Brings a whole installation up: servers, schema, catalogue, clock, schedules, workers. Resumes what was stopped. */
export async function bringUp({ dataDir, mode, ephemeral, clock, report }: BringUp): Promise<Running> {
  const postgres = await providePostgres({ dataDir, configured: process.env['DATABASE_URL'], ephemeral, report });
  report(`PostgreSQL: ${postgres.how}`);
  const databaseUrl = await withProgress(report, 'preparing the database', () => prepareDatabase(postgres.url, process.env['DATABASE_URL'] !== undefined, report));
  const codec = createPayloadCodec(payloadKeysOf(process.env, dataDir));
  const codecServer = await serveCodec({ codec, dataDir, log: createLog('codec', join(dataDir, 'log', 'codec.log')) });
  const temporal = await provideTemporal({
    dataDir,
    configuredAddress: process.env['TEMPORAL_ADDRESS'],
    namespace: NAMESPACE,
    searchAttributes: SEARCH_ATTRIBUTES,
    dynamicConfig: DYNAMIC_CONFIG,
    ephemeral,
    uiCodecEndpoint: codecServer.endpoint,
    report,
  });
  report(`Temporal: ${temporal.how} at ${temporal.address}`);
  await temporalReady({ connection: { address: temporal.address }, namespace: AGENCY_NAMESPACE, searchAttributes: [], withinMs: 60_000 });
  const apiPort = Number(process.env['LIENTHONG_API_PORT']) || (await choosePort(findInstallation(process.env, dataDir)?.apiPort, API_PORT));
  const publicUrl = (process.env['LIENTHONG_PUBLIC_URL'] ?? `http://127.0.0.1:${apiPort}`).replace(/\/+$/, '');
  const installation: Installation = {
    dataDir,
    mode,
    databaseUrl,
    temporalAddress: temporal.address,
    uiUrl: temporal.uiUrl ?? null,
    apiPort,
    publicUrl,
    portalDir: await withProgress(report, 'building the portal', () => builtPortal(() => undefined)),
    startedAt: Date.now(),
  };
  writeInstallation(installation);
  // Made before two processes could make it.
  trackingKeyOf(process.env, dataDir);
  await withProgress(report, 'building the workflow bundle', () => workflowBundle(report));
  const desk = await openDesk(installation, process.env);
  const official = clock ? await standClock(desk.db, clock.begin) : 0;
  await desk.clock.refresh(desk.db);
  await ensureSchedules(desk.client, { demo: clock !== undefined });
  const worker = await withProgress(report, 'starting the workers', () => startProcess('the worker', WORKER_ENTRY, dataDir));
  const relay = await withProgress(report, 'starting the relay', () => startProcess('the relay', RELAY_ENTRY, dataDir));
  const api = await withProgress(report, 'starting the API', () => startProcess('the API', API_ENTRY, dataDir));
  report(`Portal: ${publicUrl}`);
  report(`API: ${publicUrl}/v1, documentation ${publicUrl}/docs`);
  if (clock) await changeSpeed(desk.db, official, clock.speed);
  await desk.clock.refresh(desk.db);
  return { installation, desk, ...supervise(postgres, temporal, { 'the API': api, 'the relay': relay, 'the worker': worker }, codecServer, desk) };
}

const WORKER_ENTRY = join(__dirname, 'worker.ts');
const RELAY_ENTRY = join(__dirname, 'relay.ts');
const API_ENTRY = join(__dirname, '..', 'api', 'main.ts');

/** Where people look for the API; another port where this one is taken. */
const API_PORT = 7800;

/** Each part is a process of its own, out of the terminal's group: Ctrl-C reaches it only through us, in order. */
function startProcess(name: string, entry: string, dataDir: string): Promise<ChildProcess> {
  const child = fork(entry, {
    execArgv: ['--import', 'tsx', '--max-old-space-size=4096'],
    env: { ...process.env, LIENTHONG_DATA: dataDir, TZ: 'UTC' },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: true,
  });
  return new Promise((resolve, reject) => {
    child.once('message', () => resolve(child));
    child.once('exit', (code) => reject(new Error(`${name} ended with code ${code} before it was ready; see the logs in ${join(dataDir, 'log')}`)));
  });
}

/** In the order in which they stop: nothing is taken in any more before what was taken in is finished. */
function supervise(postgres: ProvidedPostgres, temporal: ProvidedTemporal, parts: Readonly<Record<string, ChildProcess>>, codecServer: CodecServer, desk: OpenDesk): Pick<Running, 'dead' | 'stop'> {
  return {
    dead: () => {
      const part = Object.entries(parts).find(([, process]) => hasEnded(process));
      if (part) return part[0];
      if (temporal.pid !== undefined && !isAlive(temporal.pid)) return 'Temporal';
      if (postgres.pid !== undefined && !isAlive(postgres.pid)) return 'PostgreSQL';
      return null;
    },
    stop: async (hastily = false) => {
      for (const part of Object.values(parts)) await stopProcess(part, hastily);
      await desk.close().catch(() => undefined);
      await codecServer.close();
      await temporal.stop();
      await postgres.stop();
    },
  };
}

const hasEnded = (process: ChildProcess): boolean => process.exitCode !== null || process.signalCode !== null;

async function stopProcess(process: ChildProcess, hastily: boolean): Promise<void> {
  if (hasEnded(process)) return;
  const exited = new Promise<void>((resolve) => process.once('exit', () => resolve()));
  process.kill('SIGTERM');
  const patience = setTimeout(() => process.kill('SIGKILL'), hastily ? 3_000 : 25_000);
  await exited;
  clearTimeout(patience);
}
