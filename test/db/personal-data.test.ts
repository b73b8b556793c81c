import { personalDataOf, storePersonalData } from '../../db/personal-data';
import { EXPORTED_TABLES, dossiersOfIdentity, personalExport } from '../../db/reads/personal-export';
import { recordDossier } from '../../db/record';
import { verifyChain } from '../../db/reads/verify-chain';
import { storeText } from '../../db/store-text';
import { DAY_MS } from '../../domain/calendar/local-time';
import { COLUMNS, ERASURE } from '../../domain/personal-data';
import { USUAL_RETENTION } from '../../domain/retention';
import { correctPerson, erasePerson } from '../../gateway/personal-data';
import type { Correction, Erasure, Office } from '../../gateway/personal-data';
import { testSigning } from '../signing';
import { openTestDatabase, type TestDatabase } from './database';
import { HOUR, MORNING, dossierId, dossierRow, event, recording } from './samples';

const ID = dossierId('kin');
const PERSON = {
  subject: 'applicant' as const,
  name: 'Lường Thị Kín',
  idNumber: '014199000001',
  phone: '0911000001',
  email: 'kin@example.vn',
  address: 'bản Mường',
};
const WRONG: Correction = { subject: 'applicant', values: {}, forget: false, ground: 'wrong', reference: '16/2026' };
const ASKED: Erasure = { ground: 'request', reference: '17/2026', dryRun: false };

let database: TestDatabase;
let first: string;
beforeEach(async () => {
  database = await openTestDatabase();
  const { db, pool } = database.as('recorder');
  await recordDossier(pool, recording(ID, [event(1)], { dossier: dossierRow(ID, 1, { stage: 'processing' }) }));
  first = (await storePersonalData(db, ID, [PERSON])).applicant!;
  await database.query(
    `insert into lienthong.submissions (idempotency_key, dossier_id, unit, request_digest, input, at)
       values ('k', $1, 'H35.12', 'digest of name and number', '{}', 0)`,
    [ID],
  );
  await storeText(db, { dossierId: ID, commandId: 'c-1', field: 'note', text: 'gọi điện cho chị Kín' });
});
afterEach(() => database.close());

const office = (at = MORNING): Office => ({
  db: database.as('recorder').db,
  as: 'operator',
  signing: testSigning('cli'),
  entry: { at, who: 'os:lan' },
});
const row = (over: object = {}) =>
  dossierRow(ID, 1, { stage: 'returned', endedAt: MORNING, returnedAt: MORNING, ...over });
const people = () => personalDataOf(database.as('recorder').db, ID);
const changes = () => database.query('select * from lienthong.personal_data_changes order by change');

