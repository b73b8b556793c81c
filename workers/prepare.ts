import { Client } from 'pg';
import { InstallationClock } from '../db/installation-clock';
import { openDatabase } from '../db/database';
import { ensureLogins, LOGIN_ROLES, requireOwnLogin } from '../db/logins';
import type { LoginRole } from '../db/logins';
import { migrate } from '../db/migrate';
import { keepSealKey } from '../db/reader-seal';
import { keepLogins, planLogins, withoutCredentials } from '../gateway/database-logins';
import { Signing } from '../gateway/signing';
import { signWhatWasKept } from './sign-what-was-kept';
import { loadCatalogue, readCatalogue } from './load-catalogue';
import type { Report } from './servers/progress';

const DATABASE = 'lienthong';
/** From this file on nothing unsigned is sent to a dossier. */
const SIGNATURES_CAME_WITH = '0017-signed-acts.sql';

export interface PrepareOptions {
  /** Of whoever migrates. */
  readonly serverUrl: string;
  /** `DATABASE_URL` names its database itself. */
  readonly configured: boolean;
  readonly dataDir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly report: Report;
}

/**
 * The installation's own database on a server: made if it is missing, migrated, its logins made and kept in the data
 * directory, the catalogue loaded. Answers where it is, without anybody's name and password.
 */
export async function prepareDatabase({ serverUrl, configured, dataDir, env, report }: PrepareOptions): Promise<string> {
  const url = configured ? serverUrl : await ensureDatabase(serverUrl, DATABASE);
  const { applied, present } = await migrate(url, ({ file, state, index, total }) => {
    if (state === 'applied') report(`database: ${file} (${index}/${total})`);
  });
  const { urls, own } = planLogins(dataDir, env, url);
  // Kept first: a password that a login has and nobody knows would be of no use.
  keepLogins(dataDir, urls);
  await ensureLogins(url, own);
  await keepSealKey(url, urls.api);
  const isUpgraded = present.length > 0 && applied.includes(SIGNATURES_CAME_WITH);
  if (isUpgraded) await signWhatWasKept(url, new Signing(dataDir, 'api'));
  for (const role of LOGIN_ROLES) await tryLogin(urls[role], role);
  await publishCatalogue(urls.recorder, report);
  return withoutCredentials(url);
}

async function tryLogin(url: string, role: LoginRole): Promise<void> {
  const database = openDatabase({ url, role, max: 1 });
  try {
    await requireOwnLogin(database.pool, role);
  } finally {
    await database.close();
  }
}

/** Publishes what the repository's catalogue has and the database has not. `url` is the recorder's. */
export async function publishCatalogue(url: string, report: Report): Promise<void> {
  const database = openDatabase({ url, role: 'recorder', max: 2 });
  try {
    const clock = await InstallationClock.open(database.db);
    const { published, differing, agencies } = await loadCatalogue(database.db, readCatalogue(), clock.now());
    if (published > 0) report(`catalogue: ${published} procedure versions published`);
    for (const line of agencies) report(`catalogue: ${line}`);
    for (const version of differing) {
      report(`catalogue: ${version} is published with another text, which stands; publish a change under a new version`);
    }
  } finally {
    await database.close();
  }
}

/** Makes the database if the server has none of this name, and answers its URL. */
export async function ensureDatabase(serverUrl: string, name: string): Promise<string> {
  const client = new Client({ connectionString: serverUrl });
  // Whoever runs a statement hears that the connection broke; unheard, it would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (found.rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)} encoding 'UTF8' template template0`);
  } finally {
    await client.end();
  }
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.toString();
}
