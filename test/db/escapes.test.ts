import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { Client } from 'pg';
import { NOBODY, openApiDatabase, readerGiver, type ApiDatabase } from '../../db/api-database';
import { storePersonalData } from '../../db/personal-data';
import { recordDossier } from '../../db/record';
import { openTestDatabase, type TestDatabase } from './database';
import { apiUrls, urlAs } from './logins';
import { dossierId, dossierRow, event, recording, taskRow } from './samples';

/**
 * What somebody tries who can have the API's own connection evaluate what they like: first expressions, as an injection
 * gives them, then whole statements. The reader is an officer of H35.12; the dossier they want is of H35.40.
 */
let database: TestDatabase;
let api: ApiDatabase;
const OFFICER = { person: 'p-1', agencies: ['H35.12'] } as const;
const wanted = dossierId('elsewhere');

beforeAll(async () => {
  database = await openTestDatabase();
  api = openApiDatabase(apiUrls(database.url), 4);
  const { pool, db } = database.as('recorder');
  const other = { dossier: dossierRow(wanted, 1, { receivingUnit: 'H35.40', holders: ['H35.40'] }), tasks: [taskRow({ agency: 'H35.40' })] };
  await recordDossier(pool, recording(wanted, [event(1)], other));
  await storePersonalData(db, wanted, [{ subject: 'applicant', name: 'Lò Thị Đào', idNumber: '045123456789' }]);
});
afterAll(async () => {
  await api?.close();
  await database?.close();
});

/** What the officer sees of the dossier after the expression was evaluated on the same connection, within one transaction or in the next. */
async function seenAfter(expression: string): Promise<{ readonly refused: string | null; readonly seen: number; readonly as: string }> {
  const client = new Client({ connectionString: urlAs(database.url, 'api'), options: '-c search_path=lienthong' });
  await client.connect();
  try {
    await readerGiver(urlAs(database.url, 'api'))(client as never, OFFICER);
    const refused = await client.query(expression).then(() => null, (error: Error) => error.message);
    // Switched off, it has every query refused.
    await client.query(`select set_config('row_security', 'on', false)`);
    const rows = await client.query<{ n: number; who: string }>(
      `select current_user as who, (select count(*) from lienthong.tasks where dossier_id = $1)
         + (select count(*) from lienthong.dossiers where dossier_id = $1) + (select count(*) from lienthong.personal_data where dossier_id = $1)
         + (select count(*) from lienthong.events where dossier_id = $1) as n`,
      [wanted],
    );
    return { refused, seen: Number(rows.rows[0]!.n), as: rows.rows[0]!.who };
  } finally {
    await client.end();
  }
}

const login = (): string => decodeURIComponent(new URL(urlAs(database.url, 'api')).username);

/** Evaluated; whatever they answer, the officer sees no more than before and is who they were. */
const EXPRESSIONS = {
  'another role, as a setting': `select set_config('role', 'none', false)`,
  'the superuser, as a setting': `select set_config('role', 'postgres', false)`,
  'the recorder, as a setting': `select set_config('role', 'lienthong_recorder', false)`,
  'the owner, as a setting': `select set_config('role', 'lienthong_owner', false)`,
  'another session user, as a setting': `select set_config('session_authorization', 'postgres', false)`,
  'another session user by default': `select set_config('session_authorization', 'default', false), set_config('role', 'none', false)`,
  'agencies': `select set_config('lienthong.agencies', '{H35.40}', false)`,
  'agencies for one transaction': `select set_config('lienthong.agencies', '{H35.40}', true)`,
  'the receipt of a dossier': `select set_config('lienthong.dossier', '${wanted}', false)`,
  'another person': `select set_config('lienthong.person', 'command-relay', false)`,
  'agencies, and no seal': `select set_config('lienthong.agencies', '{H35.40}', false), set_config('lienthong.seal', '', false)`,
  'agencies, and a seal of their own': `select set_config('lienthong.agencies', '{H35.40}', false),
     set_config('lienthong.seal', encode(sha256('' || sha256(convert_to(lienthong.this_session(), 'UTF8'))), 'hex'), false)`,
  'row-level security switched off': `select set_config('row_security', 'off', false)`,
  'another path to functions': `select set_config('search_path', 'pg_temp, public, lienthong', false)`,
  'the triggers switched off': `select set_config('session_replication_role', 'replica', false)`,
  'a file of the server': `select pg_read_file('/etc/passwd')`,
  'a directory of the server': `select pg_ls_dir('.')`,
  'a large object from a file': `select lo_import('/etc/passwd')`,
  'a file written': `select lo_export(0, '/tmp/lienthong-owned')`,
  'the configuration': `select pg_reload_conf()`,
  'another backend ended': `select pg_terminate_backend(pid) from pg_stat_activity where usename <> current_user`,
  'passwords of the server': `select rolpassword from pg_authid`,
  'the keys of readers': `select encode(inner_pad, 'hex') from lienthong.reader_keys`,
  'secrets of other systems': `select secret_hash from lienthong.clients`,
  'tokens of other systems': `select token_hash from lienthong.access_tokens`,
  'statistics of columns': `select most_common_vals from pg_stats where schemaname = 'lienthong' and tablename = 'personal_data'`,
  'a cast that tells what it fails on': `select name::int from lienthong.personal_data`,
  'xml of a whole table': `select query_to_xml('select * from lienthong.personal_data', true, false, '')`,
} as const;

