import { migrate, migrationFiles, type MigrationProgress } from '../../db/migrate';
import { openDatabase } from '../../db/database';
import { recordDossier } from '../../db/record';
import { openEmptyDatabase, type TestDatabase } from './database';
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

test('a login role that was granted only the recorder can record, and can take on nothing else', async () => {
  await migrate(database.url);
  const login = `login_${new URL(database.url).pathname.slice(-12)}`;
  await database.query(`create role ${login} login noinherit password 'granted'; grant lienthong_recorder to ${login}`);
  const url = new URL(database.url);
  url.username = login;
  url.password = 'granted';
  const [recorder, owner] = (['recorder', 'owner'] as const).map((role) => openDatabase({ url: url.toString(), role }));
  try {
    const id = dossierId('granted');
    expect(await recordDossier(recorder!.pool, recording(id, [event(1)]))).toMatchObject({ status: 'recorded', headSeq: 1 });
    await expect(owner!.pool.query('select 1')).rejects.toThrow('permission denied to set role');
  } finally {
    await Promise.all([recorder!.close(), owner!.close()]);
    await database.query(`drop role ${login}`);
  }
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
