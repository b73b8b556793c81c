import { migrate, migrationFiles, type MigrationProgress } from '../../db/migrate';
import { Client } from 'pg';
import { openDatabase } from '../../db/database';
import { loginName, requireOwnLogin } from '../../db/logins';
import { recordDossier } from '../../db/record';
import { openEmptyDatabase, type TestDatabase } from './database';
import { giveLogins, urlAs } from './logins';
import { dossierId, event, recording } from './samples';

let database: TestDatabase;
beforeEach(async () => { database = await openEmptyDatabase(); });
afterEach(() => database.close());

const names = migrationFiles().map((file) => file.file);

test('files are numbered without gaps', () => {
  expect(names.map((name) => Number(name.slice(0, 4)))).toEqual(names.map((_, index) => index + 1));
});

test('an empty database is brought to the newest schema, with progress; the second time nothing is done', async () => {
  const progress: MigrationProgress[] = [];
  expect(await migrate(database.url, (step) => progress.push(step))).toEqual({ applied: names, present: [] });
  expect(progress.map((step) => [step.file, step.index, step.total, step.state])).toEqual(names.map((name, index) => [name, index + 1, names.length, 'applied']));
  expect(await migrate(database.url)).toEqual({ applied: [], present: names });
});

test('several processes starting at once: one migrates, the others find it done', async () => {
  const summaries = await Promise.all(Array.from({ length: 4 }, () => migrate(database.url)));
  expect(summaries.map((summary) => summary.applied.length).sort()).toEqual([0, 0, 0, names.length]);
});

test('several databases of one server migrating at once agree on the roles', async () => {
  const others = await Promise.all([openEmptyDatabase(), openEmptyDatabase()]);
  await Promise.all([database, ...others].map((each) => migrate(each.url)));
  const roles = await database.query<{ name: string }>(`select rolname as name from pg_roles where rolname like 'lienthong\\_%' and not rolcanlogin order by 1`);
  expect(roles.map((role) => role.name)).toEqual(expect.arrayContaining(['lienthong_api', 'lienthong_auditor', 'lienthong_owner', 'lienthong_recorder', 'lienthong_relay']));
  await Promise.all(others.map((each) => each.close()));
});

test('everything belongs to the owner role, whoever migrated', async () => {
  await migrate(database.url);
  const owners = await database.query<{ owner: string }>(`select distinct tableowner as owner from pg_tables where schemaname = 'lienthong'`);
  expect(owners).toEqual([{ owner: 'lienthong_owner' }]);
});

describe('logins', () => {
  const query = async <T extends object>(url: string, text: string): Promise<T[]> => {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query(text)).rows as T[];
    } finally {
      await client.end();
    }
  };

  test('each does what its role may, in its own database alone', async () => {
    await migrate(database.url);
    await giveLogins(database.url);
    await giveLogins(database.url);
    const recorder = openDatabase({ url: urlAs(database.url, 'recorder'), role: 'recorder' });
    const elsewhere = await openEmptyDatabase();
    try {
      await requireOwnLogin(recorder.pool, 'recorder');
      await expect(requireOwnLogin(recorder.pool, 'api')).rejects.toThrow('is a member of lienthong_recorder; it must be');
      const id = dossierId('granted');
      expect(await recordDossier(recorder.pool, recording(id, [event(1)]))).toMatchObject({ status: 'recorded', headSeq: 1 });
      await migrate(elsewhere.url);
      await giveLogins(elsewhere.url);
      const stranger = new URL(urlAs(database.url, 'recorder'));
      stranger.pathname = new URL(elsewhere.url).pathname;
      await expect(query(stranger.toString(), 'select 1')).rejects.toThrow('permission denied for database');
    } finally {
      await recorder.close();
      await elsewhere.close();
    }
  });

  test('what somebody added to one is taken from it again; a power is refused, with the way out', async () => {
    await migrate(database.url);
    await giveLogins(database.url);
    const login = loginName(new URL(database.url).pathname.slice(1), 'api');
    await database.query(`grant lienthong_recorder, pg_read_all_data to ${login}`);
    await giveLogins(database.url);
    const api = openDatabase({ url: urlAs(database.url, 'api'), role: 'api' });
    await requireOwnLogin(api.pool, 'api');
    await api.close();
    await database.query(`alter role ${login} bypassrls`);
    await expect(giveLogins(database.url)).rejects.toThrow(`run "alter role ${login} nobypassrls"`);
  });

  test('who migrates need be no superuser, and takes back what former versions had it take on', async () => {
    await migrate(database.url);
    const name = new URL(database.url).pathname.slice(1);
    const migrator = `migrator_${name}`;
    const url = Object.assign(new URL(database.url), { username: migrator, password: 'm' }).toString();
    await database.query(`create role ${migrator} login createrole password 'm'; alter database ${name} owner to ${migrator};
      grant lienthong_owner to ${migrator};`);
    try {
      await migrate(url);
      await expect(giveLogins(url)).rejects.toThrow(/"lienthong_recorder" with admin option/);
      await database.query(`grant lienthong_recorder, lienthong_api, lienthong_relay, lienthong_auditor to ${migrator}
        with admin option, inherit false, set false`);
      const mine = `select roleid::regrole::text as role from pg_auth_members where member = session_user::regrole and set_option order by 1`;
      await query(url, 'grant lienthong_recorder, lienthong_api to session_user');
      expect(await query(url, mine)).toHaveLength(3);
      await migrate(url);
      expect(await query(url, mine)).toEqual([{ role: 'lienthong_owner' }]);
      await giveLogins(url);
      expect(await query(urlAs(database.url, 'api'), 'select 1 as one')).toEqual([{ one: 1 }]);
    } finally {
      await database.query(`alter database ${name} owner to postgres; drop owned by ${migrator} cascade`);
      await database.query(`drop role ${migrator}`);
    }
  });
});

