import { Client } from 'pg';
import type { Database } from '../db/database';
import { openDatabase } from '../db/database';
import { migrate } from '../db/migrate';
import { loadCatalogue, readCatalogue } from './load-catalogue';
import type { Report } from './servers/progress';

const DATABASE = 'lienthong';

/**
 * The installation's own database on a server: made if it is missing, migrated, the catalogue loaded. A configured
 * `DATABASE_URL` names its database itself.
 */
export async function prepareDatabase(serverUrl: string, configured: boolean, report: Report, name = DATABASE): Promise<string> {
  const url = configured ? serverUrl : await ensureDatabase(serverUrl, name);
  await migrate(url, ({ file, state, index, total }) => {
    if (state === 'applied') report(`database: ${file} (${index}/${total})`);
  });
  const database: Database = openDatabase({ url, role: 'recorder', max: 2 });
  try {
    const { published, differing } = await loadCatalogue(database.db, readCatalogue(), Date.now());
    if (published > 0) report(`catalogue: ${published} procedure versions published`);
    for (const version of differing) report(`catalogue: ${version} is published with another text, which stands; publish a change under a new version`);
  } finally {
    await database.close();
  }
  return url;
}

async function ensureDatabase(serverUrl: string, name: string): Promise<string> {
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
