import type { ClientBase } from 'pg';

/**
 * The rights of the installation (design.md law 9). None of them can log in: the one login role of a process takes on
 * the role it needs, and nothing else.
 *
 * - owner: owns the tables, and is itself under forced row-level security;
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
/** "tuple concurrently updated": another session granted the same membership at the same moment. */
const CONCURRENTLY_UPDATED = 'XX000';

/** Creates the roles that are missing and lets the connected login role take each of them on. Safe to repeat. */
export const ensureRoles = async (client: ClientBase): Promise<void> => {
  for (const role of ROLES) {
    await createRole(client, roleName(role));
    await grantToLogin(client, roleName(role), 5);
  }
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

const grantToLogin = async (client: ClientBase, name: string, attempts: number): Promise<void> => {
  // Since PostgreSQL 16 whoever creates a role is its member without being able to take it on; before, members could.
  const may = await client.query<{ may: boolean }>(
    `select pg_has_role(session_user, $1, case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end) as may`,
    [name],
  );
  if (may.rows[0]?.may) return;
  try {
    await client.query(`grant ${name} to session_user`);
  } catch (error) {
    if (codeOf(error) !== CONCURRENTLY_UPDATED || attempts <= 1) throw error;
    await grantToLogin(client, name, attempts - 1);
  }
};

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
