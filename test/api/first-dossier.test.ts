import { COMMUNE_UNIT, THREE_LEVELS } from '../engine/desk-work';
import { startTestApi } from './environment';
import type { TestApi, Visitor } from './environment';

let api: TestApi;
let window: Visitor;

beforeAll(async () => {
  api = await startTestApi({ at: '2022-03-14T08:00' });
  window = await api.officer('páo', [`receptionist@${COMMUNE_UNIT}`]);
});
afterAll(() => api.close());

const submission = (name: string, more: object = {}) => ({ procedure: THREE_LEVELS, unit: COMMUNE_UNIT, documents: ['request'], applicant: { name }, ...more });

test('an officer hands in a dossier, accepts it and finds it on the work list, over HTTP alone', async () => {
  const submitted = await window.post('/v1/dossiers', submission('Lò Thị Mai'));
  expect(submitted).toMatchObject({ status: 201, body: { stage: 'submitted', events: ['DossierSubmitted', 'StepAssigned'], duplicates: [] } });
  const { dossierId } = submitted.body;

  const accepted = await window.post(`/v1/dossiers/${dossierId}/acts/accept`);
  expect(accepted).toMatchObject({ status: 200, body: { stage: 'processing', code: `${COMMUNE_UNIT}-220314-0001` } });

  const list = await window.get('/v1/tasks?with=applicant');
  expect(list).toMatchObject({ status: 200, body: { items: [{ dossierId, code: accepted.body.code, agency: COMMUNE_UNIT, applicant: 'Lò Thị Mai', urgency: expect.any(String) }], next: null, counts: { open: 1 } } });

  const dossier = await window.get(`/v1/dossiers/${accepted.body.code}`);
  expect(dossier).toMatchObject({ status: 200, body: { dossierId, applicant: { name: 'Lò Thị Mai' }, documents: ['request'] } });
  expect(dossier.body.acts.find((a: { act: string }) => a.act === 'complete')).toMatchObject({ allowed: true, by: [`receptionist@${COMMUNE_UNIT}`] });

  const forwarded = await window.post(`/v1/dossiers/${dossierId}/acts/complete`, { taskId: list.body.items[0].taskId, version: list.body.items[0].version });
  expect(forwarded.status).toBe(200);
  expect((await window.get('/v1/tasks')).body.items).toEqual([]);
  expect(await window.get(`/v1/dossiers/${dossierId}/history`)).toMatchObject({ status: 200, body: { intact: true, items: expect.arrayContaining([expect.objectContaining({ type: 'DossierAccepted', by: `páo (receptionist@${COMMUNE_UNIT})` })]) } });
  expect((await window.get(`/v1/dossiers/${dossierId}/timeline`)).body.lanes.length).toBeGreaterThan(1);
  expect(await window.get(`/v1/dossiers/${dossierId}/receipt`)).toMatchObject({ status: 200, body: { applicant: 'Lò Thị Mai', trackingSecret: null, printed: [] } });
});

test('the same key is the same dossier and the same act; another content under it is refused', async () => {
  const first = await window.post('/v1/dossiers', submission('Lý A Sử'), 'key-1');
  const again = await window.post('/v1/dossiers', submission('Lý A Sử'), 'key-1');
  expect(again.body.dossierId).toBe(first.body.dossierId);
  expect(await window.post('/v1/dossiers', submission('Lý A Sử', { documents: [] }), 'key-1')).toMatchObject({ status: 409, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
  const act = `/v1/dossiers/${first.body.dossierId}/acts/accept`;
  expect((await window.post(act, {}, 'act-1')).body).toEqual((await window.post(act, {}, 'act-1')).body);
});

test('another agency sees nothing of it, and whoever is not signed in is told to sign in', async () => {
  const { body } = await window.post('/v1/dossiers', submission('Vàng Thị Máy'));
  const stranger = await api.officer('stranger', ['specialist@H35.12']);
  expect(await stranger.get(`/v1/dossiers/${body.dossierId}`)).toMatchObject({ status: 404, body: { code: 'DOSSIER_UNKNOWN' } });
  expect(await stranger.post(`/v1/dossiers/${body.dossierId}/acts/accept`)).toMatchObject({ status: 404, body: { code: 'DOSSIER_UNKNOWN' } });
  expect(await api.anonymous.get(`/v1/dossiers/${body.dossierId}`)).toMatchObject({ status: 401, body: { code: 'SIGN_IN_NEEDED', type: '/v1/problems/SIGN_IN_NEEDED' } });
});

test('a dossier that looks like another one says so before it is accepted', async () => {
  const first = await window.post('/v1/dossiers', submission('Giàng A Chu', { applicant: { name: 'Giàng A Chu', idNumber: '012345678901' } }));
  const second = await window.post('/v1/dossiers', submission('Giang A Chu', { applicant: { name: 'Giang A Chu', idNumber: '012345678901' } }));
  expect(second.body.duplicates).toMatchObject([{ dossierId: first.body.dossierId, sameContent: true }]);
  expect((await window.get(`/v1/dossiers/${second.body.dossierId}`)).body.duplicates).toHaveLength(1);
});

test('what is wrong with a request is named with its field, in the language asked for', async () => {
  const missing = await window.post('/v1/dossiers', { procedure: THREE_LEVELS, unit: COMMUNE_UNIT });
  expect(missing).toMatchObject({ status: 400, body: { code: 'FIELD_MISSING', field: 'body.applicant' } });
  expect(await window.send('POST', '/v1/dossiers', submission('x'), { 'accept-language': 'vi' })).toMatchObject({ status: 400, body: { code: 'IDEMPOTENCY_KEY_MISSING', detail: expect.stringContaining('tiêu đề') } });
  expect((await window.get('/v1/nothing')).body).toMatchObject({ status: 404, code: 'NOT_FOUND' });
});

test('the documentation is served, and knows every act', async () => {
  const { body } = await api.anonymous.get('/openapi.json');
  expect(body.openapi).toBe('3.1.0');
  expect(Object.keys(body.paths)).toContain('/v1/dossiers/{reference}/acts/accept');
  expect((await api.anonymous.get('/docs/')).status).toBe(200);
});
