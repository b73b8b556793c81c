import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Installation } from '../gateway/installation';
import { temporalConnection, type TemporalConnection, type TemporalPart } from '../gateway/temporal-connection';
import { startNats, type RunningNats } from '../workers/servers/nats';

/** The servers that `npm test` starts, and the variable by which a test file learns of each. */
export const TEST_SERVERS = {
  postgres: { variable: 'LIENTHONG_TEST_DATABASE_URL', name: 'PostgreSQL' },
  temporal: { variable: 'LIENTHONG_TEST_TEMPORAL', name: 'the Temporal server' },
  timeSkipping: { variable: 'LIENTHONG_TEST_TIME_SKIPPING', name: 'the time-skipping server' },
  nats: { variable: 'LIENTHONG_TEST_NATS', name: 'the NATS server' },
  chromium: { variable: 'LIENTHONG_TEST_CHROMIUM', name: 'Chromium' },
} as const;

export type TestServer = keyof typeof TEST_SERVERS;

/** Where the throw-away Temporal keeps its certificates. */
export const TEST_TEMPORAL_TLS = 'LIENTHONG_TEST_TEMPORAL_TLS';

/** In the place of an address: the server could not be provided. Its tests are skipped, counted and named at the end. */
export const UNAVAILABLE = 'unavailable';

function addressOf(server: TestServer): string {
  const { variable, name } = TEST_SERVERS[server];
  const address = process.env[variable];
  if (address && address !== UNAVAILABLE) return address;
  if (address === UNAVAILABLE) throw new Error(`${name} could not be provided here; put the tests that need it under describeOn('${server}', …)`);
  throw new Error(`${name} is not running: run through npm test, e.g. "npm test -- ${process.argv.at(-1)?.split('/').at(-1) ?? 'name'}" (or set ${variable})`);
}

/** The throw-away PostgreSQL as superuser, in its database "postgres": make one of your own for each file. */
export const testDatabaseUrl = (): string => addressOf('postgres');

/** host:port of the throw-away Temporal server, with the product's namespace and search attributes. */
export const testTemporalAddress = (): string => addressOf('temporal');

/** The same with its certificates, as an installation names it. */
export const testTemporalPlace = (): Pick<Installation, 'temporalAddress' | 'temporalTls'> => {
  const temporalTls = process.env[TEST_TEMPORAL_TLS];
  return { temporalAddress: testTemporalAddress(), ...(temporalTls ? { temporalTls } : {}) };
};

/** How a part of an installation comes to it; the operator's own unless told otherwise. */
export const testTemporal = (part: TemporalPart = 'cli'): TemporalConnection => temporalConnection(testTemporalPlace(), {}, part);

/** Path of the browser in which the portal is tested. */
export const testChromium = (): string => addressOf('chromium');

/** A server of its own whose time is skipped while nobody works. Time is global to it: one per file, tear it down at the end. */
export async function startTimeSkipping(): Promise<TestWorkflowEnvironment> {
  const testing = await import('@temporalio/testing');
  return testing.TestWorkflowEnvironment.createTimeSkipping({ server: { executable: { type: 'existing-path', path: addressOf('timeSkipping') } } });
}

/** A NATS server of its own, with JetStream; started again in the same directory it has its streams again. */
export async function startTestNats(dataDir: string, port?: number): Promise<RunningNats> {
  return startNats({ path: addressOf('nats'), dataDir, port });
}

/**
 * A data directory of its own for a test that starts servers: whatever still runs in it when the tests have ended, or were
 * interrupted, is ended by `npm test`. Other users may pass through it, as PostgreSQL does when root runs the tests.
 */
export function temporaryDataDir(name: string): string {
  const directory = mkdtempSync(join(process.env['LIENTHONG_TEST_DIRECTORY'] ?? tmpdir(), `${name}-`));
  chmodSync(directory, 0o711);
  return directory;
}

/** Has the SDK say nothing below an error; once per file, before its first worker or environment. */
export async function quietSdk(): Promise<void> {
  const { DefaultLogger, Runtime } = await import('@temporalio/worker');
  Runtime.install({ logger: new DefaultLogger('ERROR') });
}

/** `describe` for tests that need a server: skipped, and told so at the end, where that could not be provided. */
export const describeOn = (server: TestServer, title: string, tests: () => void): void => {
  if (process.env[TEST_SERVERS[server].variable] === UNAVAILABLE) describe.skip(`${title} [needs ${TEST_SERVERS[server].name}]`, tests);
  else describe(title, tests);
};
