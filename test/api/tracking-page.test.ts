import { trackingSecret } from '../../gateway/tracking-secret';
import { html } from '../../api/pages/html';
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

async function forwarded(name: string): Promise<Receipt> {
  const receipt = await accepted(name);
  await does(api.installation.desk, receipt.dossierId, 'complete', `receptionist@${COMMUNE_UNIT}`);
  return receipt;
}

async function resolved(name: string): Promise<Receipt> {
  const receipt = await forwarded(name);
  const { desk } = api.installation;
  for (let task = await onlyTask(desk, receipt.dossierId); task.kind !== 'return'; task = await onlyTask(desk, receipt.dossierId)) {
    await does(desk, receipt.dossierId, 'take-up', officerOf(task));
    await does(desk, receipt.dossierId, 'complete', officerOf(task), { fields: { outcome: task.kind === 'sign' ? 'approved' : 'done' } });
  }
  return receipt;
}

interface Page {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Sends a form as a browser does. */
async function sent(path: string, fields: Record<string, string>): Promise<Page> {
  const answer = await fetch(`${api.url}${path}`, { method: 'POST', body: new URLSearchParams(fields) });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}
const codes = ({ code, secret }: Receipt) => ({ code, secret });
const shown = (receipt: Receipt, language = 'vi') => sent(`/tracking?lang=${language}`, codes(receipt));
const keyIn = ({ text }: Page): string => /name="key" value="([\w-]+)"/.exec(text)![1]!;

test('the form opens without a script, in Vietnamese, with the code that the QR code of the receipt gives', async () => {
  const { status, headers, body } = await api.anonymous.get('/tracking?code=H35.41.01.01-220314-0001');
  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(headers.get('content-language')).toBe('vi');
  expect(headers.get('cache-control')).toBe('no-store');
  expect(body).toContain('<html lang="vi">');
  expect(body).toContain('value="H35.41.01.01-220314-0001"');
  expect(body).not.toMatch(/<script|style="|onclick/i);
  expect((await api.anonymous.get('/tracking?lang=en')).body).toContain('Track a dossier');
});

test('nothing but its own stylesheet may be loaded, and that is served', async () => {
  const { headers, body } = await api.anonymous.get('/tracking');
  expect(headers.get('content-security-policy')).toBe("default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
  const stylesheet = await api.anonymous.get(/href="(\/tracking\.css[^"]*)"/.exec(body)![1]!);
  expect(stylesheet.headers.get('content-type')).toContain('text/css');
  expect(stylesheet.headers.get('cache-control')).toContain('immutable');
});

test('whoever has code and secret sees where the dossier is, until when, and each step; nobody is named', async () => {
  const receipt = await forwarded('Giàng A Chu');
  const { status, text } = await shown(receipt);
  expect(status).toBe(200);
  for (const seen of [receipt.code, 'Đang xử lý tại', 'Ông/bà chưa cần làm gì', '17:00 ngày 04/04/2022', 'Đã chuyển đến, chờ nhận', 'Chưa đến']) expect(text).toContain(seen);
  for (const hidden of ['Giàng', '012345678901', '0912345678', 'sung-thi-dua']) expect(text).not.toContain(hidden);
  const english = await shown(receipt, 'en');
  expect(english.text).toContain('Being processed at');
  expect(english.headers.get('content-language')).toBe('en');
});

test('an unknown code and a wrong secret give the form again with the same sentence; what was typed as code stays', async () => {
  const receipt = await accepted('Lý A Sử');
  const wrong = await sent('/tracking', { code: receipt.code, secret: '0000-0000-0000' });
  const unknown = await sent('/tracking', { code: 'H35.41.01.01-220314-9999', secret: receipt.secret });
  for (const { status, text } of [wrong, unknown]) {
    expect(status).toBe(404);
    expect(text).toContain('Mã hồ sơ và mã tra cứu không khớp');
    expect(text).not.toContain(receipt.secret);
  }
  expect(wrong.text).toContain(`value="${receipt.code}"`);
  expect(wrong.text.replaceAll(receipt.code, '')).toBe(unknown.text.replaceAll('H35.41.01.01-220314-9999', ''));
  for (const path of ['/tracking/rating', '/tracking/complaint']) expect((await sent(path, { ...codes(receipt), secret: 'x', text: 'a', key: 'k' })).status).toBe(404);
  expect((await sent('/tracking', { code: '\0', secret: '\ud800' })).status).toBe(404);
});

test('a supplement stands in front as what has to be done, and what officers typed stays text', async () => {
  const receipt = await forwarded('Mùa A Sinh');
  const { desk } = api.installation;
  const task = await onlyTask(desk, receipt.dossierId);
  await does(desk, receipt.dossierId, 'take-up', officerOf(task));
  await does(desk, receipt.dossierId, 'request-supplement', officerOf(task), { fields: { items: ['Giấy <script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "Sổ 'đỏ' & bìa"] } });
  const { text } = await shown(receipt);
  for (const seen of ['Bổ sung giấy tờ sau, chậm nhất', '17:00 ngày 04/04/2022', 'Giấy &lt;script&gt;alert(1)&lt;/script&gt;', '&quot;&gt;&lt;img src=x onerror=alert(1)&gt;', 'Sổ &#39;đỏ&#39; &amp; bìa']) expect(text).toContain(seen);
  expect(text).not.toMatch(/<script|<img/);
});

test('what stands in the address stays text, too', async () => {
  const { body } = await api.anonymous.get(`/tracking?code=${encodeURIComponent('"><script>alert(1)</script>')}&lang=${encodeURIComponent('"><script>')}`);
  expect(body).not.toContain('<script');
  expect(body).toContain('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"');
  expect(body).toContain('<html lang="vi">');
});

test('an apology is a letter with the new date', async () => {
  const receipt = await forwarded('Thào A Vàng');
  const { desk } = api.installation;
  const { agency } = await onlyTask(desk, receipt.dossierId);
  // Near its appointment: an early dossier is given no new date.
  await api.installation.setClock('2022-03-30T08:00');
  await does(desk, receipt.dossierId, 'apologise', `leader@${agency}`, { fields: { reason: 'thiếu người', newDue: '2022-04-08T17:00+07:00' } });
  const { text } = await shown(receipt);
  for (const seen of ['Thư xin lỗi', 'Ngày hẹn trả kết quả mới', '17:00 ngày 08/04/2022', 'Hẹn lần đầu']) expect(text).toContain(seen);
});

test('once there is a result it says where to fetch it, and may be rated; not before', async () => {
  const early = await forwarded('Cứ A Tủa');
  const scores = { attitude: '5', time: '4', ease: '3' };
  expect((await shown(early)).text).not.toContain('/tracking/rating');
  expect((await sent('/tracking/rating', { ...codes(early), ...scores })).text).toContain('Chỉ đánh giá được khi đã có kết quả');

  const receipt = await resolved('Hảng A Dê');
  const before = await shown(receipt);
  expect(before.text).toContain('nhận kết quả');
  expect((await sent('/tracking/rating', { ...codes(receipt), attitude: '5', comment: 'rất <b>tốt</b>' })).text).toContain('Hãy chọn một mức cho mỗi câu hỏi');
  const rated = await sent('/tracking/rating', { ...codes(receipt), ...scores, comment: 'rất <b>tốt</b>' });
  expect(rated.text).toContain('Đã nhận đánh giá');
  expect(rated.text).toContain('rất &lt;b&gt;tốt&lt;/b&gt;</textarea>');
  expect((await api.anonymous.get(`/v1/tracking/${receipt.code}`, { 'x-tracking-secret': receipt.secret })).body.rating.given).toMatchObject({ attitude: 5, time: 4, ease: 3, comment: 'rất <b>tốt</b>' });
});

test('a complaint is taken in once however often the form is sent, stays text, and shows its answer', async () => {
  const receipt = await accepted('Vàng Thị Máy');
  const key = keyIn(await shown(receipt));
  const complaint = { ...codes(receipt), key, text: 'Chờ lâu\r\n<script>alert("xin chào")</script>', contact: '0912 345 678' };
  const first = await sent('/tracking/complaint', complaint);
  expect(first.text).toContain('Đã nhận phản ánh');
  await sent('/tracking/complaint', complaint);
  const { items } = (await api.anonymous.get(`/v1/tracking/${receipt.code}/complaints`, { 'x-tracking-secret': receipt.secret })).body;
  expect(items).toMatchObject([{ text: 'Chờ lâu\n<script>alert("xin chào")</script>', contact: '0912 345 678', answer: null }]);

  const leader = await api.officer('truong-bo-phan', [`leader@${COMMUNE_UNIT}`]);
  const etag = (await leader.get(`/v1/complaints/${items[0].complaintId}`)).headers.get('etag')!;
  expect((await leader.send('POST', `/v1/complaints/${items[0].complaintId}/answer`, { text: 'Xin lỗi bà <i onmouseover="x">' }, { 'if-match': etag })).status).toBe(200);
  const { text } = await shown(receipt);
  expect(text).toContain('Chờ lâu\n&lt;script&gt;alert(&quot;xin chào&quot;)&lt;/script&gt;');
  expect(text).toContain('Xin lỗi bà &lt;i onmouseover=&quot;x&quot;&gt;');
  expect(text).not.toMatch(/<script|<i /);
  const refused = await sent('/tracking/complaint', { ...complaint, key: 'k2', text: ' ', contact: '"><script>' });
  expect(refused.text).toContain('Hãy ghi nội dung phản ánh');
  expect(refused.text).toContain('value="&quot;&gt;&lt;script&gt;"');
});

test('no other form of data is taken, and a cookie makes no difference', async () => {
  const receipt = await accepted('Phàn A Tính');
  const json = await window.send('POST', '/tracking', codes(receipt));
  expect(json.status).toBe(415);
  expect(json.headers.get('content-type')).toContain('text/html');
  const withCookie = await fetch(`${api.url}/tracking`, { method: 'POST', headers: window.headers, body: new URLSearchParams({ code: receipt.code, secret: 'wrong' }) });
  expect(withCookie.status).toBe(404);
  expect((await sent('/tracking', { ...codes(receipt), more: 'x'.repeat(100_000) })).status).toBe(413);
});

test('the template keeps text as text: in content, in attributes, in lists; only its own markup goes in as it is', () => {
  const evil = `<a href="x" title='y'>&`;
  expect(html`<p title="${evil}">${evil}</p>`.text).toBe('<p title="&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;">&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;</p>');
  expect(html`<ul>${['<b>', html`<li>${'<i>'}</li>`, 3, null, undefined, false]}</ul>`.text).toBe('<ul>&lt;b&gt;<li>&lt;i&gt;</li>3</ul>');
  expect(html`${{ text: '<script>' } as never}`.text).toBe('[object Object]');
});