test('a URL that would replace the role is refused', () => {
  expect(() => openDatabase({ url: `${database.url}?options=-c%20role%3Dpostgres`, role: 'api' })).toThrow('"options"');
});

test('a released file that was edited is refused and named', async () => {
  await migrate(database.url);
  await database.query(`update lienthong.migrations set checksum = 'other' where file = $1`, [names[2]!]);
  await expect(migrate(database.url)).rejects.toMatchObject({ name: 'MigrationMismatch', message: expect.stringContaining(`"${names[2]}" was edited`) });
});

test('a database of a newer program is refused and named', async () => {
  await migrate(database.url);
  await database.query(`insert into lienthong.migrations (file, checksum) values ('9999-tomorrow.sql', 'x')`);
  await expect(migrate(database.url)).rejects.toMatchObject({ name: 'MigrationMismatch', message: expect.stringContaining('"9999-tomorrow.sql"') });
});

test('dossiers of before signatures are known as such, and closed ones as closed; nothing signed is excused', async () => {
  await migrate(database.url, () => undefined, migrationFiles().slice(0, 14));
  const [open, closed, mixed] = ['open', 'closed', 'mixed'].map(dossierId) as [string, string, string];
  const put = async (id: string, seqs: number[], more = ''): Promise<void> => {
    const last = seqs.at(-1)!;
    await database.query(`insert into lienthong.heads (dossier_id, seq, hash, epoch) values ($1, $2, '', 1)
      on conflict (dossier_id) do update set seq = excluded.seq`, [id, last]);
    for (const seq of seqs) {
      const type = id === closed && seq === last ? 'DossierArchived' : 'DossierSubmitted';
      await database.query(
        `insert into lienthong.events (dossier_id, seq, type, at, actor, command_id, command_index, rules, epoch, body,
           previous_hash, hash${more === '' ? '' : ', signed_by, signature'})
         values ($1, $2, $3, 0, '', $4, 0, 1, 1, '', '', ''${more})`, [id, seq, type, `command-${seq}`]);
    }
  };
  await put(open, [1, 2, 3]);
  await put(closed, [1, 2]);
  await put(mixed, [1, 2]);
  // It is older than signatures: by an hour.
  await database.query(`update lienthong.migrations set applied_at = applied_at - interval '1 hour'`);
  await migrate(database.url, () => undefined, migrationFiles().slice(0, 22));
  await put(mixed, [3, 4], `, 'cli-1', 'x'`);
  const born = dossierId('born');
  await put(born, [1], `, 'cli-1', 'x'`);
  await migrate(database.url);
  expect(await database.query('select dossier_id, seq from lienthong.unsigned_logs order by seq, dossier_id')).toEqual(
    [{ dossier_id: closed, seq: 2 }, { dossier_id: mixed, seq: 2 }].sort((a, b) => (a.dossier_id < b.dossier_id ? -1 : 1))
      .concat({ dossier_id: open, seq: 3 }),
  );
  expect(await database.query('select dossier_id from lienthong.heads where closed')).toEqual([{ dossier_id: closed }]);
});

test('an installation that was made with signatures excuses nothing that has none', async () => {
  await migrate(database.url, () => undefined, migrationFiles().slice(0, 22));
  await database.query(
    `insert into lienthong.events (dossier_id, seq, type, at, actor, command_id, command_index, rules, epoch, body, previous_hash, hash)
     values ($1, 1, 'DossierSubmitted', 0, '', 'forged', 0, 1, 1, '', '', '')`, [dossierId('forged')]);
  await migrate(database.url);
  expect(await database.query('select 1 from lienthong.unsigned_logs')).toEqual([]);
});
