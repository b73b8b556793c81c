import { join } from 'node:path';
import type { Installation } from '../gateway/installation';
import {
  TornInstallation,
  findInstallation,
  secondFactorKeyOf,
  trackingKeyOf,
  writeInstallation,
} from '../gateway/installation';
import { openDesk } from '../gateway/open-desk';
import { configuredCertificates, temporalConnection } from '../gateway/temporal-connection';
import type { TemporalConnection } from '../gateway/temporal-connection';
import type { OpenDesk } from '../gateway/open-desk';
import { AGENCY_NAMESPACE, DYNAMIC_CONFIG, NAMESPACE, SEARCH_ATTRIBUTES } from '../temporal.config';
import { workflowBundle } from './bundle';
import { changeSpeed, standClock } from './legal-clock';
import { startPartProcess } from './part-process';
import { builtPortal } from './portal';
import { prepareDatabase } from './prepare';
import { ensureSchedules } from './schedules';
import { unlessInterrupted, within } from './servers/interrupted';
import type { Life } from './servers/life';
import { choosePort } from './servers/ports';
import { providePostgres } from './servers/postgres';
import type { ProvidedPostgres } from './servers/postgres';
import { withProgress } from './servers/progress';
import type { Report } from './servers/progress';
import { isBookTorn } from './servers/server-book';
import { temporalReady } from './servers/temporal-ready';
import { provideTemporal } from './servers/temporal';
import type { ProvidedTemporal } from './servers/temporal';
import { Supervisor } from './supervise';
import type { Part } from './supervise';

export interface BringUp {
  readonly dataDir: string;
  readonly mode: Installation['mode'];
  readonly ephemeral: boolean;
  /** Demonstration: where official time begins, and how fast it goes. */
  readonly clock?: { readonly begin: number; readonly speed: number };
  readonly report: Report;
  /** Aborting it ends the start, and stops again what was started. */
  readonly signal: AbortSignal;
  /** Done when recording works and nobody can ask yet, and again each time PostgreSQL or Temporal has come back. */
  readonly beforeWindowsOpen?: (desk: OpenDesk) => Promise<void>;
}

export interface Running {
  readonly installation: Installation;
  readonly desk: OpenDesk;
  /** Keeps the parts alive, and knows which is missing. */
  readonly supervisor: Supervisor;
  /** Stops API, relay, workers, then Temporal, then PostgreSQL, each after it has drained. */
  readonly stop: () => Promise<void>;
}

/**
 * Brings a whole installation up: servers, schema, catalogue, clock, schedules, workers, then what people see of it.
 * Resumes what was stopped. What was started is stopped again if something fails on the way.
 */
export async function bringUp(options: BringUp): Promise<Running> {
  const supervisor = new Supervisor(options);
  try {
    return await raise(options, supervisor);
  } catch (error) {
    await supervisor.stop({ leaveFound: true });
    throw error;
  }
}

async function raise(options: BringUp, supervisor: Supervisor): Promise<Running> {
  const { dataDir, clock, report, beforeWindowsOpen } = options;
  /** A step that is told of when it takes long, and done again if a part died under it. */
  const step = <T>(label: string, work: () => Promise<T>): Promise<T> =>
    withProgress(report, label, () => supervisor.insist(() => unlessInterrupted(options.signal, work())));
  const keep = (label: string, part: Part): Promise<Life> => withProgress(report, label, () => supervisor.keep(part));

  if (isBookTorn(dataDir)) report(`"${join(dataDir, 'servers.json')}" was empty or torn: it is made anew`);
  const postgres = await supervisor.keep(postgresPart(options));
  report(`PostgreSQL: ${postgres.how}`);
  const configured = process.env['DATABASE_URL'] !== undefined;
  const database = { serverUrl: postgres.url, configured, dataDir, env: process.env, report };
  const databaseUrl = await step('preparing the database', () => prepareDatabase(database));
  const temporal = await supervisor.keep(temporalPart(options));
  report(`Temporal: ${temporal.how} at ${temporal.address}`);
  const addresses = await addressesOf(options);
  const installation: Installation = {
    dataDir,
    mode: options.mode,
    databaseUrl,
    temporalAddress: temporal.address,
    ...addresses,
    ...certificatesFor(temporal),
    ...(temporal.ports?.uiPort === undefined ? { uiUrl: null } : { uiUrl: `${addresses.publicUrl}${TEMPORAL_UI.publicPath}`, uiPort: temporal.ports.uiPort }),
    portalDir: await step('building the portal', () => builtPortal(() => undefined, options.signal)),
    startedAt: Date.now(),
  };
  writeInstallation(installation);
  // Made before two processes could make it.
  trackingKeyOf(process.env, dataDir);
  secondFactorKeyOf(process.env, dataDir);
  await step('building the workflow bundle', () => workflowBundle(report));
  const desk = await step('opening the desk', () => openDesk(installation, process.env));
  supervisor.alsoClose(() => within(3_000, 'closing the connections', desk.close()));
  const official = clock ? await step('stopping the clock', () => standClock(desk.db, clock.begin)) : 0;

  const schedules = (): Promise<void> => ensureSchedules(desk.client, { demo: clock !== undefined });
  await step('writing the schedules', schedules);
  await keep('starting the workers', processPart('the worker', WORKER_ENTRY, dataDir));
  const serversAreWell = async (): Promise<void> => beforeWindowsOpen?.(desk);
  await step('comparing the stores', serversAreWell);
  supervisor.onBack((name) => {
    if (!SERVERS.includes(name)) return;
    // The Temporal of a throw-away installation comes back empty.
    supervisor.insist(schedules).then(serversAreWell).catch((error: Error) => report(error.message));
  });
  await keep('starting the relay', processPart('the relay', RELAY_ENTRY, dataDir));
  await keep('starting the API', processPart('the API', API_ENTRY, dataDir));
  report(`Portal: ${installation.publicUrl}`);
  report(`API: ${installation.publicUrl}/v1, documentation ${installation.publicUrl}/docs`);
  if (clock) await step('starting the clock', () => changeSpeed(desk.db, official, clock.speed));
  await step('reading the clock', () => desk.clock.refresh(desk.db));
  return { installation, desk, supervisor, stop: () => supervisor.stop() };
}

