import { trackingSecret } from '../../gateway/tracking-secret';
import { erasePersonalData } from '../../db/personal-data';
import { COMMUNE_UNIT, THREE_LEVELS, does, officerOf, onlyTask } from '../engine/desk-work';
import { TRACKING_KEY, startTestApi } from './environment';
import type { TestApi, Visitor } from './environment';

/** The committee the unit belongs to: its leader stands above the unit's. */
const COMMUNE = COMMUNE_UNIT.slice(0, -3);
let api: TestApi;
let [window, leader, above, control]: Visitor[] = [];

beforeAll(async () => {
  api = await startTestApi({ at: '2022-03-14T08:00' });
  [window, leader, above, control] = await Promise.all([
    api.officer('window', [`receptionist@${COMMUNE_UNIT}`]),
    api.officer('leader', [`leader@${COMMUNE_UNIT}`]),
    api.officer('chairman', [`leader@${COMMUNE}`]),
    api.officer('control', ['procedure-control@H35.01']),
  ]);
});
afterAll(() => api.close());

interface Receipt {
  readonly dossierId: string;
  readonly code: string;
  readonly secret: string;
}

async function accepted(name: string): Promise<Receipt> {
  const { body } = await window!.post('/v1/dossiers', { procedure: THREE_LEVELS, unit: COMMUNE_UNIT, documents: ['request'], applicant: { name } });
  const { body: answer } = await window!.post(`/v1/dossiers/${body.dossierId}/acts/accept`);
  return { dossierId: body.dossierId, code: answer.code, secret: trackingSecret(TRACKING_KEY, body.dossierId) };
}

async function resolved(name: string): Promise<Receipt> {
  const receipt = await accepted(name);
  const { desk } = api.installation;
  for (let task = await onlyTask(desk, receipt.dossierId); task.kind !== 'return'; task = await onlyTask(desk, receipt.dossierId)) {
    if (task.kind !== 'receive') await does(desk, receipt.dossierId, 'take-up', officerOf(task));
    await does(desk, receipt.dossierId, 'complete', officerOf(task), { fields: task.kind === 'receive' ? {} : { outcome: task.kind === 'sign' ? 'approved' : 'done' } });
  }
  return receipt;
}

const headers = ({ secret }: Receipt, key = `key-${Math.random()}`) => ({ 'x-tracking-secret': secret, 'idempotency-key': key });
const rate = (receipt: Receipt, body: object) => api.anonymous.send('POST', `/v1/tracking/${receipt.code}/rating`, body, headers(receipt));
const complain = (receipt: Receipt, text: string, key?: string, more: object = {}) => api.anonymous.send('POST', `/v1/tracking/${receipt.code}/complaints`, { text, ...more }, headers(receipt, key));
const own = async (receipt: Receipt) => (await api.anonymous.get(`/v1/tracking/${receipt.code}/complaints`, headers(receipt))).body.items;
const answer = (by: Visitor, id: string, etag: string | null, text = 'Xin lỗi bà, đã chấn chỉnh') => by.send('POST', `/v1/complaints/${id}/answer`, { text }, etag === null ? {} : { 'if-match': etag });
const etagOf = async (id: string): Promise<string> => (await leader!.get(`/v1/complaints/${id}`)).headers.get('etag')!;

