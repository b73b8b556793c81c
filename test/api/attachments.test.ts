import { createHash } from 'node:crypto';
import { COMMUNE_UNIT, THREE_LEVELS } from '../engine/desk-work';
import { signedIn, startTestApi } from './environment';
import type { TestApi, Visitor } from './environment';

let api: TestApi;
let window: Visitor;
let dossierId: string;
const PDF = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');

beforeAll(async () => {
  api = await startTestApi({ at: '2022-03-14T08:00' });
  window = await api.officer('páo', [`receptionist@${COMMUNE_UNIT}`]);
  dossierId = (await window.post('/v1/dossiers', { procedure: THREE_LEVELS, unit: COMMUNE_UNIT, documents: ['request'], applicant: { name: 'Lò Thị Mai' } })).body.dossierId;
});
afterAll(() => api.close());

const attach = (visitor: Visitor, content: Buffer | string, query: string, key: string, type = 'application/pdf') => visitor.upload(`/v1/dossiers/${dossierId}/attachments?${query}`, content, { 'idempotency-key': key, 'content-type': type });
const NAME = `name=${encodeURIComponent('Đơn đề nghị của Mai.pdf')}`;

test('a file is attached with its digest in the log, listed with its name, and comes back byte for byte', async () => {
  const attached = await attach(window, PDF, `${NAME}&document=request`, 'file-1');
  const sha256 = createHash('sha256').update(PDF).digest('hex');
  expect(attached).toMatchObject({ status: 201, body: { events: ['DocumentAttached'], attachment: { mediaType: 'application/pdf', size: PDF.length, sha256 } } });
  expect((await window.get(`/v1/dossiers/${dossierId}/attachments`)).body.items).toMatchObject([{ name: 'Đơn đề nghị của Mai.pdf', document: 'request', origin: 'officer', sha256, withdrawn: false }]);
  const file = await window.get(attached.headers.get('location')!);
  expect(file).toMatchObject({ status: 200, body: PDF.toString() });
  expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''%C4%90/);
  expect(file.headers.get('x-content-type-options')).toBe('nosniff');
  const history = await window.get(`/v1/dossiers/${dossierId}/history`);
  expect(JSON.stringify(history.body)).toContain(sha256);
  expect(JSON.stringify(history.body)).not.toContain('Mai.pdf');
});

test('the same upload again is the same attachment; another content under its key is refused', async () => {
  const first = await attach(window, PDF, NAME, 'file-2');
  expect((await attach(window, PDF, NAME, 'file-2')).body.attachment).toEqual(first.body.attachment);
  expect(await attach(window, Buffer.concat([PDF, PDF]), NAME, 'file-2')).toMatchObject({ status: 409, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
});

test('what is no document is refused, whatever it calls itself, and leaves nothing', async () => {
  const before = (await window.get(`/v1/dossiers/${dossierId}/attachments`)).body.items.length;
  expect((await attach(window, '<html><script>alert(1)</script></html>', 'name=a.pdf', 'bad-1')).status).toBe(415);
  expect((await attach(window, '', 'name=a.pdf', 'bad-2')).status).toBe(400);
  expect((await attach(window, Buffer.alloc(26 * 1024 * 1024, 'a'), 'name=a.txt', 'bad-3', 'text/plain')).status).toBe(413);
  expect((await window.get(`/v1/dossiers/${dossierId}/attachments`)).body.items).toHaveLength(before);
});

test('nobody of another agency attaches, lists or fetches', async () => {
  const stranger = await api.officer('stranger', ['specialist@H35.12']);
  const { items } = (await window.get(`/v1/dossiers/${dossierId}/attachments`)).body;
  expect((await attach(stranger, PDF, NAME, 'theirs')).status).toBe(404);
  expect((await stranger.get(`/v1/dossiers/${dossierId}/attachments`)).status).toBe(404);
  expect((await stranger.get(`/v1/dossiers/${dossierId}/attachments/${items[0].attachmentId}`)).status).toBe(404);
  expect((await (await signedIn(api.url, 'páo')).get(`/v1/dossiers/${dossierId}/attachments/${items[0].attachmentId}`)).status).toBe(200);
});

test('a post that somebody does not hold attaches nothing, as it does no act', async () => {
  const refused = await attach(window, PDF, `${NAME}&as=leader@H35`, 'as-1');
  expect(refused).toMatchObject({ status: 403, body: { code: 'POST_NOT_HELD', field: 'as' } });
  expect((await attach(window, PDF, `${NAME}&as=receptionist@${COMMUNE_UNIT}&document=request`, 'as-2')).status).not.toBe(403);
});

test('a counter attaches no result: those who examine and sign do', async () => {
  const refused = await attach(window, PDF, `${NAME}&origin=result`, 'result-1');
  expect(refused).toMatchObject({ status: 403, body: { code: 'ATTACHMENT_NO_RESULT', field: 'origin' } });
});
