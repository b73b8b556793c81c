import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { ensureRoles } from './ensure-roles';

export interface MigrationProgress {
  readonly file: string;
  /** 1 … total. */
  readonly index: number;
  readonly total: number;
  readonly state: 'applied' | 'present';
  /** Real milliseconds this file took; 0 for one that was present. */
  readonly ms: number;
}

export interface MigrationSummary {
  readonly applied: readonly string[];
  readonly present: readonly string[];
}

/** An applied file was edited, the database was migrated by a newer program, or the server is too old: nothing was changed. */
export class MigrationMismatch extends Error {
  override readonly name = 'MigrationMismatch';
}

/** Any constant does; it must only be the same in every process that migrates. */
const MIGRATION_LOCK = 7_202_606_118;
const DIRECTORY = join(__dirname, 'migrations');

interface MigrationFile {
  readonly file: string;
  readonly sql: string;
  readonly checksum: string;
}

/**
 * Brings the database to the newest schema. Several processes may call it at once: one migrates, the others wait and
 * find everything present. Each file is applied whole or not at all. Files are never edited once released: an applied
 * file whose text has changed throws MigrationMismatch.
 *
 * `url` is that of a login role which may create roles, or which was granted the five roles beforehand.
 */
export const migrate = async (
  url: string,
  onProgress: (progress: MigrationProgress) => void = () => {},
  files = migrationFiles(),
): Promise<MigrationSummary> => {
  const client = new Client({ connectionString: url, application_name: 'lienthong-migrate' });
  // Whoever runs a statement hears that the connection broke; unheard, it would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await prepare(client);
    return await applyAll(client, files, onProgress);
  } finally {
    await client.end();
  }
};

/** The migrations this program knows, in order. */
export const migrationFiles = (): readonly MigrationFile[] =>
  readdirSync(DIRECTORY)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => {
      // Line endings are not content: a checkout with CRLF must not look like an edited migration.
      const sql = readFileSync(join(DIRECTORY, file), 'utf8').replaceAll('\r\n', '\n');
      return { file, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });

/** Views under the reader's rights and unique constraints over nulls came with 15. */
const OLDEST_SERVER = 150_000;

const prepare = async (client: Client): Promise<void> => {
  const server = await client.query<{ number: number; text: string }>(
    `select current_setting('server_version_num')::int as number, current_setting('server_version') as text`,
  );
  if (server.rows[0]!.number < OLDEST_SERVER) {
    throw new MigrationMismatch(`this server is PostgreSQL ${server.rows[0]!.text}; use 15 or newer, or leave DATABASE_URL unset for the embedded one`);
  }
  await ensureRoles(client);
  const database = await client.query<{ name: string }>('select quote_ident(current_database()) as name');
  const mayCreate = await client.query<{ may: boolean }>(
    `select has_database_privilege('lienthong_owner', current_database(), 'CREATE') as may`,
  );
  if (!mayCreate.rows[0]?.may) await client.query(`grant create on database ${database.rows[0]?.name} to lienthong_owner`);
  // From here on everything belongs to the owner role, whoever happens to be connected.
  await client.query('set role lienthong_owner');
  await client.query('create schema if not exists lienthong');
  await client.query(`create table if not exists lienthong.migrations (
    file text primary key,
    checksum text not null,
    applied_at timestamptz not null default clock_timestamp()
  )`);
};

const applyAll = async (
  client: Client,
  files: readonly MigrationFile[],
  onProgress: (progress: MigrationProgress) => void,
): Promise<MigrationSummary> => {
  const rows = await client.query<{ file: string; checksum: string }>('select file, checksum from lienthong.migrations');
  const known = new Map(rows.rows.map((row) => [row.file, row.checksum]));
  refuseMismatch(files, known);
  const applied: string[] = [];
  const present: string[] = [];
  for (const [index, file] of files.entries()) {
    const started = performance.now();
    if (known.has(file.file)) present.push(file.file);
    else {
      await applyOne(client, file);
      applied.push(file.file);
    }
    const state = known.has(file.file) ? 'present' : 'applied';
    const ms = state === 'present' ? 0 : Math.round(performance.now() - started);
    onProgress({ file: file.file, index: index + 1, total: files.length, state, ms });
  }
  return { applied, present };
};

const refuseMismatch = (files: readonly MigrationFile[], known: ReadonlyMap<string, string>): void => {
  const edited = files.filter((file) => known.has(file.file) && known.get(file.file) !== file.checksum);
  if (edited.length > 0) {
    throw new MigrationMismatch(
      `"${edited.map((file) => file.file).join(', ')}" was edited after this database had applied it; restore the released text and put the change into a new file`,
    );
  }
  const names = new Set(files.map((file) => file.file));
  const unknown = [...known.keys()].filter((file) => !names.has(file)).sort();
  if (unknown.length > 0) {
    throw new MigrationMismatch(
      `this database has "${unknown.join(', ')}", which this program does not know; run the version that migrated it, or a newer one`,
    );
  }
};

const applyOne = async (client: Client, file: MigrationFile): Promise<void> => {
  await client.query('begin');
  try {
    await client.query(file.sql);
    await client.query('insert into lienthong.migrations (file, checksum) values ($1, $2)', [file.file, file.checksum]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`migration "${file.file}" failed and was rolled back`, { cause: error });
  }
};
