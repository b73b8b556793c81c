import { trackingSecret } from '../../gateway/tracking-secret';
import { COMMUNE_UNIT, THREE_LEVELS, does, officerOf, onlyTask } from '../engine/desk-work';
import { TRACKING_KEY, startTestApi } from './environment';
import type { TestApi, Visitor } from './environment';

let api: TestApi;
let window: Visitor;

beforeAll(async () => {
  api = await startTestApi({ at: '2022-03-14T08:00' });
  window = await api.officer('sung-thi-dua', [`receptionist@${COMMUNE_UNIT}`]);
});
afterAll(() => api.close());

interface Receipt {
  readonly dossierId: string;
  readonly code: string;
  readonly secret: string;
}

async function accepted(name: string): Promise<Receipt> {
  const { body } = await window.post('/v1/dossiers', { procedure: THREE_LEVELS, unit: COMMUNE_UNIT, documents: ['request'], applicant: { name, idNumber: '012345678901', phone: '0912345678' } });
  const { body: answer } = await window.post(`/v1/dossiers/${body.dossierId}/acts/accept`);
  return { dossierId: body.dossierId, code: answer.code, secret: trackingSecret(TRACKING_KEY, body.dossierId) };
}

const at = (receipt: Receipt, path = ''): string => `/v1/tracking/${receipt.code}${path}`;
const track = (receipt: Receipt, path = '') => api.anonymous.get(at(receipt, path), { 'x-tracking-secret': receipt.secret });
const send = (receipt: Receipt, path: string, body: object, key = `key-${Math.random()}`) =>
  api.anonymous.send('POST', at(receipt, path), body, { 'x-tracking-secret': receipt.secret, 'idempotency-key': key });
const forward = async ({ dossierId }: Receipt): Promise<void> => {
  await does(api.installation.desk, dossierId, 'complete', `receptionist@${COMMUNE_UNIT}`);
};

test('whoever holds the receipt sees where the dossier is, who has it, until when, and each step with its dates', async () => {
  const receipt = await accepted('Lò Thị Mai');
  await forward(receipt);
  const { status, headers, body } = await track(receipt);
  expect(status).toBe(200);
  expect(headers.get('cache-control')).toBe('no-store');
  expect(body).toMatchObject({
    code: receipt.code,
    status: { national: 4, name: { vi: 'Đang xử lý' }, words: { vi: expect.stringContaining('Đang xử lý tại'), en: expect.stringContaining('Being processed at') } },
    procedure: { code: THREE_LEVELS },
    unit: { agency: COMMUNE_UNIT },
    appointmentAt: '2022-04-04T17:00:00.000+07:00',
    overdue: false,
    supplementWanted: [],
    result: null,
    rating: { open: false, given: null },
  });
  expect(body.heldBy).toHaveLength(1);
  expect(body.status.words.vi).toContain(body.heldBy[0].name.vi);
  expect(body.steps.map(({ status }: { status: string }) => status)).toEqual(['done', 'waiting', 'not-begun', 'not-begun', 'not-begun']);
  expect(body.steps[1]).toMatchObject({ at: body.heldBy[0], plannedEnd: expect.any(String), endedAt: null, limit: { vi: '3 ngày làm việc', en: '3 working days' } });
});

test('no personal data, no officer and no note between officers is shown', async () => {
  const receipt = await accepted('Giàng A Chu');
  await forward(receipt);
  const { desk } = api.installation;
  const task = await onlyTask(desk, receipt.dossierId);
  const officer = await api.officer('vang-a-lu', [`${task.officerRole}@${task.agency}`]);
  expect((await officer.post(`/v1/dossiers/${receipt.code}/acts/take-up`)).status).toBe(200);
  expect((await officer.post(`/v1/dossiers/${receipt.code}/acts/complete`, { outcome: 'done', note: 'nhà ông Chu ở xa' })).status).toBe(200);
  const text = JSON.stringify((await track(receipt)).body);
  for (const secret of ['Giàng', '012345678901', '0912345678', 'vang-a-lu', 'sung-thi-dua', 'nhà ông Chu', receipt.secret]) expect(text).not.toContain(secret);
});

test('an unknown code, a wrong secret and the secret of another receipt are answered alike', async () => {
  const receipt = await accepted('Lý A Sử');
  const other = await accepted('Vàng Thị Máy');
  const tries = await Promise.all([
    api.anonymous.get('/v1/tracking/H35.41.01.01-220314-9999', { 'x-tracking-secret': receipt.secret }),
    api.anonymous.get(at(receipt), { 'x-tracking-secret': '0000-0000-0000' }),
    api.anonymous.get(at(receipt), { 'x-tracking-secret': other.secret }),
    api.anonymous.get(at(receipt)),
    api.anonymous.get('/v1/tracking/%00', { 'x-tracking-secret': receipt.secret }),
    api.anonymous.get('/v1/tracking/00000000-0000-0000-0000-000000000000', { 'x-tracking-secret': trackingSecret(TRACKING_KEY, '00000000-0000-0000-0000-000000000000') }),
  ]);
  const told = tries.map(({ status, body: { instance: _, correlationId: __, ...body } }) => ({ status, body }));
  expect(told[0]).toMatchObject({ status: 404, body: { code: 'TRACKING_UNKNOWN' } });
  expect(new Set(told.map((answer) => JSON.stringify(answer))).size).toBe(1);
});

