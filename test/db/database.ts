import { createHash, randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { Client } from 'pg';
import { openApiDatabase, type ApiDatabase, type Reader } from '../../db/api-database';
import { openDatabase, type Database } from '../../db/database';
import type { LoginRole } from '../../db/logins';
import type { Schema } from '../../db/schema';
import { migrate, migrationFiles } from '../../db/migrate';
import { apiUrls, dropLoginsText, giveLogins, urlAs } from './logins';

/**
 * A database of its own for one test file: a clone of a template that is migrated once per schema. Closing it drops
 * the clone, which the server refuses, after five seconds, while a connection is open: a leaked pool fails its file.
 */
export interface TestDatabase {
  /** Superuser's URL of this database, for tampering. */
  readonly url: string;
  /** As the API reads for somebody; closed with the database. */
  readonly for: (reader: Reader) => Kysely<Schema>;
  /** Opened once per role, closed with the database. */
  as(role: LoginRole): Database;
  /** A superuser's query on a connection of its own. */
  query<T extends object = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<T[]>;
  close(): Promise<void>;
}

/** The same in every test process, on the maintenance database, where all of them meet. */
const TEMPLATE_LOCK = 7_202_606_119;

export const openTestDatabase = async (): Promise<TestDatabase> => {
  const template = await templateDatabase();
  const name = `lienthong_test_${randomBytes(6).toString('hex')}`;
  await maintain((client) => client.query(`create database ${name} template ${template}`));
  await giveLogins(urlOf(name));
  return testDatabase(name);
};

/** An empty database without any migration, for tests of migrating. */
export const openEmptyDatabase = async (): Promise<TestDatabase> => {
  const name = `lienthong_test_${randomBytes(6).toString('hex')}`;
  await maintain((client) => createEmpty(client, name));
  return testDatabase(name);
};

const testDatabase = (name: string): TestDatabase => {
  const url = urlOf(name);
  let api: ApiDatabase | undefined;
  const opened = new Map<LoginRole, Database>();
  return {
    url,
    for: (reader) => (api ??= openApiDatabase(apiUrls(url), 4)).as(reader),
    as: (role) => {
      const database = opened.get(role) ?? openDatabase({ url: urlAs(url, role), role });
      opened.set(role, database);
      return database;
    },
    query: (text, values) => withClient(url, async (client) => (await client.query(text, values as unknown[])).rows),
    close: async () => {
      await Promise.all([api?.close(), ...[...opened.values()].map((database) => database.close())]);
      await maintain(async (client) => {
        await client.query(`drop database ${name}`);
        await client.query(dropLoginsText(name));
      });
    },
  };
};

const templateDatabase = async (): Promise<string> => {
  const digest = createHash('sha256').update(migrationFiles().map((file) => file.checksum).join()).digest('hex').slice(0, 12);
  const template = `lienthong_template_${digest}`;
  await maintain(async (client) => {
    await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    const found = await client.query('select 1 from pg_database where datname = $1', [template]);
    if (found.rowCount) return;
    // Under another name until it is whole: a run killed in between leaves nothing that looks like a template.
    const building = `${template}_building`;
    await client.query(`drop database if exists ${building}`);
    await createEmpty(client, building);
    await migrate(urlOf(building));
    await client.query(`alter database ${building} rename to ${template}`);
  });
  return template;
};

const createEmpty = (client: Client, name: string) => client.query(`create database ${name} template template0 encoding 'UTF8'`);

const maintain = <T>(fn: (client: Client) => Promise<T>): Promise<T> => withClient(serverUrl(), fn);

const withClient = async <T>(url: string, fn: (client: Client) => Promise<T>): Promise<T> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await fn(client);
  } finally {
    await client.end();
  }
};

const serverUrl = (): string => {
  const url = process.env.LIENTHONG_TEST_DATABASE_URL;
  if (!url) throw new Error('LIENTHONG_TEST_DATABASE_URL is not set; run the tests with `npm test`, which starts a server, or set it to a superuser URL');
  return url;
};

const urlOf = (database: string): string => {
  const url = new URL(serverUrl());
  url.pathname = `/${database}`;
  return url.toString();
};