/** Only whole statements can do these; they are refused as well. */
const STATEMENTS = {
  'a role': 'set role lienthong_recorder',
  'the role of the api itself': 'set role lienthong_api',
  'the superuser': 'set role postgres',
  'the owner': 'set local role lienthong_owner',
  'a session': 'set session authorization postgres',
  'a session of another login': `set session authorization lienthong_auditor`,
  'a program of the server': `copy (select 'owned') to program 'cat > /tmp/lienthong-owned'`,
  'a file': `copy (select 'owned') to '/tmp/lienthong-owned'`,
  'a file read': `copy lienthong.texts from '/etc/passwd'`,
  'a token of another system': `insert into lienthong.access_tokens (token_hash, client_id, scopes, expires_real_at)
     values ('\\x01', 'somebody', '{acts:agency}', 9000000000000)`,
  'a role made': 'create role mine superuser login',
  'a membership': 'grant lienthong_recorder to current_user',
  'a power': 'alter role current_user bypassrls',
  'a table of their own': 'create temporary table reader_keys (login text)',
  'a table in the schema': 'create table lienthong.mine (one int)',
  'a function in the schema': `create function lienthong.session_agencies() returns text[] language sql as $$select '{H35.40}'::text[]$$`,
  'a function in public': `create function public.mine() returns int language sql security definer as 'select 1'`,
  'row-level security': 'alter table lienthong.dossiers disable row level security',
  'a policy': 'create policy mine on lienthong.dossiers to public using (true)',
  'a key of readers': `insert into lienthong.reader_keys values (current_user, decode(repeat('36', 64), 'hex'), decode(repeat('5c', 64), 'hex'))`,
  'an extension': 'create extension dblink',
  'a language': `do language plpython3u 'pass'`,
  'the configuration': `alter system set archive_command = 'true'`,
  'a subscription': `create subscription mine connection 'host=127.0.0.1' publication p`,
  'triggers': `set session_replication_role = replica`,
} as const;

describe('an expression within a query of the API', () => {
  test.each(Object.entries(EXPRESSIONS))('%s', async (_name, expression) => {
    expect(await seenAfter(expression)).toMatchObject({ seen: 0, as: login() });
  });

  test.each([
    'another role, as a setting', 'the superuser, as a setting', 'the recorder, as a setting', 'the owner, as a setting',
    'another session user, as a setting', 'the triggers switched off', 'a file of the server', 'a directory of the server',
    'a large object from a file', 'a file written', 'the configuration', 'passwords of the server', 'the keys of readers',
    'secrets of other systems', 'tokens of other systems',
  ] as const)('%s: refused', async (name) => {
    const { refused } = await seenAfter(EXPRESSIONS[name]);
    if (name === 'another role, as a setting') expect([refused, login()]).toEqual([null, login()]);
    else expect(refused).toMatch(/permission denied|must be superuser/);
  });

  test('not one of them leaves a connection of the pool with more than its next reader may see', async () => {
    for (const expression of Object.values(EXPRESSIONS)) {
      await sql.raw(expression).execute(api.as(OFFICER)).catch(() => undefined);
    }
    for (const agencies of [['H35.12'], []]) {
      expect(await api.as({ person: 'p-2', agencies }).selectFrom('dossiers').select('dossier_id').execute()).toEqual([]);
    }
    expect(await api.as({ person: 'p-3', agencies: ['H35.40'] }).selectFrom('dossiers').select('dossier_id').execute()).toHaveLength(1);
  });

  test('a seal that was taken along is worth nothing in another connection', async () => {
    const read = async (client: Client): Promise<Record<string, string>> =>
      (await client.query(`select current_setting('lienthong.person') as person, current_setting('lienthong.agencies') as agencies,
         current_setting('lienthong.seal') as seal, current_setting('lienthong.dossier') as dossier`)).rows[0] as Record<string, string>;
    const clients = [0, 1].map(() => new Client({ connectionString: urlAs(database.url, 'api'), options: '-c search_path=lienthong' }));
    await Promise.all(clients.map((client) => client.connect()));
    try {
      const [own, other] = clients as [Client, Client];
      await readerGiver(urlAs(database.url, 'api'))(other as never, { person: 'p-9', agencies: ['H35.40'] });
      expect((await other.query('select 1 from dossiers')).rowCount).toBe(1);
      for (const [name, value] of Object.entries(await read(other))) await own.query('select set_config($1, $2, false)', [`lienthong.${name}`, value]);
      expect(await read(own)).toEqual(await read(other));
      expect((await own.query('select 1 from dossiers')).rowCount).toBe(0);
    } finally {
      await Promise.all(clients.map((client) => client.end()));
    }
  });

  test('words that look like an end of what is sealed seal nothing else', async () => {
    const tricky = { person: `p\n6:{H35.40}", 4:x`, agencies: ['H35.12","H35.40', `H35.12}4:`, 'H35.40\n'] };
    expect(await api.as(tricky).selectFrom('dossiers').select('dossier_id').execute()).toEqual([]);
  });
});