describe('ratings', () => {
  const scores = { attitude: 5, time: 4, ease: 3 };

  test('a dossier is rated once it has a result, not before; scores go from 1 to 5', async () => {
    expect(await rate(await accepted('Lò Thị Mai'), scores)).toMatchObject({ status: 409, body: { code: 'RATING_TOO_EARLY' } });
    const receipt = await resolved('Lò Thị Mai');
    expect((await rate(receipt, { ...scores, ease: 6 })).status).toBe(400);
    expect((await rate(receipt, { ...scores, comment: 'Cán bộ nhiệt tình' })).body).toMatchObject({ ...scores, comment: 'Cán bộ nhiệt tình' });
    const { rating } = (await api.anonymous.get(`/v1/tracking/${receipt.code}`, headers(receipt))).body;
    expect(rating).toMatchObject({ open: true, given: { ...scores, comment: 'Cán bộ nhiệt tình' } });
  });

  test('it may be changed for ten days, and counts once', async () => {
    const receipt = await resolved('Giàng A Chu');
    await rate(receipt, { attitude: 1, time: 1, ease: 1, comment: 'chậm' });
    const before = (await leader!.get('/v1/ratings/summary')).body.count;
    expect((await rate(receipt, { attitude: 5, time: 5, ease: 5 })).body).toMatchObject({ attitude: 5, comment: null });
    expect((await leader!.get('/v1/ratings/summary')).body.count).toBe(before);
    await api.installation.setClock('2022-03-24T09:00');
    expect(await rate(receipt, { attitude: 2, time: 2, ease: 2 })).toMatchObject({ status: 409, body: { code: 'RATING_FINAL' } });
    expect((await api.anonymous.get(`/v1/tracking/${receipt.code}`, headers(receipt))).body.rating).toMatchObject({ open: false, given: { attitude: 5 } });
  });

  test('the unit sees its summary, its leader the comments; another agency sees none', async () => {
    const { body } = await window!.get('/v1/ratings/summary?from=2022-03-01&to=2022-03-31');
    expect(body).toMatchObject({ count: 2, attitude: { average: 5, counts: [0, 0, 0, 0, 2] }, time: { average: 4.5 }, satisfied: 0.5 });
    expect((await above!.get(`/v1/ratings?unit=${COMMUNE_UNIT}`)).body.items).toEqual(expect.arrayContaining([expect.objectContaining({ comment: 'Cán bộ nhiệt tình', unit: COMMUNE_UNIT })]));
    const page = await leader!.get('/v1/ratings?limit=1');
    expect((await leader!.get(`/v1/ratings?limit=1&cursor=${page.body.next}`)).body).toMatchObject({ items: [expect.objectContaining({ unit: COMMUNE_UNIT })], next: null });
    expect((await window!.get('/v1/ratings')).status).toBe(403);
    const stranger = await api.officer('stranger', ['leader@H35.12']);
    expect((await stranger.get('/v1/ratings/summary')).body.count).toBe(0);
    expect((await stranger.get('/v1/ratings')).body.items).toEqual([]);
    expect((await stranger.get(`/v1/ratings/summary?unit=${COMMUNE_UNIT}`)).status).toBe(403);
  });

  test('one that came soon after an officer was shown the receipt says whose eyes it had been before', async () => {
    const receipt = await resolved('Hạng A Chớ');
    const { body } = await window!.post(`/v1/dossiers/${receipt.code}/receipt/prints`, {});
    const { receiptSeen: before } = (await leader!.get('/v1/ratings/summary')).body;
    expect((await rate({ ...receipt, secret: body.trackingSecret }, { attitude: 5, time: 5, ease: 5 })).status).toBe(200);
    expect((await leader!.get('/v1/ratings/summary')).body.receiptSeen).toBe(before + 1);
    const { items } = (await leader!.get('/v1/ratings')).body;
    const given = items.find(({ dossierId }: { dossierId: string }) => dossierId === receipt.dossierId);
    expect(given.receiptSeenBy).toBe('window');
  });
});