const WORKER_ENTRY = join(__dirname, 'worker.ts');
const RELAY_ENTRY = join(__dirname, 'relay.ts');
const API_ENTRY = join(__dirname, '..', 'api', 'main.ts');
const SERVERS: readonly string[] = ['PostgreSQL', 'Temporal'];

/** Where people look for the API; another port where this one is taken. */
const API_PORT = 7800;

const silent = (): void => undefined;

function postgresPart({ dataDir, ephemeral, report }: BringUp): Part<ProvidedPostgres> {
  let port: number | undefined;
  const begin = async (signal: AbortSignal): Promise<ProvidedPostgres> => {
    const onlyThere = port !== undefined;
    const configured = process.env['DATABASE_URL'];
    const provided = await providePostgres({
      dataDir,
      configured,
      ephemeral,
      port,
      onlyThere,
      // What becomes of a new start is told in one line by the supervisor.
      report: onlyThere ? silent : report,
      signal,
    });
    port = Number(new URL(provided.url).port);
    return provided;
  };
  return { name: 'PostgreSQL', begin };
}

/** The Web UI behind the API, which asks who is there before it passes anything on. */
const TEMPORAL_UI = { publicPath: '/temporal', codecEndpoint: '/temporal/codec' } as const;

/** What `TEMPORAL_ADDRESS` and the variables beside it say of a server that somebody else runs. */
function configuredTemporal(): TemporalConnection | undefined {
  const temporalAddress = process.env['TEMPORAL_ADDRESS'];
  if (!temporalAddress) return undefined;
  const temporalTls = configuredCertificates(process.env);
  return temporalConnection({ temporalAddress, ...(temporalTls === undefined ? {} : { temporalTls }) }, process.env, 'cli');
}

function certificatesFor({ certificates }: ProvidedTemporal): Pick<Installation, 'temporalTls'> {
  const temporalTls = certificates ?? configuredCertificates(process.env);
  return temporalTls === undefined ? {} : { temporalTls };
}

function temporalPart({ dataDir, mode, ephemeral, report }: BringUp): Part<ProvidedTemporal> {
  const configured = configuredTemporal();
  let onlyAt: ProvidedTemporal['ports'];
  const begin = async (signal: AbortSignal): Promise<ProvidedTemporal> => {
    const provided = await provideTemporal({
      dataDir,
      ...(configured === undefined ? {} : { configured }),
      namespace: NAMESPACE,
      agencyNamespace: AGENCY_NAMESPACE,
      searchAttributes: SEARCH_ATTRIBUTES,
      dynamicConfig: DYNAMIC_CONFIG,
      ephemeral,
      ui: TEMPORAL_UI,
      unguarded: mode !== 'production',
      onlyAt,
      report: onlyAt === undefined ? report : silent,
      signal,
    });
    onlyAt = provided.ports;
    await temporalReady({
      connection: configured ?? temporalConnection({ temporalAddress: provided.address, ...certificatesFor(provided) }, {}, 'cli'),
      namespace: AGENCY_NAMESPACE,
      searchAttributes: [],
      withinMs: 60_000,
      signal,
    }).catch(async (error: unknown) => {
      if (!provided.found) await provided.stop(true);
      throw error;
    });
    return provided;
  };
  return { name: 'Temporal', begin };
}

const processPart = (name: string, entry: string, dataDir: string): Part => ({
  name,
  needs: SERVERS,
  begin: (signal) => startPartProcess({ name, entry, dataDir }, signal),
});

type Addresses = Required<Pick<Installation, 'apiPort' | 'publicUrl'>>;

async function addressesOf({ dataDir, report }: BringUp): Promise<Addresses> {
  const configured = Number(process.env['LIENTHONG_API_PORT']);
  const apiPort = configured || (await choosePort(portBefore(dataDir, report), API_PORT));
  const publicUrl = (process.env['LIENTHONG_PUBLIC_URL'] ?? `http://127.0.0.1:${apiPort}`).replace(/\/+$/, '');
  return { apiPort, publicUrl };
}

function portBefore(dataDir: string, report: Report): number | undefined {
  try {
    return findInstallation(process.env, dataDir)?.apiPort;
  } catch (error) {
    if (!(error instanceof TornInstallation)) throw error;
    report(`"${error.file}" was empty or torn: it is made anew`);
    return undefined;
  }
}
