import type { ClientBase } from 'pg';

/**
 * The rights of an installation (design.md law 9). None of them can log in; each database has logins of its own that
 * have one of them (db/logins.ts).
 *
 * - owner: owns the tables, and is itself under forced row-level security; only migrations take it on;
 * - recorder: activities that write dossiers;
 * - api: reads what the identity of its transaction may see; writes submissions and administration;
 * - relay: carries the outbox out;
 * - auditor: reads all, changes nothing.
 */
export const ROLES = ['owner', 'recorder', 'api', 'relay', 'auditor'] as const;
export type Role = (typeof ROLES)[number];

export const roleName = (role: Role): string => `lienthong_${role}`;

/**
 * Roles belong to the whole server, not to a database, so two databases migrating at the same time may both create
 * them: whoever comes second finds them there, or is answered with one of these codes.
 */
const ALREADY_THERE = new Set(['42710', '23505']);
/** "tuple concurrently updated": another session changed the same membership at the same moment. */
const CONCURRENTLY_UPDATED = 'XX000';
const ATTEMPTS = 5;

/** Creates the roles that are missing. Whoever migrates may take on the owner, and none of the others. Safe to repeat. */
export const ensureRoles = async (client: ClientBase): Promise<void> => {
  for (const role of ROLES) await createRole(client, roleName(role));
  await letMigrate(client, roleName('owner'));
  for (const role of ROLES) if (role !== 'owner') await takeFromMigrator(client, roleName(role));
};

const createRole = async (client: ClientBase, name: string): Promise<void> => {
  const found = await client.query('select 1 from pg_roles where rolname = $1', [name]);
  if (found.rowCount) return;
  try {
    await client.query(`create role ${name} nologin noinherit`);
  } catch (error) {
    if (!ALREADY_THERE.has(codeOf(error))) throw error;
  }
};

const letMigrate = async (client: ClientBase, name: string): Promise<void> => {
  // Since PostgreSQL 16 whoever creates a role is its member without being able to take it on; before, members could.
  const may = await client.query<{ may: boolean }>(
    `select pg_has_role(session_user, $1,
                        case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end) as may`,
    [name],
  );
  if (!may.rows[0]?.may) await persistently(() => client.query(`grant ${name} to session_user`));
};

/** Former versions had every process connect as whoever migrates, who granted itself the role of each. */
const takeFromMigrator = async (client: ClientBase, name: string): Promise<void> => {
  // What others granted stays: the right to hand the roles on to the logins is among it.
  const found = await client.query(
    `select from pg_auth_members m
      where m.member = (select oid from pg_roles where rolname = session_user)
        and m.roleid = (select oid from pg_roles where rolname = $1) and m.grantor = m.member`,
    [name],
  );
  if (found.rowCount) await persistently(() => client.query(`revoke ${name} from session_user`));
};

/** Does a change of memberships again that met another one at the same moment. */
export const persistently = async <T>(change: () => Promise<T>, attempts = ATTEMPTS): Promise<T> => {
  try {
    return await change();
  } catch (error) {
    if (codeOf(error) !== CONCURRENTLY_UPDATED || attempts <= 1) throw error;
    return persistently(change, attempts - 1);
  }
};

export const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
