import { startTestApi } from './environment';
import type { TestApi } from './environment';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ at: '2022-03-14T08:00', training: false, securityContact: 'mailto:an-toan@example.vn', perMinute: 120, trustProxy: '127.0.0.1' });
});
afterAll(() => api.close());

describe('in production a webhook is https', () => {
  test('when it is made, and when it is changed', async () => {
    const administrator = await api.officer('quản', [], ['administrator']);
    const webhook = (url: string) => ({ kind: 'webhook', name: 'cổng', url });
    const refused = await administrator.send('POST', '/v1/subscriptions', webhook('http://receiver.example/in'));
    expect(refused).toMatchObject({ status: 400, body: { code: 'WEBHOOK_NOT_HTTPS', field: 'body.url' } });
    const made = await administrator.send('POST', '/v1/subscriptions', webhook('https://receiver.example/in'));
    expect(made.status).toBe(201);
    const { kind: _, ...change } = { ...webhook('http://receiver.example/in'), active: true };
    const changed = await administrator.send('PUT', `/v1/subscriptions/${made.body.id}`, change, { 'if-match': made.headers.get('etag') ?? '"1"' });
    expect(changed).toMatchObject({ status: 400, body: { code: 'WEBHOOK_NOT_HTTPS' } });
  });
});

describe('an answer to a bad body', () => {
  const answerTo = async (body: object) => JSON.stringify((await api.anonymous.send('POST', '/v1/session', body)).body);
  test('does not give back what came: not a key of half a megabyte, not ten thousand keys', async () => {
    expect((await answerTo({ ['k'.repeat(500_000)]: 1 })).length).toBeLessThan(5_000);
    expect((await answerTo(Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`k${i}`, 1])))).length).toBeLessThan(5_000);
    expect((await answerTo({ name: 'n', password: 'p', x: 1 })).length).toBeLessThan(5_000);
  });
});

describe('what pages may be put into', () => {
  test('nothing, whatever the age of the browser', async () => {
    for (const path of ['/v1/procedures?limit=1', '/docs/static/index.html', '/v1/nothing']) {
      const { headers } = await api.anonymous.get(path);
      expect([path, headers.get('x-frame-options'), headers.get('content-security-policy')]).toEqual([path, 'DENY', expect.stringContaining("frame-ancestors 'none'")]);
    }
  });
  test('the documentation loads nothing from strangers', async () => {
    const { headers } = await api.anonymous.get('/docs/static/index.html');
    expect(headers.get('content-security-policy')).not.toMatch(/https:(?=[ ;])|swagger\.io/);
  });
});

test('one receipt is tried so often a minute, from however many addresses', async () => {
  const tries: number[] = [];
  for (let i = 0; i <= 20; i += 1) {
    const headers = { 'x-tracking-secret': 'AAAA-BBBB-CCCC', 'x-forwarded-for': `203.0.113.${i}` };
    tries.push((await api.anonymous.get('/v1/tracking/H35.41.01.01-220316-0001', headers)).status);
  }
  expect(tries.slice(0, 20)).not.toContain(429);
  expect(tries[20]).toBe(429);
});

test('whoever finds a weakness learns where to tell it', async () => {
  const { status, headers, body } = await api.anonymous.get('/.well-known/security.txt');
  expect([status, headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8']);
  expect(body).toMatch(/^Contact: mailto:an-toan@example\.vn\nExpires: \d{4}-\d\d-\d\dT[\d:.]+Z\n/);
});
