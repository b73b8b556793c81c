import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TornInstallation, findInstallation } from '../../gateway/installation';
import { createWhole, writeWhole } from '../../gateway/whole-file';
import { Hopeless } from './hopeless';
import { Interrupted } from './interrupted';
import type { PostgresHome } from './postgres-home';
import type { Report } from './progress';
import { runCommand } from './run-command';

export const SUPERUSER = 'postgres';

/**
 * The superuser's password: generated once, readable only by whoever started the server. An emptied file is written
 * anew from its copy among the logins.
 */
export function clusterPassword(dataDir: string, report: Report): string {
  const file = join(dataDir, 'postgres.password');
  createWhole(file, randomBytes(24).toString('base64url'));
  const kept = readFileSync(file, 'utf8').trim();
  if (kept !== '') return kept;
  const known = passwordInCopy(dataDir) ?? passwordInInstallation(dataDir);
  if (known === undefined) {
    throw new Hopeless(`"${file}" is empty; put it back from the backup: the database does not open without it`);
  }
  report(`"${file}" was empty: it is written anew from its copy`);
  writeWhole(file, known);
  return known;
}

const copyOf = (dataDir: string): string => join(dataDir, 'database-logins', 'superuser');

/** Keeps the password that opens a second time, should the first file be lost. */
export function keepCopy(dataDir: string, password: string): void {
  if (passwordInCopy(dataDir) !== password) writeWhole(copyOf(dataDir), password);
}

function passwordInCopy(dataDir: string): string | undefined {
  try {
    return readFileSync(copyOf(dataDir), 'utf8').trim() || undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return undefined;
  }
}

/** Where the version before logins kept it. Undefined also where that installation used a server of somebody else, whose password is another. */
function passwordInInstallation(dataDir: string): string | undefined {
  try {
    const url = new URL(findInstallation({}, dataDir)?.databaseUrl ?? '');
    return url.username === SUPERUSER && url.hostname === '127.0.0.1' ? url.password || undefined : undefined;
  } catch (error) {
    if (error instanceof TornInstallation || error instanceof TypeError) return undefined;
    throw error;
  }
}

/** The server's environment is its own: no PG* variable of the caller, no locale, UTC. */
export const serverEnvironment = (): NodeJS.ProcessEnv => ({ PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' });

export interface ClusterOptions {
  readonly ephemeral: boolean;
  readonly signal?: AbortSignal;
}

/**
 * Makes the cluster if there is none. Text is UTF-8 in code-point order with Unicode case rules by PostgreSQL's own provider,
 * so that an index means the same on every machine; pages carry checksums; only the password opens it, also locally.
 * While it is being made the password lies beside it in a file: a cluster found with that file is half-made, and made anew.
 */
export async function ensureCluster(home: PostgresHome, password: string, options: ClusterOptions): Promise<void> {
  const { ephemeral, signal } = options;
  const passwordFile = `${home.cluster}.initial`;
  const versionFile = join(home.cluster, 'PG_VERSION');
  if (existsSync(versionFile) && !existsSync(passwordFile)) {
    const major = readFileSync(versionFile, 'utf8').trim();
    if (major === home.major) return;
    throw new Hopeless(
      `the database in ${home.cluster} is of PostgreSQL ${major}, the programs here are ${home.major}: install the former version of lienthong and dump it, or set DATABASE_URL to a server that has upgraded it`,
    );
  }
  if (existsSync(passwordFile)) {
    for (const name of readdirSync(home.cluster)) rmSync(join(home.cluster, name), { recursive: true, force: true });
  }
  writeFileSync(passwordFile, password, { mode: 0o600 });
  const { uid, gid } = home.account ?? {};
  if (uid !== undefined && gid !== undefined) chownSync(passwordFile, uid, gid);
  const made = await runCommand(
    home.initdb,
    [
      '-D', home.cluster, '-U', SUPERUSER, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C',
      '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--data-checksums', ...(ephemeral ? ['--no-sync'] : []),
    ],
    { cwd: home.cluster, env: serverEnvironment(), uid, gid, signal },
  );
  if (signal?.aborted) throw new Interrupted();
  if (!made.ok) throw new Error(`PostgreSQL could not make its database in ${home.cluster}: ${made.output.trim()}`);
  rmSync(passwordFile);
}