describe('complaints', () => {
  test('one is due ten working days later, by the calendar, and the same key is the same complaint', async () => {
    await api.installation.setClock('2022-04-05T09:00');
    const receipt = await accepted('Vàng Thị Máy');
    const first = await complain(receipt, 'Hẹn ba lần không trả', 'complaint-1', { contact: '0912 345 678' });
    // Ten working days after 5 April 2022, with 11 April (Hung Kings' day) off.
    expect(first).toMatchObject({ status: 201, body: { text: 'Hẹn ba lần không trả', contact: '0912 345 678', dueAt: '2022-04-20T17:00:00.000+07:00', answeredAt: null } });
    expect((await complain(receipt, 'Hẹn ba lần không trả', 'complaint-1', { contact: '0912 345 678' })).body).toEqual(first.body);
    expect((await complain(receipt, 'Khác', 'complaint-1')).body.code).toBe('IDEMPOTENCY_KEY_REUSED');
    expect(await own(receipt)).toHaveLength(1);
  });

  test('no more than three of a dossier wait at once', async () => {
    const receipt = await accepted('Sùng Thị Dúa');
    for (const n of [1, 2, 3]) expect((await complain(receipt, `lần ${n}`)).status).toBe(201);
    expect(await complain(receipt, 'lần 4')).toMatchObject({ status: 409, body: { code: 'COMPLAINTS_WAITING' } });
  });

  test('the window, its leader, those above and procedure control read it; other agencies do not', async () => {
    const { body } = await complain(await accepted('Lý A Sử'), 'Thu tiền không biên lai');
    const stranger = await api.officer('other-leader', ['leader@H35.12']);
    for (const reader of [window!, leader!, above!, control!]) {
      expect((await reader.get(`/v1/complaints?limit=200&agency=${COMMUNE_UNIT}`)).body.items).toEqual(expect.arrayContaining([expect.objectContaining({ complaintId: body.complaintId, text: 'Thu tiền không biên lai' })]));
    }
    expect((await stranger.get('/v1/complaints')).body.items).toEqual([]);
    expect(await stranger.get(`/v1/complaints/${body.complaintId}`)).toMatchObject({ status: 404, body: { code: 'COMPLAINT_UNKNOWN' } });
    // An officer who worked on the dossier, and may be meant by it.
    const specialist = await api.officer('specialist', [`specialist@${COMMUNE_UNIT}`]);
    expect((await specialist.get('/v1/complaints')).body.items).toEqual([]);
    expect((await specialist.get(`/v1/complaints/${body.complaintId}`)).status).toBe(404);
    expect((await api.anonymous.get('/v1/complaints')).status).toBe(401);
  });

  test('a leader answers it, once, having read it; the applicant reads the answer', async () => {
    const receipt = await accepted('Hảng A Dê');
    const id = (await complain(receipt, 'Chờ lâu')).body.complaintId;
    const etag = await etagOf(id);
    expect(await answer(window!, id, etag)).toMatchObject({ status: 403, body: { code: 'ANSWER_NOT_YOURS' } });
    expect((await answer(leader!, id, null)).status).toBe(428);
    expect((await answer(leader!, id, '"7"')).status).toBe(412);
    expect(await answer(leader!, id, etag)).toMatchObject({ status: 200, body: { answer: 'Xin lỗi bà, đã chấn chỉnh', answeredBy: 'leader' } });
    expect((await answer(above!, id, etag)).status).toBe(412);
    expect(await answer(above!, id, await etagOf(id))).toMatchObject({ status: 409, body: { code: 'COMPLAINT_ANSWERED' } });
    const [read] = await own(receipt);
    expect(read).toMatchObject({ answer: 'Xin lỗi bà, đã chấn chỉnh', answeredAt: expect.any(String) });
    expect(JSON.stringify(read)).not.toContain('"leader"');
    expect((await leader!.get('/v1/complaints?state=open&limit=200')).body.items.map(({ complaintId }: { complaintId: string }) => complaintId)).not.toContain(id);
    expect((await leader!.get('/v1/complaints?state=answered')).body.items).toMatchObject([{ complaintId: id }]);
  });

  test('procedure control answers where the unit does not; what is not answered in time is overdue', async () => {
    const receipt = await accepted('Cứ A Tủa');
    const id = (await complain(receipt, 'Không ai trả lời')).body.complaintId;
    await api.installation.setClock('2022-05-10T09:00');
    expect((await control!.get(`/v1/complaints/${id}`)).body).toMatchObject({ overdue: true });
    expect((await answer(control!, id, await etagOf(id))).status).toBe(200);
    expect((await control!.get(`/v1/complaints/${id}`)).body).toMatchObject({ overdue: false });
  });

  test('each reading leaves an entry in the access log, and erasure takes every word with it', async () => {
    const receipt = await accepted('Mùa A Sinh');
    const id = (await complain(receipt, 'Làm mất giấy tờ', undefined, { contact: 'bản Nà Cang' })).body.complaintId;
    await leader!.get(`/v1/complaints/${id}`);
    expect((await control!.get(`/v1/audit?dossier=${receipt.code}&person=leader`)).body.items).toMatchObject([{ action: 'read-personal-data', detail: 'complaints' }]);
    await erasePersonalData(api.installation.desk.db, receipt.dossierId, 'lan.nt');
    expect((await leader!.get(`/v1/complaints/${id}`)).body).toMatchObject({ text: null, contact: null });
    expect(await own(receipt)).toMatchObject([{ text: null, contact: null }]);
  });

  test('a page of complaints goes on where the one before ended', async () => {
    const all = (await leader!.get('/v1/complaints?state=all&limit=200')).body.items.map(({ complaintId }: { complaintId: string }) => complaintId);
    const paged: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body }: { body: any } = await leader!.get(`/v1/complaints?state=all&limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`);
      paged.push(...body.items.map(({ complaintId }: { complaintId: string }) => complaintId));
      cursor = body.next;
    }
    expect(paged).toEqual(all);
    expect((await leader!.get('/v1/complaints?cursor=WyJ4Il0')).status).toBe(400);
  });
});
