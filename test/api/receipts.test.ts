import { formatInstant, parseInstant } from '../../domain/calendar/local-time';
import { COMMUNE_UNIT, THREE_LEVELS, does } from '../engine/desk-work';
import { startTestApi, superuserQuery } from './environment';
import type { Reply, TestApi, Visitor } from './environment';

let api: TestApi;
let window: Visitor;
let colleague: Visitor;
let elsewhere: Visitor;

beforeAll(async () => {
  api = await startTestApi({ at: '2022-03-14T08:00' });
  window = await api.officer('pao', [`receptionist@${COMMUNE_UNIT}`, `leader@${COMMUNE_UNIT}`]);
  colleague = await api.officer('in.lai', [`receptionist@${COMMUNE_UNIT}`]);
  elsewhere = await api.officer('xa', ['receptionist@H35.12']);
});
afterAll(() => api?.close());

async function accepted(name: string): Promise<{ readonly dossierId: string; readonly code: string }> {
  const body = { procedure: THREE_LEVELS, unit: COMMUNE_UNIT, documents: ['request'], applicant: { name } };
  const { body: { dossierId } } = await window.post('/v1/dossiers', body);
  const { body: { code } } = await window.post(`/v1/dossiers/${dossierId}/acts/accept`);
  return { dossierId, code };
}

const print = (visitor: Visitor, code: string, key?: string): Promise<Reply> =>
  visitor.post(`/v1/dossiers/${code}/receipt/prints`, {}, key);
const track = (code: string, secret: string): Promise<Reply> =>
  api.anonymous.get(`/v1/tracking/${code}`, { 'x-tracking-secret': secret });
const byReceipt = (code: string, secret: string, path: string, body: object, key = `key-${Math.random()}`) =>
  api.anonymous.send('POST', `/v1/tracking/${code}/${path}`, body, { 'x-tracking-secret': secret, 'idempotency-key': key });
const historyOf = async (code: string) => (await window.get(`/v1/dossiers/${code}/history`)).body.items;

