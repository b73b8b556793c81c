import { createHash } from 'node:crypto';
import { Client } from 'pg';
import type { Pool } from 'pg';
import { codeOf, persistently, roleName, ROLES } from './ensure-roles';
import type { Role } from './ensure-roles';
import { scramVerifier } from './scram';

/** The roles as which something connects. Migrations alone take on the owner, and connect as who migrates. */
export type LoginRole = Exclude<Role, 'owner'>;
export const LOGIN_ROLES = ROLES.filter((role): role is LoginRole => role !== 'owner');

/** A login has rights that nobody who connects may have, or lacks its own. Nothing was changed. */
export class UnfitLogin extends Error {
  override readonly name = 'UnfitLogin';
}

/** PostgreSQL cuts names off behind so many bytes. */
const LONGEST_NAME = 63;

/**
 * The login of one role in one database. Logins belong to the whole server; the database's name in theirs keeps two
 * installations on one server apart.
 */
export function loginName(database: string, role: LoginRole): string {
  const name = `${database}_${role}_login`;
  if (Buffer.byteLength(name) <= LONGEST_NAME) return name;
  const digest = createHash('sha256').update(database).digest('hex').slice(0, 32);
  return `lienthong_${digest}_${role}_login`;
}

/** The database that a URL names. */
export const databaseOf = (url: string): string => decodeURIComponent(new URL(url).pathname.slice(1));

/**
 * Creates the logins that are missing and gives each its password, exactly its own role and a way into this database,
 * which others lose. Safe to repeat. `url` is that of whoever migrates.
 */
export async function ensureLogins(url: string, passwords: Partial<Readonly<Record<LoginRole, string>>>): Promise<void> {
  const client = new Client({ connectionString: url, application_name: 'lienthong-migrate' });
  // Whoever runs a statement hears that the connection broke; unheard, it would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const database = (await client.query<{ name: string }>('select current_database() as name')).rows[0]!.name;
    for (const role of LOGIN_ROLES) {
      const password = passwords[role];
      if (password !== undefined) await persistently(() => ensureLogin(client, database, role, password));
    }
    await closeToOthers(client, database);
  } finally {
    await client.end();
  }
}

async function ensureLogin(client: Client, database: string, role: LoginRole, password: string): Promise<void> {
  const name = loginName(database, role);
  const login = client.escapeIdentifier(name);
  const found = await client.query<Powers>(`select ${POWERS} from pg_roles where rolname = $1`, [name]);
  if (found.rows[0]) refusePowers(name, found.rows[0]);
  // The doctor tries, as auditor, whether bytes can be written: into a table that is gone at once.
  const wayIn = role === 'auditor' ? 'connect, temporary' : 'connect';
  // The word in front also mends a role that was left without the right to log in.
  const verb = found.rows[0] ? 'alter' : 'create';
  try {
    await client.query(`${verb} role ${login} login inherit password '${scramVerifier(password)}'`);
    await giveOnly(client, name, roleName(role));
    await client.query(`grant ${wayIn} on database ${client.escapeIdentifier(database)} to ${login}`);
  } catch (error) {
    if (codeOf(error) !== PERMISSION_DENIED) throw error;
    throw new UnfitLogin(
      `who migrates may not make the login "${name}" (${(error as Error).message}): give it CREATEROLE and ` +
        `"${roleName(role)}" with admin option, or make the logins yourself and name them as docs/operations.md says`,
      { cause: error },
    );
  }
}

const PERMISSION_DENIED = '42501';

interface Powers {
  readonly powers: readonly string[];
}

const POWERS = `array_remove(array[case when rolsuper then 'superuser' end, case when rolcreaterole then 'createrole' end,
  case when rolcreatedb then 'createdb' end, case when rolreplication then 'replication' end,
  case when rolbypassrls then 'bypassrls' end], null) as powers`;

function refusePowers(name: string, { powers }: Powers): void {
  if (powers.length === 0) return;
  const without = powers.map((power) => `no${power}`).join(' ');
  throw new UnfitLogin(
    `the login "${name}" has ${powers.join(', ')}, which no process of the installation may have: ` +
      `run "alter role ${name} ${without}", or name another login`,
  );
}

/** A login has the rights of its role, cannot become even that where the server can tell (PostgreSQL 16), and is no other's member. */
async function giveOnly(client: Client, name: string, role: string): Promise<void> {
  const login = client.escapeIdentifier(name);
  const held = await client.query<{ role: string }>(
    `select g.rolname as role from pg_auth_members m join pg_roles g on g.oid = m.roleid join pg_roles l on l.oid = m.member
      where l.rolname = $1 and g.rolname <> $2`,
    [name, role],
  );
  for (const other of held.rows) await client.query(`revoke ${client.escapeIdentifier(other.role)} from ${login}`);
  const version = await client.query<{ number: number }>(`select current_setting('server_version_num')::int as number`);
  const how = version.rows[0]!.number >= 160_000 ? ' with inherit true, set false' : '';
  await client.query(`grant ${role} to ${login}${how}`);
}

/**
 * Nobody else connects, and nobody makes tables that would stand before ours. Only a database's owner can say so;
 * from anybody else PostgreSQL takes it with a warning.
 */
async function closeToOthers(client: Client, database: string): Promise<void> {
  await client.query(`revoke connect, temporary on database ${client.escapeIdentifier(database)} from public`);
}

/** Throws UnfitLogin when who is connected is more than this role: a superuser, or a member of something else. */
export async function requireOwnLogin(pool: Pick<Pool, 'query'>, role: LoginRole): Promise<void> {
  const { rows } = await pool.query<Powers & { name: string; roles: string[] }>(
    `select rolname as name, ${POWERS},
            array(select r.rolname::text from pg_roles r
                   where not l.rolsuper and r.oid <> l.oid and pg_has_role(l.oid, r.oid, 'MEMBER') order by 1) as roles
       from pg_roles l where rolname = session_user`,
  );
  const { name, powers, roles } = rows[0]!;
  refusePowers(name, { powers });
  if (roles.join() === roleName(role)) return;
  throw new UnfitLogin(
    `the login "${name}" is a member of ${roles.join(', ') || 'nothing'}; it must be a member of ${roleName(role)} and of nothing else`,
  );
}