test('code and secret are forgiven small letters and spaces; before acceptance the id stands for the code', async () => {
  const receipt = await accepted('Sùng A Páo');
  expect((await api.anonymous.get(`/v1/tracking/${receipt.code.toLowerCase()}`, { 'x-tracking-secret': ` ${receipt.secret.toLowerCase().replaceAll('-', ' ')} ` })).status).toBe(200);
  const { body } = await window.post('/v1/dossiers', { procedure: THREE_LEVELS, unit: COMMUNE_UNIT, documents: ['request'], applicant: { name: 'Lò Văn Páo' } });
  const waiting = await api.anonymous.get(`/v1/tracking/${body.dossierId}`, { 'x-tracking-secret': trackingSecret(TRACKING_KEY, body.dossierId) });
  expect(waiting).toMatchObject({ status: 200, body: { code: null, status: { national: 1 }, acceptedAt: null, appointmentAt: null } });
});

test('a supplement is wanted with its items and its date, and the applicant sends it with the receipt', async () => {
  const receipt = await accepted('Mùa A Sinh');
  await forward(receipt);
  const { desk } = api.installation;
  const task = await onlyTask(desk, receipt.dossierId);
  await does(desk, receipt.dossierId, 'take-up', officerOf(task));
  await does(desk, receipt.dossierId, 'request-supplement', officerOf(task), { fields: { items: ['Giấy xác nhận của trường'], note: 'chỉ dành cho cán bộ' } });
  const asked = await track(receipt);
  expect(asked.body).toMatchObject({ status: { national: 5 }, clockStopped: true, overdue: false, supplementWanted: [{ n: 1, items: ['Giấy xác nhận của trường'], until: '2022-04-04T17:00:00.000+07:00', sentAt: null }] });
  expect(asked.body.steps[1].status).toBe('stopped');
  expect(JSON.stringify(asked.body)).not.toContain('chỉ dành cho cán bộ');

  const sent = await send(receipt, '/acts/provide-supplement', {}, 'my-supplement');
  expect(sent).toMatchObject({ status: 200, body: { events: ['SupplementProvided'] } });
  expect((await send(receipt, '/acts/provide-supplement', {}, 'my-supplement')).body).toEqual(sent.body);
  expect((await track(receipt)).body.supplementWanted).toMatchObject([{ sentAt: expect.any(String) }]);
  await does(desk, receipt.dossierId, 'confirm-supplement', officerOf(task));
  expect((await track(receipt)).body).toMatchObject({ status: { national: 4 }, supplementWanted: [], clockStopped: false });
});

test('the applicant withdraws with the receipt, once; two applicants may choose the same key', async () => {
  const [one, two] = [await accepted('Hảng A Dê'), await accepted('Cứ A Tủa')];
  for (const receipt of [one, two]) {
    expect(await send(receipt, '/acts/withdraw', { reason: 'tôi chuyển nhà' }, 'same-key')).toMatchObject({ status: 200, body: { dossierId: receipt.dossierId, stage: 'withdrawn' } });
  }
  const again = await send(one, '/acts/stop', {}, 'another-key');
  expect(again).toMatchObject({ status: 409, body: { code: 'ACT_NOT_IN_STAGE' } });
  // What others did is for officers.
  expect(again.body.conflict).toBeUndefined();
  expect((await track(one)).body).toMatchObject({ status: { national: 7 }, heldBy: [], steps: [{ status: 'cancelled' }] });
  expect((await send(one, '/acts/complete', {})).status).toBe(404);
});

test('an apology with its new date, and the result, where and when', async () => {
  const receipt = await accepted('Thào A Vàng');
  await forward(receipt);
  const { desk } = api.installation;
  const first = await onlyTask(desk, receipt.dossierId);
  // Near its appointment: an early dossier is given no new date.
  await api.installation.setClock('2022-03-30T08:00');
  await does(desk, receipt.dossierId, 'apologise', `leader@${first.agency}`, { fields: { reason: 'thiếu người', newDue: '2022-04-08T17:00+07:00' } });
  expect((await track(receipt)).body).toMatchObject({ apologies: [{ newDate: '2022-04-08T17:00:00.000+07:00' }], appointmentAt: '2022-04-08T17:00:00.000+07:00', originalAppointmentAt: '2022-04-04T17:00:00.000+07:00' });

  for (let task = first; task.kind !== 'return'; task = await onlyTask(desk, receipt.dossierId)) {
    await does(desk, receipt.dossierId, 'take-up', officerOf(task));
    await does(desk, receipt.dossierId, 'complete', officerOf(task), { fields: { outcome: task.kind === 'sign' ? 'approved' : 'done' } });
  }
  expect((await track(receipt)).body).toMatchObject({
    status: { national: 9, words: { en: expect.stringContaining('fetch it at') } },
    result: { refused: false, fetchAt: { agency: COMMUNE_UNIT }, readyAt: expect.any(String), returnedAt: null },
    rating: { open: true },
  });
  await does(desk, receipt.dossierId, 'return-result', `receptionist@${COMMUNE_UNIT}`, { fields: { way: 'counter' } });
  expect((await track(receipt)).body).toMatchObject({ status: { national: 10 }, heldBy: [], result: { way: 'counter', returnedAt: expect.any(String) } });
});

test('a receipt opens nothing else: no other dossier, no list, no route of officers', async () => {
  const [one, two] = [await accepted('Phàn A Tính'), await accepted('Chẻo Thị Mẩy')];
  const secret = { 'x-tracking-secret': one.secret };
  expect((await api.anonymous.send('POST', `/v1/tracking/${two.code}/acts/withdraw`, {}, { ...secret, 'idempotency-key': 'k' })).status).toBe(404);
  for (const path of [`/v1/dossiers/${one.code}`, '/v1/dossiers', '/v1/tasks', '/v1/complaints']) expect((await api.anonymous.get(path, secret)).status).toBe(401);
});