describe('the secret on a receipt', () => {
  test('is told to nobody at the window but as it is printed, and the same printing is the same secret', async () => {
    const { dossierId, code } = await accepted('Lò Thị Một');
    const again = await window.post('/v1/dossiers', {
      procedure: THREE_LEVELS, unit: COMMUNE_UNIT, documents: ['request'], applicant: { name: 'Lò Thị Hai' },
    });
    expect(again.body.trackingSecret).toBeNull();
    expect((await window.get(`/v1/dossiers/${code}/receipt`)).body).toMatchObject({ trackingSecret: null, printed: [] });

    const first = await print(window, code, 'print-1');
    expect(first).toMatchObject({ status: 200, body: { dossierId, printed: [{ by: 'pao' }] } });
    expect(first.body.trackingSecret).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    expect((await print(window, code, 'print-1')).body.trackingSecret).toBe(first.body.trackingSecret);
    expect((await window.get(`/v1/dossiers/${code}/receipt`)).body.trackingSecret).toBeNull();
    expect((await track(code, first.body.trackingSecret)).status).toBe(200);
  });

  test('is another one when it is printed again, and the one before opens nothing', async () => {
    const { code } = await accepted('Lò Thị Ba');
    const { body: { trackingSecret: old } } = await print(window, code, 'mine');
    const renewed = await print(colleague, code);
    expect(renewed.body.printed.map(({ by }: { by: string }) => by)).toEqual(['pao', 'in.lai']);
    expect(renewed.body.trackingSecret).not.toBe(old);
    expect((await track(code, old)).status).toBe(404);
    expect((await track(code, renewed.body.trackingSecret)).status).toBe(200);
    // Neither the earlier printing nor a colleague's key shows a secret any more.
    expect(await print(window, code, 'mine')).toMatchObject({ status: 409, body: { code: 'RECEIPT_PRINTED_SINCE' } });
  });

  test('is shown to nobody later, whoever has the key of its printing', async () => {
    const { code } = await accepted('Lò Thị Ba Bốn');
    expect((await print(window, code, 'early')).status).toBe(200);
    await superuserQuery(api.installation.databaseUrl, 'update lienthong.receipt_prints set at = at - 660000');
    expect(await print(window, code, 'early')).toMatchObject({ status: 409, body: { code: 'RECEIPT_PRINTED_SINCE' } });
  });

  test('of a printing is not shown to a colleague who knows its key', async () => {
    const { code } = await accepted('Lò Thị Bốn');
    expect((await print(window, code, 'shared')).status).toBe(200);
    expect(await print(colleague, code, 'shared')).toMatchObject({ status: 409, body: { code: 'RECEIPT_PRINTED_SINCE' } });
  });

  test('is nobody\'s who has nothing to do with the window', async () => {
    const { code } = await accepted('Lò Thị Năm');
    expect((await print(elsewhere, code)).status).toBe(404);
    const control = await api.officer('kiem', ['procedure-control@H35.01.02']);
    expect(await print(control, code)).toMatchObject({ status: 403, body: { code: 'RECEIPT_NOT_YOURS' } });
    expect((await print(api.anonymous, code)).status).toBe(401);
  });

  test('two printings at once are two secrets, of which the later one opens', async () => {
    const { code } = await accepted('Lò Thị Sáu');
    const both = await Promise.all([print(window, code), print(colleague, code)]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    const secrets = both.map(({ body }) => body.trackingSecret);
    const opened = await Promise.all(secrets.map(async (secret) => (await track(code, secret)).status));
    expect([...opened].sort()).toEqual([200, 404]);
  });
});

describe('an act by receipt', () => {
  test('soon after an officer was shown its secret says so', async () => {
    const { code } = await accepted('Vàng A Bảy');
    const { body: { trackingSecret: secret } } = await print(window, code);
    expect((await byReceipt(code, secret, 'acts/withdraw', { reason: 'Không cần nữa' })).status).toBe(200);
    const withdrawn = (await historyOf(code)).find(({ type }: { type: string }) => type === 'DossierWithdrawn');
    expect(withdrawn.by).toContain('pao');
  });

  test('long after it does not', async () => {
    const { code } = await accepted('Vàng A Tám');
    const { body: { trackingSecret: secret } } = await print(window, code);
    const twoHoursAgo = 'update lienthong.receipt_prints set at = at - 7200000';
    await superuserQuery(api.installation.databaseUrl, twoHoursAgo);
    expect((await byReceipt(code, secret, 'acts/withdraw', { reason: 'Không cần nữa' })).status).toBe(200);
    const withdrawn = (await historyOf(code)).find(({ type }: { type: string }) => type === 'DossierWithdrawn');
    expect(withdrawn.by).not.toContain('pao');
  });
});

describe('a likely duplicate', () => {
  const applicant = { name: 'Giàng A Mười', idNumber: '012345678910' };
  const handIn = (visitor: Visitor, unit: string): Promise<Reply> =>
    visitor.post('/v1/dossiers', { procedure: THREE_LEVELS, unit, documents: ['request'], applicant });

  test('is named to those who may see it, and to others is only one', async () => {
    const other = 'H35.41.02.01';
    const stranger = await api.officer('la', [`receptionist@${other}`]);
    const first = await handIn(window, COMMUNE_UNIT);
    const known = await handIn(window, COMMUNE_UNIT);
    expect(known.body).toMatchObject({ duplicates: [{ dossierId: first.body.dossierId }], duplicatesElsewhere: false });

    const found = await handIn(stranger, other);
    expect(found.body).toMatchObject({ duplicates: [], duplicatesElsewhere: true });
    const shown = await stranger.get(`/v1/dossiers/${found.body.dossierId}`);
    expect(shown.body).toMatchObject({ duplicates: [], duplicatesElsewhere: true });
    for (const told of [found.body, shown.body]) expect(JSON.stringify(told)).not.toContain(first.body.dossierId);
    const listed = await stranger.get(`/v1/dossiers/${found.body.dossierId}/duplicates`);
    expect(listed.body).toEqual({ items: [], elsewhere: true });
  });

  test('is told to no client, and a client hands in for its own agencies alone', async () => {
    const client = await api.client('online', { scopes: ['dossiers:submit'], agencies: ['H35.41.01'] });
    const handedIn = await handIn(client, COMMUNE_UNIT);
    expect(handedIn).toMatchObject({ status: 201, body: { duplicates: [], duplicatesElsewhere: false } });
    expect(handedIn.body.trackingSecret).not.toBeNull();
    for (const unit of ['H35.41.02.01', 'H35.12', 'H35.41.01.99']) {
      const refused = await handIn(client, unit);
      expect([unit, refused.status, refused.body.code]).toEqual([unit, 403, 'UNIT_NOT_OF_CLIENT']);
    }
    const nowhere = await api.client('nowhere', { scopes: ['dossiers:submit'] });
    expect((await handIn(nowhere, COMMUNE_UNIT)).status).toBe(403);
  });
});

test('a receipt that is printed again says what was promised, and who received it', async () => {
  const { dossierId, code } = await accepted('Sùng A Chín');
  const { body: { dueAt } } = await print(window, code);
  const due = parseInstant(dueAt);
  // A new date is for a dossier that is nearly due.
  await api.installation.setClock('2022-04-01T08:00');
  const newDue = formatInstant((due.ok ? due.value : 0) + 8 * 86_400_000);
  await does(api.installation.desk, dossierId, 'apologise', `leader@${COMMUNE_UNIT}`, { fields: { newDue, reason: 'Quá tải' } });
  expect((await print(colleague, code)).body).toMatchObject({ dueAt, acceptedBy: 'pao' });
});
