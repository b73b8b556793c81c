import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { runCommand } from './run-command';

/** Whom the database server runs as. It refuses to run as root, and initdb wants a user the system knows by name. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

const CREATED = 'lienthong';

function accounts(): Account[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter((account) => account.name !== '' && account.uid > 0);
}

const named = (...names: readonly string[]): Account | undefined => {
  const known = accounts();
  return names.map((name) => known.find((account) => account.name === name)).find((account) => account !== undefined);
};

/**
 * The account for the server when we are root, undefined when we are not (it then runs as ourselves). A cluster that
 * exists is run by whoever owns it; else the system's `postgres`, else a system user made for it, else `nobody`.
 */
export async function postgresAccount(existingCluster: string | undefined): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = existingCluster === undefined ? undefined : statSync(existingCluster);
  if (owner !== undefined && owner.uid !== 0) return { name: `uid ${owner.uid}`, uid: owner.uid, gid: owner.gid };
  const present = named('postgres', CREATED);
  if (present !== undefined) return present;
  await runCommand('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', CREATED]);
  const account = named(CREATED, 'nobody');
  if (account !== undefined) return account;
  throw new Error(
    'PostgreSQL does not run as root, and there is no user to run it as: create one ("useradd --system postgres"), start as another user, or set DATABASE_URL',
  );
}

/** The nearest directory above (or at) `path` that this account may not pass through; undefined if it can reach `path`. */
export function barrierFor(account: Account, path: string): string | undefined {
  const { mode, uid, gid } = statSync(path);
  const passes = uid === account.uid ? mode & 0o100 : gid === account.gid ? mode & 0o010 : mode & 0o001;
  if (!passes) return path;
  const parent = dirname(path);
  return parent === path ? undefined : barrierFor(account, parent);
}
