import { COMMUNE_UNIT, THREE_LEVELS, does, officerOf, onlyTask } from '../engine/desk-work';
import { startTestApi } from './environment';
import type { TestApi, Visitor } from './environment';

const APPLICANT = { name: 'Sùng Thị Kín', idNumber: '014199001234', phone: '0912345678' };
const DIVISION = 'H35.41.01.04';

let api: TestApi;
let window: Visitor;
let specialist: Visitor;
let appraiser: Visitor;
let dossierId: string;

/** Handed in with a file, examined by the commune's division with a note and a file of its own, and passed on. */
beforeAll(async () => {
  api = await startTestApi({ at: '2022-03-14T08:00' });
  const { desk } = api.installation;
  window = await api.officer('pao', [`receptionist@${COMMUNE_UNIT}`]);
  specialist = await api.officer('lan', [`specialist@${DIVISION}`]);
  const handedIn = { procedure: THREE_LEVELS, unit: COMMUNE_UNIT, documents: ['request'], applicant: APPLICANT };
  dossierId = (await window.post('/v1/dossiers', handedIn)).body.dossierId;
  await attach(window, 'cua-nguoi-nop.txt');
  for (const act of ['accept', 'complete']) await window.post(`/v1/dossiers/${dossierId}/acts/${act}`);
  expect((await read(specialist, '')).body).toMatchObject({ reading: 'whole', applicant: { name: APPLICANT.name } });
  await attach(specialist, 'phieu-tham-tra.txt');
  const examined = await specialist.post(`/v1/dossiers/${dossierId}/acts/complete`, { note: 'Đã xác minh tại bản' });
  expect(examined.status).toBe(200);
  const { agency } = await onlyTask(desk, dossierId);
  appraiser = await api.officer('tham', [`specialist@${agency}`]);
});
afterAll(() => api?.close());

const read = (visitor: Visitor, part: string) => visitor.get(`/v1/dossiers/${dossierId}${part}`);
const attach = (visitor: Visitor, name: string) =>
  visitor.upload(`/v1/dossiers/${dossierId}/attachments?name=${name}`, `nội dung ${name}`, {
    'content-type': 'text/plain',
    'idempotency-key': name,
  });
const namesOf = async (visitor: Visitor): Promise<string[]> =>
  (await read(visitor, '/attachments')).body.items.map(({ name }: { name: string | null }) => name);

test('an agency whose part is over sees where the dossier stands and its own part, and nobody\'s data', async () => {
  const { status, body } = await read(specialist, '');
  expect(status).toBe(200);
  expect(body).toMatchObject({ reading: 'own-part', applicant: null, submitter: null, facts: {}, documents: [] });
  expect(body.tasks.map(({ agency }: { agency: string }) => agency)).toEqual([DIVISION]);
  const history = await read(specialist, '/history');
  const told = JSON.stringify(history.body);
  expect(told).toContain('Đã xác minh tại bản');
  expect(told).not.toContain('DossierSubmitted');
  expect(await namesOf(specialist)).toEqual(['phieu-tham-tra.txt']);
  for (const part of ['', '/history', '/attachments', '/timeline', '/clock', '/duplicates']) {
    const text = JSON.stringify((await read(specialist, part)).body);
    for (const secret of Object.values(APPLICANT)) expect(text).not.toContain(secret);
  }
});

test('it does not find the applicant by name, nor open what others attached', async () => {
  const found = await specialist.get(`/v1/dossiers?applicant=${encodeURIComponent(APPLICANT.name)}`);
  expect(found.body.items).toEqual([]);
  const listed = await specialist.get('/v1/dossiers?with=applicant');
  expect(listed.body.items).toMatchObject([{ dossierId, applicantName: null }]);
  const files = (await read(window, '/attachments')).body.items;
  for (const { attachmentId, name } of files) {
    const { status } = await read(specialist, `/attachments/${attachmentId}`);
    expect([name, status]).toEqual([name, name === 'phieu-tham-tra.txt' ? 200 : 404]);
  }
});

test('a refused act of theirs tells nobody who goes on with it', async () => {
  const [own] = (await read(specialist, '')).body.tasks;
  const refused = await specialist.post(`/v1/dossiers/${dossierId}/acts/complete`, { taskId: own.taskId });
  expect(refused.status).toBe(409);
  expect(refused.body.conflict).toBeUndefined();
});

test('its window, whoever works on it now, and whoever looks after them read all of it', async () => {
  const chairman = await api.officer('chu', ['leader@H35.41']);
  const control = await api.officer('kiem', ['procedure-control@H35.01.02']);
  const auditor = await api.officer('thanh.tra', [], ['auditor']);
  for (const visitor of [window, appraiser, chairman, control, auditor]) {
    expect((await read(visitor, '')).body).toMatchObject({ reading: 'whole', applicant: { name: APPLICANT.name } });
    expect(await namesOf(visitor)).toEqual(['cua-nguoi-nop.txt', 'phieu-tham-tra.txt']);
  }
});

test('it may still call its work back, in writing, and works on all of it again', async () => {
  const { acts } = (await read(specialist, '')).body;
  const { taskId } = acts.find(({ act, allowed }: { act: string; allowed: boolean }) => act === 'recall' && allowed);
  const back = { taskId, reason: 'Ghi nhầm số' };
  const recalled = await specialist.post(`/v1/dossiers/${dossierId}/acts/recall`, back);
  expect([recalled.status, recalled.body.detail ?? '']).toEqual([200, '']);
  expect((await read(specialist, '')).body).toMatchObject({ reading: 'whole', applicant: { name: APPLICANT.name } });
  const { desk } = api.installation;
  await does(desk, dossierId, 'complete', officerOf(await onlyTask(desk, dossierId)), { fields: { outcome: 'done' } });
  expect((await read(specialist, '')).body).toMatchObject({ reading: 'own-part', applicant: null });
});