describe('the register of what is kept about people', () => {
  test('knows every column of every table that can hold words', async () => {
    const found = await database.query<{ name: string; columns: string[] }>(
      `select c.relname as name, array_agg(a.attname::text order by a.attname) as columns
         from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
         join pg_type t on t.oid = a.atttypid
        where c.relnamespace = 'lienthong'::regnamespace and c.relkind in ('r', 'p')
          and t.typname in ('text', '_text', 'varchar', 'bpchar', 'json', 'jsonb', 'xml', 'bytea', 'name', 'inet')
        group by 1 order by 1`,
    );
    const known = Object.entries(COLUMNS)
      .map(([name, holds]) => ({
        name,
        columns: Object.values(holds)
          .flatMap((columns) => columns.split(' '))
          .sort(),
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    expect(found).toEqual(known);
  });

  test('of every table that tells of an applicant it is said what an erasure does, and it is handed over', () => {
    const tells = Object.entries(COLUMNS)
      .filter(([, holds]) => holds.applicant !== undefined)
      .map(([name]) => name);
    expect(Object.keys(ERASURE).sort()).toEqual(tells.sort());
    expect(tells.filter((name) => !EXPORTED_TABLES.includes(name))).toEqual([]);
  });
});

describe('a correction', () => {
  test('puts the right value there, keeps the wrong one beside it, and explains the new digest', async () => {
    const done = await correctPerson(office(), ID, { ...WRONG, values: { name: 'Lường Thị Kim', email: null } });
    expect(done).toEqual({ ok: true, value: { version: 2, fields: ['name', 'email'] } });
    const { email: _, ...rest } = PERSON;
    expect(await people()).toEqual([{ ...rest, name: 'Lường Thị Kim' }]);
    const [change, ...more] = await changes();
    expect(more).toEqual([]);
    expect(change).toMatchObject({
      version: 2,
      kind: 'corrected',
      fields: ['name', 'email'],
      digest_before: first,
      changed_by: 'os:lan',
    });
    // What anybody computes from the row is the digest the change names.
    const now = await storePersonalData(database.as('recorder').db, ID, []);
    expect(change!['digest_after']).toBe(now.applicant);
    expect(await database.query('select version, name, email from lienthong.personal_data_former')).toEqual([
      { version: 1, name: PERSON.name, email: PERSON.email },
    ]);
    const [entry] = await database.query(
      `select who, dossier_id, detail from lienthong.access_log where action = 'personal-data'`,
    );
    const detail = `corrected applicant v2 name email ${first.slice(0, 16)}>${now.applicant!.slice(0, 16)}`;
    expect(entry).toEqual({ who: 'os:lan', dossier_id: ID, detail });
    expect(await verifyChain(database.as('auditor').db, ID)).toMatchObject({ intact: true });
  });

  test('finds by the right name and number from then on, and by the old number, too', async () => {
    await correctPerson(office(), ID, { ...WRONG, values: { name: 'Vàng A Tối', idNumber: '014199000009' } });
    const keys = await database.query('select search_key from lienthong.personal_data');
    expect(keys).toEqual([{ search_key: 'vang a toi' }]);
    for (const number of ['014199000001', '014199000009']) {
      expect(await dossiersOfIdentity(database.as('auditor').db, number)).toEqual([ID]);
    }
  });

  test('is refused where nothing is kept, nothing is wrong, or somebody was faster', async () => {
    const codeOf = async (values: object, subject: 'applicant' | 'submitter' = 'applicant') => {
      const done = await correctPerson(office(), ID, { ...WRONG, subject, values });
      return done.ok ? done.value.version : done.refusal.code;
    };
    expect(await codeOf({ name: 'X' }, 'submitter')).toBe('PERSONAL_DATA_NONE');
    expect(await codeOf({ name: PERSON.name.normalize('NFD') })).toBe('PERSONAL_DATA_SAME');
    const both = await Promise.all([codeOf({ phone: '0922000002' }), codeOf({ phone: '0933000003' })]);
    expect(both.filter((done) => done === 2)).toHaveLength(1);
    expect(await changes()).toHaveLength(both.filter((done) => typeof done === 'number').length);
  });

  test('forgets what was wrong where that is asked for', async () => {
    await correctPerson(office(), ID, { ...WRONG, values: { phone: '0922000002' } });
    await correctPerson(office(), ID, { ...WRONG, values: { name: 'Lường Thị Kim' }, forget: true });
    expect(await database.query('select * from lienthong.personal_data_former')).toEqual([]);
    const text = JSON.stringify(await changes());
    for (const value of Object.values(PERSON).slice(1)) expect(text).not.toContain(value);
  });

  test('leaves a trace that nobody alters, and is made by nobody else', async () => {
    await correctPerson(office(), ID, { ...WRONG, values: { phone: '0922000002' } });
    await expect(database.query('delete from lienthong.personal_data_changes')).rejects.toThrow('append-only');
    await expect(database.query(`update lienthong.personal_data_changes set changed_by = 'x'`)).rejects.toThrow(
      'append-only',
    );
    for (const role of ['api', 'relay', 'auditor'] as const) {
      const stranger = { ...office(), db: database.as(role).db };
      const tried = correctPerson(stranger, ID, { ...WRONG, values: { phone: '0933000003' } });
      expect([
        role,
        await tried.then(
          ({ ok }) => ok,
          () => false,
        ),
      ]).toEqual([role, false]);
    }
    await expect(database.as('recorder').db.updateTable('personal_data').set({ name: 'X' }).execute()).rejects.toThrow(
      'permission denied',
    );
    expect((await people())[0]!.phone).toBe('0922000002');
  });
});

describe('an erasure', () => {
  const rest = { ...USUAL_RETENTION };
  test('waits while the dossier is open', async () => {
    for (const stage of ['submitted', 'processing', 'resolved']) {
      const done = await erasePerson(office(), row({ stage }), ASKED, rest);
      expect(done).toMatchObject({ ok: false, refusal: { code: 'PERSONAL_DATA_NEEDED' } });
    }
    expect(await people()).toEqual([PERSON]);
  });

  test('of an ended dossier takes what only served to reach somebody, and says what stays and why', async () => {
    const done = await erasePerson(office(MORNING + HOUR), row(), ASKED, rest);
    expect(done).toMatchObject({ ok: true, value: { whole: false, keptUntil: MORNING + 1830 * DAY_MS } });
    const { phone: _, email: __, ...kept } = PERSON;
    expect(await people()).toEqual([kept]);
    expect(await changes()).toMatchObject([{ kind: 'reduced', fields: ['phone', 'email'], digest_before: first }]);
    expect(await database.query('select text from lienthong.texts')).toHaveLength(1);
    if (done.ok) for (const { ground } of done.value.lines) expect([ground.vi, ground.en]).not.toContain('');
  });

  test.each([
    ['when its period is over', MORNING + 1831 * DAY_MS, ASKED],
    ['when a court has decided', MORNING, { ...ASKED, ground: 'court' as const }],
  ])('takes everything %s, former versions and texts with it, and breaks no chain', async (_, at, asked) => {
    await correctPerson(office(), ID, { ...WRONG, values: { name: 'Lường Thị Kim' } });
    expect(await erasePerson(office(at), row(), { ...asked, dryRun: true }, rest)).toMatchObject({
      ok: true,
      value: { whole: true },
    });
    expect(await people()).toHaveLength(1);
    expect(await erasePerson(office(at), row(), asked, rest)).toMatchObject({
      ok: true,
      value: { whole: true, keptUntil: null },
    });
    expect(await people()).toEqual([]);
    const left = await personalExport(database.as('auditor').db, [ID]);
    for (const table of ['personal_data', 'personal_data_former', 'texts', 'attachments', 'voice_texts']) {
      expect([table, left[table]]).toEqual([table, []]);
    }
    expect(JSON.stringify(left)).not.toMatch(/Kín|Kim|0911000001|014199000001/);
    // Made without a salt: a guess could be tested against it.
    expect(await database.query('select request_digest from lienthong.submissions')).toEqual([
      { request_digest: 'forgotten' },
    ]);
    expect((await changes()).at(-1)).toMatchObject({ kind: 'erased', version: 3, digest_after: null });
    expect(await verifyChain(database.as('auditor').db, ID)).toMatchObject({ intact: true });
    // Asked again, there is nothing more to do.
    expect(await erasePerson(office(at), row(), asked, rest)).toMatchObject({ ok: true });
  });

  test('for ever means for ever', async () => {
    const done = await erasePerson(office(MORNING + 9999 * DAY_MS), row(), ASKED, { ...rest, 'dossier-data': null });
    expect(done).toMatchObject({ ok: true, value: { whole: false, keptUntil: null } });
  });
});

test('an export hands over everything, and no salt or hash with it', async () => {
  await correctPerson(office(), ID, { ...WRONG, values: { phone: '0922000002' } });
  const { db } = database.as('auditor');
  const exported = await personalExport(db, await dossiersOfIdentity(db, PERSON.idNumber));
  expect(Object.keys(exported)).toEqual([...EXPORTED_TABLES]);
  expect(exported['personal_data']).toMatchObject([{ name: PERSON.name, phone: '0922000002', version: 2 }]);
  expect(exported['personal_data_former']).toMatchObject([{ phone: PERSON.phone }]);
  expect(exported['texts']).toMatchObject([{ text: 'gọi điện cho chị Kín' }]);
  expect(exported['events']).toHaveLength(1);
  expect(exported['access_log']).toMatchObject([{ who: 'os:lan' }]);
  expect(JSON.stringify(exported)).not.toMatch(/"(salt|hash|digest|storage_key)/);
  expect(await dossiersOfIdentity(db, `' or true --`)).toEqual([]);
});