test.each(Object.entries(STATEMENTS))('a statement of the API: %s is refused', async (_name, statement) => {
  const { refused, seen, as } = await seenAfter(statement);
  expect(refused).toMatch(/permission denied|must be (superuser|owner)|Only roles with|does not exist|no schema|cannot/i);
  expect({ seen, as }).toEqual({ seen: 0, as: login() });
});

/** Rights, and entries of the log of who did what: a statement writes them for the reader that the API has sealed, or not at all. */
const RIGHTS = {
  'a grant for oneself': `insert into person_grants values ('p-1', 'administrator', 0, 'p-1')`,
  'a grant less for another': `delete from person_grants where person = 'p-admin'`,
  'a post': `insert into postings (person, agency, role, kind, from_at) values ('p-1', 'H35.12', 'leader', 'regular', 0)`,
  'a post of another, longer': `update postings set to_at = null where person = 'p-2'`,
  'standing in, by nobody who leads': `insert into postings (person, agency, role, kind, on_behalf_of, from_at)
     values ('p-1', 'H35.12', 'leader', 'stand-in', 'p-2', 0)`,
  'a session of another': `insert into sessions (token_hash, person, csrf, began_real_at, seen_real_at, expires_real_at)
     values ('\\x00', 'p-admin', 'x', 0, 0, 9007199254740991)`,
  'a session handed on': `update sessions set person = 'p-1'`,
  'an account of another': `insert into accounts (person, password_hash) values ('p-admin', 'x')`,
  'a password of another': `update accounts set password_hash = 'x' where person = 'p-2'`,
  'a machine client': `insert into clients (client_id, name, secret_hash, scopes, agencies, created_at, created_by)
     values ('mine', 'Mine', '\\x00', '{}', '{}', 0, 'p-1')`,
  'a key of another': `insert into second_factors (factor_id, person, kind, label, created_real_at, confirmed_real_at)
     values (gen_random_uuid(), 'p-admin', 'webauthn', 'mine', 0, 0)`,
  'a factor of another taken away': `delete from second_factors where person = 'p-2'`,
  'recovery codes of another': `select replace_recovery_codes('p-admin', array['\\x00'::bytea])`,
  'an entry under another name': `insert into access_log (at, who, action) values (0, 'p-admin', 'administration')`,
} as const;

