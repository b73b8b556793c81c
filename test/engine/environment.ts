import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { Client as PostgresClient } from 'pg';
import { appendClockSegment, clockSegments } from '../../db/clock';
import { openDatabase } from '../../db/database';
import type { Database } from '../../db/database';
import { parseInstant } from '../../domain/calendar/local-time';
import type { Instant } from '../../domain/calendar/calendar';
import { payloadKeysOf } from '../../gateway/installation';
import { openDesk } from '../../gateway/open-desk';
import type { OpenDesk } from '../../gateway/open-desk';
import { Signing } from '../../gateway/signing';
import { createPayloadCodec } from '../../gateway/payload-codec';
import { SEARCH_ATTRIBUTES } from '../../temporal.config';
import { anchoringOf } from '../../workers/anchoring';
import { workflowBundle } from '../../workers/bundle';
import { createWorkers } from '../../workers/create-workers';
import { migrate } from '../../db/migrate';
import { ensureDatabase, publishCatalogue } from '../../workers/prepare';
import { temporalReady } from '../../workers/servers/temporal-ready';
import { dropLoginsText, giveLogins, keepTestLogins, urlAs } from '../db/logins';
import { quietSdk, temporaryDataDir, testDatabaseUrl, testTemporal, testTemporalPlace } from '../servers';

export interface TestInstallation {
  readonly dataDir: string;
  readonly namespace: string;
  readonly databaseUrl: string;
  readonly desk: OpenDesk;
  /** Official time goes on from this instant, for the desk and for the workers; at real speed unless told otherwise. */
  setClock(text: string, speed?: number): Promise<void>;
  stopWorkers(): Promise<void>;
  /** @param bundle Workflows of another program than the present one. */
  startWorkers(bundle?: string): Promise<void>;
  close(): Promise<void>;
}

export interface TestInstallationOptions {
  /** Official time at the start, `2022-03-14T08:00`; it goes at real speed. */
  readonly at: string;
  /** The ring of payload keys, as LIENTHONG_PAYLOAD_KEYS. Default: one of its own. */
  readonly payloadKeys?: string;
}

const silent = (): void => undefined;

/** A whole installation on the shared test servers: a database and a namespace of its own, real workers in this process. */
export async function startTestInstallation({ at, payloadKeys }: TestInstallationOptions): Promise<TestInstallation> {
  await quietSdk();
  const name = `engine_${randomBytes(5).toString('hex')}`;
  const dataDir = temporaryDataDir(name);
  const namespace = name.replace('_', '-');
  const [databaseUrl, bundlePath] = await Promise.all([
    cloneDatabase(name),
    workflowBundle(silent),
    temporalReady({ connection: testTemporal(), namespace, searchAttributes: SEARCH_ATTRIBUTES, withinMs: 60_000 }),
  ]);
  const keys = payloadKeys === undefined ? {} : { LIENTHONG_PAYLOAD_KEYS: payloadKeys };
  const codec = createPayloadCodec(payloadKeysOf(keys, dataDir));
  keepTestLogins(dataDir, databaseUrl);
  const desk = await openDesk({ dataDir, mode: 'production', databaseUrl, ...testTemporalPlace(), uiUrl: null, startedAt: 0 }, keys, 'recorder', namespace);
  const setClock = async (text: string, speed = 1): Promise<void> => {
    await appendClockSegment(desk.db, (await clockSegments(desk.db)).length, { realStart: Date.now(), officialStart: officialAt(text), speed });
    await desk.clock.refresh(desk.db);
  };
  await setClock(at);

  let stop: (() => Promise<void>) | null = null;
  const startWorkers = async (bundle = bundlePath): Promise<void> => {
    const database: Database = openDatabase({ url: urlAs(databaseUrl, 'recorder'), role: 'recorder', max: 16 });
    const workers = await createWorkers({
      temporal: testTemporal('worker'),
      namespace,
      database,
      clock: desk.clock,
      codec,
      signing: new Signing(dataDir, 'worker'),
      bundlePath: bundle,
      proof: { dataDir, anchoring: anchoringOf({}, dataDir, database.db) },
    });
    const running = workers.run();
    stop = async () => {
      workers.shutdown();
      await running;
      await workers.close();
      await database.close();
    };
  };
  const stopWorkers = async (): Promise<void> => {
    await stop?.();
    stop = null;
  };
  await startWorkers();
  return {
    dataDir,
    namespace,
    databaseUrl,
    desk,
    setClock,
    startWorkers,
    stopWorkers,
    async close() {
      await stopWorkers();
      await desk.close();
      await dropDatabase(name);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** `2022-03-14T08:00`, official local time. */
export const officialAt = (text: string): Instant => {
  const parsed = parseInstant(`${text}+07:00`);
  if (!parsed.ok) throw new Error(`the test writes "${text}", which is no instant`);
  return parsed.value;
};

const TEMPLATE = 'lienthong_engine_template';
/** The same in every test process, on the maintenance database, where all of them meet. */
const TEMPLATE_LOCK = 7_202_606_120;

/** A clone of a database that was migrated and given the catalogue once for all test files. */
export async function cloneDatabase(name: string): Promise<string> {
  await maintain(async (client) => {
    await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    const found = await client.query('select 1 from pg_database where datname = $1', [TEMPLATE]);
    if (!found.rowCount) {
      const building = `${TEMPLATE}_building`;
      await client.query(`drop database if exists ${building}`);
      const url = await ensureDatabase(testDatabaseUrl(), building);
      await migrate(url);
      await giveLogins(url);
      await publishCatalogue(urlAs(url, 'recorder'), silent);
      await client.query(`alter database ${building} rename to ${TEMPLATE}`);
    }
    await client.query(`create database ${name} template ${TEMPLATE}`);
  });
  const url = new URL(testDatabaseUrl());
  url.pathname = `/${name}`;
  await giveLogins(url.toString());
  return url.toString();
}

export const dropDatabase = (name: string): Promise<unknown> => maintain(async (client) => {
    await client.query(`drop database ${name}`);
    await client.query(dropLoginsText(name));
  });

async function maintain<T>(work: (client: PostgresClient) => Promise<T>): Promise<T> {
  const client = new PostgresClient({ connectionString: testDatabaseUrl() });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
