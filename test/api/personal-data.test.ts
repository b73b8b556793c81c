import { COMMUNE_UNIT, does, submitted } from '../engine/desk-work';
import { startTestApi, superuserQuery } from './environment';
import type { TestApi, Visitor } from './environment';

const PERSON = { name: 'Lường Thị Kín', idNumber: '014199000001', phone: '0911000001', email: 'kin@example.vn' };

let api: TestApi;
let control: Visitor;
let administrator: Visitor;
let receptionist: Visitor;
let dossierId: string;

beforeAll(async () => {
  api = await startTestApi({ at: '2022-03-14T08:00' });
  control = await api.officer('binh.pv', ['procedure-control@H35.01.02']);
  administrator = await api.officer('quan.hv', [], ['administrator']);
  receptionist = await api.officer('pao.lv', [`receptionist@${COMMUNE_UNIT}`]);
  const { desk } = api.installation;
  ({ dossierId } = await submitted(desk, 'data', { people: [{ subject: 'applicant', ...PERSON }] }));
  await does(desk, dossierId, 'accept', `receptionist@${COMMUNE_UNIT}`);
}, 180_000);
afterAll(() => api?.close());

const at = (rest: string): string => `/v1/dossiers/${dossierId}/personal-data/${rest}`;
const correct = (visitor: Visitor, values: object) =>
  visitor.send('POST', at('correct'), { values, ground: 'wrong', reference: '16/2026' });
const logged = () =>
  superuserQuery<{ who: string; action: string; dossier_id: string | null; detail: string }>(
    api.installation.databaseUrl,
    `select who, action, dossier_id, detail from access_log where action = 'personal-data' order by entry`,
  );

test('what is kept of somebody is handed over by their identity number, which stands in no address and no log', async () => {
  const asked = { idNumber: PERSON.idNumber, reference: '15/2026' };
  const exported = await control.send('POST', '/v1/personal-data/export', asked);
  expect(exported).toMatchObject({ status: 200, body: { dossierIds: [dossierId] } });
  const { tables } = exported.body;
  expect(tables.personal_data).toMatchObject([{ name: PERSON.name, phone: PERSON.phone }]);
  expect(tables.events.length).toBeGreaterThan(1);
  expect(tables.access_log.map(({ who }: { who: string }) => who)).toContain('binh.pv');
  expect(await logged()).toMatchObject([
    { who: 'binh.pv', dossier_id: null, detail: 'export 15/2026, 1 dossiers' },
    { who: 'binh.pv', dossier_id: dossierId, detail: 'export 15/2026' },
  ]);
  const nobody = await control.send('POST', '/v1/personal-data/export', { ...asked, idNumber: '014199999999' });
  expect(nobody).toMatchObject({ status: 200, body: { dossierIds: [] } });
  expect((await logged()).at(-1)).toMatchObject({ detail: 'export 15/2026, 0 dossiers' });
  for (const wrong of [
    { reference: '1' },
    { ...asked, dossier: dossierId },
    { ...asked, reference: 'theo đơn của chị Kín' },
  ]) {
    expect((await control.send('POST', '/v1/personal-data/export', wrong)).status).toBe(400);
  }
});

test('procedure control corrects, under its own name; the dossier shows the right value', async () => {
  for (const stranger of [administrator, receptionist])
    expect((await correct(stranger, { name: 'X' })).status).toBe(403);
  expect(await correct(control, { name: 'Lường Thị Kim', email: null })).toMatchObject({
    status: 200,
    body: { version: 2, fields: ['name', 'email'] },
  });
  expect((await receptionist.get(`/v1/dossiers/${dossierId}`)).body.applicant).toEqual({
    name: 'Lường Thị Kim',
    idNumber: PERSON.idNumber,
    phone: PERSON.phone,
  });
  expect(await correct(control, { name: 'Lường Thị Kim' })).toMatchObject({
    status: 409,
    body: { code: 'PERSONAL_DATA_SAME' },
  });
  for (const wrong of [{}, { name: null }, { name: '' }, { phone: 'x' }, { salt: 'x' }]) {
    expect((await correct(control, wrong)).status).toBe(400);
  }
  expect((await logged()).at(-1)).toMatchObject({
    who: 'binh.pv',
    dossier_id: dossierId,
    detail: expect.stringMatching(/^corrected applicant v2 name email /),
  });
});

test('in the database nobody but procedure control changes it, whatever the API forgets', async () => {
  const query = (person: string) =>
    superuserQuery(
      api.installation.databaseUrl,
      `with me as (select set_config('role', 'lienthong_api', false), set_config('lienthong.person', '${person}', false))
       select control_erases_beside('${dossierId}', true, '${person}', 1647219600000, 'k', 's') from me`,
    );
  for (const person of ['pao.lv', 'quan.hv', 'nobody', ''])
    await expect(query(person)).rejects.toThrow('procedure control alone');
});

test('nothing is erased of an open dossier; of an ended one what only served to reach somebody', async () => {
  const erase = (more: object = {}) =>
    control.send('POST', at('erase'), { ground: 'request', reference: '17/2026', ...more });
  expect(await erase()).toMatchObject({ status: 409, body: { code: 'PERSONAL_DATA_NEEDED' } });
  await does(api.installation.desk, dossierId, 'withdraw', `receptionist@${COMMUNE_UNIT}`);
  const dry = await erase({ dryRun: true });
  expect(dry).toMatchObject({ status: 200, body: { whole: false } });
  const erased = await erase();
  expect(erased.body.keptUntil).toMatch(/^2027-/);
  const { applicant } = (await receptionist.get(`/v1/dossiers/${dossierId}`)).body;
  expect(applicant).toEqual({ name: 'Lường Thị Kim', idNumber: PERSON.idNumber });
  expect(await erase({ ground: 'court', reference: '9/QD-TA' })).toMatchObject({ status: 200, body: { whole: true } });
  const after = (await receptionist.get(`/v1/dossiers/${dossierId}`)).body;
  expect(after.applicant).toBeNull();
  expect((await receptionist.get(`/v1/dossiers/${dossierId}/history`)).body.intact).toBe(true);
  expect((await logged()).map(({ detail }) => detail.split(' ').slice(0, 3).join(' ')).slice(-4)).toEqual([
    expect.stringMatching(/^reduced applicant /),
    'erased contacts request',
    expect.stringMatching(/^erased applicant /),
    'erased whole court',
  ]);
});
