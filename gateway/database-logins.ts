import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { databaseOf, LOGIN_ROLES, loginName } from '../db/logins';
import type { LoginRole } from '../db/logins';
import { writeWhole } from './whole-file';

type Environment = Readonly<Record<string, string | undefined>>;

/** Of whoever migrates, and of each login that somebody else made; only `npm start` is given them. */
const DATABASE_VARIABLE = /^DATABASE_URL(_|$)/;

/** The logins that somebody else made: the installation does not make its own. */
const configuredIn = (env: Environment): Readonly<Record<LoginRole, string | undefined>> => ({
  recorder: env['DATABASE_URL_RECORDER'],
  api: env['DATABASE_URL_API'],
  relay: env['DATABASE_URL_RELAY'],
  auditor: env['DATABASE_URL_AUDITOR'],
});

const FOLDER = 'database-logins';

/** There is no way into the database for this role, or none that we may read. */
export class NoDatabaseLogin extends Error {
  override readonly name = 'NoDatabaseLogin';

  constructor(
    readonly dataDir: string,
    readonly file: string,
    readonly denied: boolean,
  ) {
    const wayOut = denied
      ? 'it opens only to the system user who started the installation: run this as that user'
      : `run "npm start" for the installation in "${dataDir}", which writes it`;
    super(`the way into the database in "${file}" cannot be read; ${wayOut}`);
  }
}

/** The URL without a name or a password: where the database is, for everybody. */
export function withoutCredentials(url: string): string {
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  return bare.toString();
}

/** The same database, entered by the installation's own login of this role. */
export function loginUrl(url: string, role: LoginRole, password: string): string {
  const own = new URL(url);
  own.username = loginName(databaseOf(url), role);
  own.password = password;
  return own.toString();
}

const fileOf = (dataDir: string, role: LoginRole): string => join(dataDir, FOLDER, role);

/** The URL by which a process connects with the rights of this role and no others. */
export function databaseUrlFor(dataDir: string, role: LoginRole): string {
  const kept = keptUrl(dataDir, role);
  if (typeof kept === 'string') return kept;
  throw new NoDatabaseLogin(dataDir, fileOf(dataDir, role), kept.denied);
}

/** A file that is missing or was emptied holds no URL. */
function keptUrl(dataDir: string, role: LoginRole): string | { readonly denied: boolean } {
  try {
    const kept = readFileSync(fileOf(dataDir, role), 'utf8').trim();
    return URL.canParse(kept) ? kept : { denied: false };
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!['ENOENT', 'EACCES', 'EPERM'].includes(code)) throw error;
    return { denied: code !== 'ENOENT' };
  }
}

export interface PlannedLogins {
  readonly urls: Readonly<Record<LoginRole, string>>;
  /** Those that the installation makes for itself, with their passwords. */
  readonly own: Partial<Readonly<Record<LoginRole, string>>>;
}

/** As whom each role connects to this database: as configured, or by a login of our own, which keeps its password. */
export function planLogins(dataDir: string, env: Environment, url: string): PlannedLogins {
  const [urls, own]: [Partial<Record<LoginRole, string>>, Partial<Record<LoginRole, string>>] = [{}, {}];
  const others = configuredIn(env);
  for (const role of LOGIN_ROLES) {
    const configured = others[role];
    const password = configured ? undefined : (passwordBefore(dataDir, role) ?? randomBytes(24).toString('base64url'));
    if (password !== undefined) own[role] = password;
    urls[role] = configured || loginUrl(url, role, password!);
  }
  return { urls: urls as Record<LoginRole, string>, own };
}

function passwordBefore(dataDir: string, role: LoginRole): string | undefined {
  const kept = keptUrl(dataDir, role);
  if (typeof kept !== 'string') return undefined;
  const url = new URL(kept);
  const isOwn = decodeURIComponent(url.username) === loginName(databaseOf(kept), role);
  return isOwn && url.password !== '' ? url.password : undefined;
}

/** Each role's URL in a file of its own, which only its owner can read: a process opens its own alone. */
export function keepLogins(dataDir: string, urls: Readonly<Record<LoginRole, string>>): void {
  const folder = join(dataDir, FOLDER);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  for (const role of LOGIN_ROLES) writeWhole(fileOf(dataDir, role), `${urls[role]}\n`);
}

/** The environment of a part, which finds its way into the database in its file and is told of no other. */
export function withoutDatabaseUrls(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !DATABASE_VARIABLE.test(name)));
}