describe('a statement of the API for an officer gives no rights', () => {
  beforeAll(async () => {
    const { pool } = database.as('recorder');
    await pool.query(`insert into people (person, name) values ('p-1', 'One'), ('p-2', 'Two'), ('p-admin', 'Admin'), ('p-auditor', 'Auditor')`);
    await pool.query(`insert into person_grants values ('p-admin', 'administrator', 0, 'test'), ('p-auditor', 'auditor', 0, 'test')`);
    await pool.query(`insert into accounts (person) values ('p-2')`);
    await pool.query(`insert into second_factors (factor_id, person, kind, label, created_real_at)
      values (gen_random_uuid(), 'p-2', 'totp', 'an app', 0)`);
    await pool.query(`insert into postings (person, agency, role, kind, from_at, to_at)
      values ('p-2', 'H35.12', 'leader', 'regular', 0, 1), ('p-1', 'H35.12', 'specialist', 'regular', 0, null)`);
    await api.as({ person: 'p-2', agencies: [] }).insertInto('sessions').values(session('p-2')).execute();
  });

  test.each(Object.entries(RIGHTS))('%s', async (_name, statement) => {
    await expect(sql.raw(statement).execute(api.as(OFFICER))).rejects.toThrow(/may not (write|replace)|permission denied/);
    await expect(sql.raw(statement).execute(api.as(NOBODY))).rejects.toThrow(/may not (write|replace)|permission denied/);
  });

  const confirming = (by: string) => `update confirmations set state = 'confirmed', decided_by = '${by}', decided_at = 1, decided_real_at = 1,
    decided_how = 'second-person' where concerns = 'p-1'`;
  const granting = `insert into person_grants (person, grant_name, granted_at, granted_by, confirmation)
    select 'p-1', 'auditor', 0, 'p-admin', confirmation from confirmations`;

  test('an administrator and an auditor give a grant together, in one transaction, and neither alone', async () => {
    const [admin, auditor] = [api.as({ person: 'p-admin', agencies: [] }), api.as({ person: 'p-auditor', agencies: [] })];
    await sql.raw(`insert into confirmations (confirmation, kind, payload, basis, digest, concerns, summary_vi, summary_en, proposed_by, proposed_at,
      proposed_real_at, expires_real_at) values (gen_random_uuid(), 'grants', '{"grants": ["auditor"]}', '{}', 'x', 'p-1', '', '', 'p-admin', 0, 0, 9)`).execute(admin);
    await expect(sql.raw(granting).execute(admin)).rejects.toThrow('may not write');
    await expect(sql.raw(confirming('p-admin')).execute(admin)).rejects.toThrow();
    await expect(sql.raw(confirming('p-auditor')).execute(admin)).rejects.toThrow('may not decide');
    await expect(sql.raw(confirming('p-1')).execute(api.as(OFFICER))).rejects.toThrow('may not confirm');
    const inOne = (...statements: readonly string[]) =>
      auditor.transaction().execute(async (trx) => {
        for (const statement of statements) await sql.raw(statement).execute(trx);
      });
    // Another grant than was proposed, and the right one of somebody else.
    await expect(inOne(confirming('p-auditor'), granting.replace("'auditor'", "'administrator'"))).rejects.toThrow('may not write');
    await expect(inOne(confirming('p-auditor'), granting.replace("'p-1'", "'p-2'"))).rejects.toThrow('may not write');
    await inOne(confirming('p-auditor'), granting);
    await expect(sql.raw(`delete from person_grants where person = 'p-1'`).execute(auditor)).rejects.toThrow('may not write');
    await expect(sql.raw(`update confirmations set payload = '{}'`).execute(auditor)).rejects.toThrow('stays as it was proposed');
  });

  test('whoever leads lets somebody stand in below, and each begins a session and is logged', async () => {
    const admin = api.as({ person: 'p-admin', agencies: [] });
    const leader = api.as({ person: 'p-2', agencies: ['H35.12'] });
    await sql.raw(`insert into access_log (at, who, action) values (0, 'p-admin', 'administration')`).execute(admin);
    const standIn = `insert into postings (person, agency, role, kind, on_behalf_of, from_at, given_by)
      values ('p-1', 'H35.12', 'specialist', 'stand-in', 'p-admin', 0, 'p-2')`;
    await sql.raw(standIn).execute(leader);
    for (const [from, to] of [['H35.12', 'H35.40'], ["'specialist'", "'leader'"], ["('p-1'", "('p-2'"], ["0, 'p-2'", "0, 'p-1'"]] as const) {
      await expect(sql.raw(standIn.replace(from, to)).execute(leader)).rejects.toThrow('may not write');
    }
    await api.as(OFFICER).insertInto('sessions').values(session('p-1')).execute();
  });
});

const session = (person: string) => ({
  token_hash: randomBytes(32),
  person,
  csrf: 'x',
  began_real_at: 0,
  seen_real_at: 0,
  expires_real_at: Number.MAX_SAFE_INTEGER,
});

test('no login is a superuser or a member of more than its own role, and none can take even that on', async () => {
  for (const role of ['recorder', 'api', 'relay', 'auditor'] as const) {
    const { pool } = database.as(role);
    for (const other of ['lienthong_owner', 'lienthong_recorder', 'lienthong_api', 'lienthong_relay', 'lienthong_auditor', 'postgres']) {
      await expect(pool.query(`set role ${other}`)).rejects.toThrow('permission denied to set role');
    }
  }
});

test('every function that answers under other rights than its caller\'s has a path of its own, and opens to named roles alone', async () => {
  const open = await database.query(
    `select proname from pg_proc where pronamespace = 'lienthong'::regnamespace and prosecdef
        and (not coalesce(proconfig::text like '%search_path=lienthong, pg_temp%', false) or proacl is null or proacl::text ~ '[{,]=X')`,
  );
  expect(open).toEqual([]);
});
