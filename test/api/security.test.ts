import { trackingSecret } from '../../gateway/tracking-secret';
import { Writable } from 'node:stream';
import { connect } from 'node:net';
import pino from 'pino';
import { createApi } from '../../api/server';
import { openApiDatabase } from '../../db/api-database';
import type { ApiDatabase } from '../../db/api-database';
import { hashOfToken } from '../../db/sessions';
import { openAttachments } from '../../integrations/attachments/open-attachments';
import { COMMUNE_UNIT, THREE_LEVELS } from '../engine/desk-work';
import { PASSWORD, PUBLIC_URL, SIGN_IN, TRACKING_KEY, signedIn, startTestApi, superuserQuery, visitor } from './environment';
import type { TestApi, Visitor } from './environment';
import { apiUrls } from '../db/logins';

let api: TestApi;
let window: Visitor;
let direct: ApiDatabase;
const log: string[] = [];
const logStream = new Writable({ write: (chunk: Buffer, _encoding, done) => { log.push(chunk.toString()); done(); } });

beforeAll(async () => {
  api = await startTestApi({ at: '2022-03-14T08:00', log: pino({ level: 'trace' }, logStream) });
  direct = openApiDatabase(apiUrls(api.installation.databaseUrl), 2);
  window = await api.officer('páo', [`receptionist@${COMMUNE_UNIT}`]);
});
afterAll(async () => {
  await direct.close();
  await api.close();
});

const query = <T extends object>(text: string, values: readonly unknown[] = []) => superuserQuery<T>(api.installation.databaseUrl, text, values);
const submission = (name: string, more: object = {}) => ({ procedure: THREE_LEVELS, unit: COMMUNE_UNIT, documents: ['request'], applicant: { name }, ...more });
/** Each time from another address: what one address may do in a minute is a test of its own. */
const signIn = async (name: string, password: string) => {
  addresses += 1;
  const answer = await api.app.inject({ method: 'POST', url: '/v1/session', payload: { name, password }, headers: { 'accept-language': 'en' }, remoteAddress: `10.0.${addresses >> 8}.${addresses & 255}` });
  return { status: answer.statusCode, body: answer.json(), cookies: [answer.headers['set-cookie'] ?? []].flat() };
};
let addresses = 0;
const cookieOf = ([cookie]: readonly string[]): string => cookie!.split(';')[0]!;
const ownSession = async () => {
  const { cookies, body } = await signIn('páo', PASSWORD);
  return { cookie: cookieOf(cookies), 'x-csrf-token': body.csrfToken as string };
};
/** The same API on the same installation under other options, asked without a network. */
const another = (options: Parameters<typeof createApi>[1]) => {
  const { dataDir, desk } = api.installation;
  return createApi({ database: direct, client: desk.client, clock: desk.clock, signing: desk.signing, trackingKey: TRACKING_KEY, signIn: SIGN_IN, publicUrl: PUBLIC_URL, attachments: openAttachments({}, dataDir), actPatienceMs: 20_000 }, options);
};

describe('a cookie alone changes nothing', () => {
  test('a change without the token, or with another one, is refused and written down; reading needs none', async () => {
    const { cookies, body } = await signIn('páo', PASSWORD);
    const cookie = cookieOf(cookies);
    const forged = visitor(api.url, { cookie });
    expect((await forged.get('/v1/session')).status).toBe(200);
    for (const token of [undefined, 'x', '', body.csrfToken.slice(1)]) {
      const answer = await forged.send('POST', '/v1/dossiers', submission('Lò Văn Giả'), { 'idempotency-key': 'forged-1', ...(token === undefined ? {} : { 'x-csrf-token': token }) });
      expect(answer).toMatchObject({ status: 403, body: { code: 'CSRF_MISSING' } });
      expect(await query('select who, action, detail from access_log where correlation_id = $1', [answer.body.correlationId])).toEqual([{ who: 'páo', action: 'refused-route', detail: 'CSRF_MISSING' }]);
    }
    expect((await forged.send('DELETE', '/v1/session')).status).toBe(403);
    expect((await visitor(api.url, { cookie, 'x-csrf-token': body.csrfToken }).send('DELETE', '/v1/session')).status).toBe(204);
  });

  test('the token of another session does not fit', async () => {
    const [own, others] = [await signIn('páo', PASSWORD), await signIn('páo', PASSWORD)];
    expect((await visitor(api.url, { cookie: cookieOf(own.cookies), 'x-csrf-token': others.body.csrfToken }).send('DELETE', '/v1/session')).status).toBe(403);
  });

  test('a bearer token is no cookie and needs none', async () => {
    const portal = await api.client('portal-csrf', { scopes: ['dossiers:submit'], agencies: ['H35'] });
    expect((await portal.post('/v1/dossiers', submission('Lò Thị Cổng'))).status).toBe(201);
  });

  test('whoever signs in anew over an old session needs no token for it', async () => {
    const cookie = cookieOf((await signIn('páo', PASSWORD)).cookies);
    expect((await visitor(api.url, { cookie }).send('POST', '/v1/session', { name: 'páo', password: PASSWORD })).status).toBe(200);
  });

  test('no other site is let in: neither by CORS nor with what a form can send', async () => {
    const preflight = await api.anonymous.send('OPTIONS', '/v1/dossiers', undefined, { origin: 'https://evil.example', 'access-control-request-method': 'POST' });
    expect([...preflight.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const answer = await fetch(`${api.url}/v1/session`, { method: 'POST', headers: { 'content-type': type }, body: JSON.stringify({ name: 'páo', password: PASSWORD }) });
      expect([type, answer.status]).toEqual([type, 415]);
    }
  });
});

describe('the session', () => {
  test('its cookie is out of reach for scripts and other sites, and Secure where the address is https', async () => {
    expect((await signIn('páo', PASSWORD)).cookies).toEqual([
      expect.stringMatching(/^lienthong_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/),
      expect.stringMatching(/^lienthong_device=[\w-]{43}; Max-Age=15552000; Path=\/; HttpOnly; SameSite=Lax$/),
    ]);
    const { dataDir, desk } = api.installation;
    const behindTls = await createApi({ database: direct, client: desk.client, clock: desk.clock, signing: desk.signing, trackingKey: TRACKING_KEY, signIn: SIGN_IN, publicUrl: 'https://motcua.example', attachments: openAttachments({}, dataDir), actPatienceMs: 20_000 });
    const answer = await behindTls.inject({ method: 'POST', url: '/v1/session', payload: { name: 'páo', password: PASSWORD } });
    expect(answer.headers['set-cookie']).toEqual([
      expect.stringMatching(/^__Host-lienthong_session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
      expect.stringMatching(/^__Host-lienthong_device=[\w-]{43}; .*Path=\/; HttpOnly; Secure; SameSite=Lax$/),
    ]);
    expect(answer.headers['strict-transport-security']).toMatch(/max-age=\d{7,}/);
    await behindTls.close();
  });

  test('its secret is nowhere in the database', async () => {
    const token = cookieOf((await signIn('páo', PASSWORD)).cookies).split('=')[1]!;
    expect(await query(`select 1 from sessions s where s::text like '%' || $1 || '%'`, [token])).toEqual([]);
    expect((await query<{ password_hash: string }>(`select password_hash from accounts where person = 'páo'`))[0]!.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  test('signing out ends this one; everywhere ends all, and nobody else is touched', async () => {
    const visitors = await Promise.all([1, 2, 3].map(() => signedIn(api.url, 'páo')));
    const states = () => Promise.all(visitors.map(async (one) => (await one.get('/v1/session')).status));
    const answer = await visitors[0]!.send('DELETE', '/v1/session');
    expect([answer.status, answer.headers.getSetCookie()[0]]).toEqual([204, expect.stringMatching(/^lienthong_session=;.*Expires=Thu, 01 Jan 1970/)]);
    expect(await states()).toEqual([401, 200, 200]);
    const other = await api.officer('mua', [`specialist@${COMMUNE_UNIT}`]);
    expect((await visitors[1]!.send('DELETE', '/v1/session?everywhere=true')).status).toBe(204);
    expect(await states()).toEqual([401, 401, 401]);
    expect((await other.get('/v1/session')).status).toBe(200);
    window = await signedIn(api.url, 'páo');
  });

  const movable = async () => {
    const visitorOf = await api.officer('lao', [`specialist@${COMMUNE_UNIT}`]);
    const move = (change: string) => query(`update sessions set ${change} where person = 'lao'`);
    return { visitorOf, move };
  };

  test('of a disabled account it ends at once', async () => {
    const { visitorOf } = await movable();
    await query(`update accounts set disabled_real_at = 1 where person = 'lao'`);
    expect((await visitorOf.get('/v1/session')).status).toBe(401);
    expect((await signIn('lao', PASSWORD)).status).toBe(401);
  });

  test('somebody between two posts may still see who they are, and sign out', async () => {
    const idle = await api.officer('between', []);
    expect((await idle.get('/v1/session')).body).toMatchObject({ person: 'between', postings: [], kinds: [] });
    expect((await idle.get('/v1/dossiers')).body.code).toBe('ROUTE_FORBIDDEN');
    expect((await idle.send('DELETE', '/v1/session')).status).toBe(204);
  });
});

describe('guessing', () => {
  test('each failed try is in the access log without what was typed', async () => {
    await signIn('páo', 'mật-khẩu-gõ-nhầm');
    await signIn('mật-khẩu-gõ-vào-ô-tên', 'x');
    const entries = await query<{ who: string; line: string }>(`select who, a::text as line from access_log a where action = 'sign-in-failed' order by entry desc limit 2`);
    expect(entries.map(({ who }) => who)).toEqual(['unknown', 'páo']);
    expect(entries.map(({ line }) => line).join()).not.toContain('mật-khẩu');
  });

  test('a password is the same in both Unicode forms', async () => {
    expect((await signIn('páo', PASSWORD.normalize('NFD'))).status).toBe(200);
  });
});

describe('a machine client', () => {
  const tokenOf = async (form: Record<string, string>, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${api.url}/v1/oauth/token`, { method: 'POST', headers, body: new URLSearchParams({ grant_type: 'client_credentials', ...form }) });
    return { status: answer.status, body: (await answer.json()) as Record<string, string> };
  };
  const register = async (clientId: string) => {
    await api.client(clientId, { scopes: ['dossiers:read', 'dossiers:submit'], agencies: [COMMUNE_UNIT] });
    await query('update clients set secret_hash = $2 where client_id = $1', [clientId, hashOfToken(`secret-of-${clientId}`)]);
    return `secret-of-${clientId}`;
  };

  test('gets a token for its secret, by form or HTTP Basic, for no more than its scopes', async () => {
    const secret = await register('tax-1');
    expect(await tokenOf({ client_id: 'tax-1', client_secret: secret, scope: 'dossiers:read statistics:read' })).toMatchObject({ status: 200, body: { token_type: 'Bearer', expires_in: 600, scope: 'dossiers:read' } });
    expect((await tokenOf({}, { authorization: `Basic ${Buffer.from(`tax-1:${secret}`).toString('base64')}` })).status).toBe(200);
    const narrow = await tokenOf({ client_id: 'tax-1', client_secret: secret, scope: 'dossiers:read' });
    const caller = visitor(api.url, { authorization: `Bearer ${narrow.body['access_token']}` });
    expect((await caller.get('/v1/dossiers')).status).toBe(200);
    expect((await caller.post('/v1/dossiers', submission('Lò Thị Hẹp'))).body.code).toBe('ROUTE_FORBIDDEN');
  });

  test('a wrong secret, another client and a client that does not exist are answered alike', async () => {
    await register('tax-2');
    const answers = await Promise.all([{ client_id: 'tax-2', client_secret: 'x' }, { client_id: 'tax-none', client_secret: 'x' }, { client_id: 'tax-2' }, {}].map((form) => tokenOf(form as Record<string, string>)));
    expect(new Set(answers.map(({ status, body: { correlationId: _, ...body } }) => JSON.stringify([status, body]))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 401, body: { code: 'CLIENT_UNKNOWN' } });
  });

  test('its tokens expire, and end with it', async () => {
    const secret = await register('tax-3');
    const { body } = await tokenOf({ client_id: 'tax-3', client_secret: secret });
    const caller = visitor(api.url, { authorization: `Bearer ${body['access_token']}` });
    expect((await caller.get('/v1/dossiers')).status).toBe(200);
    await query(`update access_tokens set expires_real_at = 1 where client_id = 'tax-3'`);
    expect(await caller.get('/v1/dossiers')).toMatchObject({ status: 401, body: { code: 'SIGN_IN_NEEDED' } });
    const fresh = await tokenOf({ client_id: 'tax-3', client_secret: secret });
    await query(`update clients set disabled_real_at = 1 where client_id = 'tax-3'`);
    expect((await visitor(api.url, { authorization: `Bearer ${fresh.body['access_token']}` }).get('/v1/dossiers')).status).toBe(401);
    expect((await tokenOf({ client_id: 'tax-3', client_secret: secret })).status).toBe(401);
  });
});

describe('what every answer carries', () => {
  test.each(['/v1/identity', '/v1/dossiers', '/v1/nothing', '/openapi.json'])('headers that keep a browser from doing anything with %s', async (path) => {
    const { headers } = await api.anonymous.get(path);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-security-policy': "default-src 'none';frame-ancestors 'none';base-uri 'none';form-action 'self'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': expect.any(String),
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
    expect(headers.has('x-powered-by') || headers.has('server')).toBe(false);
  });

  test('the documentation runs its own scripts only, and nobody frames it', async () => {
    const policy = (await api.anonymous.get('/docs/')).headers.get('content-security-policy')!;
    expect(policy).toMatch(/script-src 'self'/);
    expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*'unsafe-inline'|script-src[^;]*https?:/);
  });

  test("the caller's correlation id goes through to the answer, the problem and the log as theirs, if it looks like one", async () => {
    const own = 'portal-2022.03.14:0001';
    const { headers, body } = await window.get('/v1/dossiers/none', { 'x-correlation-id': own });
    expect([headers.get('x-correlation-id'), body.correlationId]).toEqual([`caller:${own}`, `caller:${own}`]);
    expect(log.join('')).toContain(`"id":"caller:${own}"`);
    const numbers = ['tel-0911000001', '014199000001'];
    for (const odd of ['short', 'x'.repeat(65), '<script>alert(1)</script>', ...numbers]) {
      const answer = await window.get('/v1/identity', { 'x-correlation-id': odd });
      expect(answer.headers.get('x-correlation-id')).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  test('each problem in the language asked for, Vietnamese unless English is preferred, and none that says nothing', async () => {
    const ask = async (path: string, language?: string) => (await visitor(api.url, { 'accept-language': language ?? '' }).get(path)).body;
    for (const [path, code] of [['/v1/dossiers', 'SIGN_IN_NEEDED'], ['/v1/nothing', 'NOT_FOUND'], ['/v1/oidc/login', 'IDENTITY_PROVIDER_OFF'], ['/v1/oidc/login?return=x', 'FIELD_INVALID']] as const) {
      const [vi, en, neither, ranked] = await Promise.all([ask(path, 'vi-VN,vi;q=0.9,en;q=0.8'), ask(path, 'en-GB'), ask(path, 'lo'), ask(path, 'en;q=0.2, vi;q=0.9')]);
      expect([vi.code, en.code]).toEqual([code, code]);
      expect(vi.detail).toMatch(/[ạảấầẩẫậắằẳẵặẹẻẽếềểễệịỉọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđ]/i);
      expect(en.detail).not.toBe(vi.detail);
      expect([neither.detail, ranked.detail]).toEqual([vi.detail, vi.detail]);
      expect(en.detail).not.toMatch(/[{}]|undefined/);
    }
  });
});

describe('too much, too often', () => {
  test('a body above the limit', async () => {
    const answer = await window.post('/v1/dossiers', submission('x'.repeat(1_100_000)));
    expect(answer).toMatchObject({ status: 413, body: { code: 'BODY_TOO_LARGE', detail: expect.stringContaining('1048576') } });
  });

  test('a content type nobody knows', async () => {
    const answer = await window.send('POST', '/v1/dossiers', submission('Lò Thị Xem'), { 'content-type': 'application/xml', 'idempotency-key': 'xml' });
    expect(answer).toMatchObject({ status: 415, body: { code: 'MEDIA_TYPE_UNKNOWN' } });
  });

  test('whoever asks too often waits, and is told how long; also whoever is refused each time', async () => {
    const app = await another({ perMinute: 3 });
    const ask = async (headers: Record<string, string> = {}) => app.inject({ url: '/v1/dossiers', headers: { 'accept-language': 'en', ...headers } });
    expect([(await ask()).statusCode, (await ask()).statusCode, (await ask()).statusCode]).toEqual([401, 401, 401]);
    const fourth = await ask();
    expect([fourth.statusCode, fourth.json().code]).toEqual([429, 'TOO_MANY_REQUESTS']);
    expect(Number(fourth.headers['retry-after'])).toBeGreaterThan(0);
    expect(fourth.json().detail).toMatch(/wait \d+ seconds/);
    // Another name for oneself is no new allowance: an unknown token is nobody's.
    expect((await ask({ authorization: `Bearer ${'a'.repeat(43)}` })).statusCode).toBe(429);
    expect((await ask({ 'x-forwarded-for': '203.0.113.7' })).statusCode).toBe(429);
    // Somebody signed in has their own.
    const cookie = cookieOf((await signIn('páo', PASSWORD)).cookies);
    expect((await ask({ cookie })).statusCode).toBe(200);
    await app.close();
  });

  test('passwords are tried a few times a minute from one address', async () => {
    const app = await another({});
    const statuses = new Set<number>();
    for (let n = 0; n < 62; n += 1) statuses.add((await app.inject({ method: 'POST', url: '/v1/session', payload: { name: 'x'.repeat(200), password: 'x' } })).statusCode);
    expect([...statuses]).toEqual([400, 429]);
    await app.close();
  });
});

describe('hostile input is a 4xx with a problem, and nothing more', () => {
  let session: Awaited<ReturnType<typeof ownSession>>;
  beforeAll(async () => { session = await ownSession(); });
  const key = { 'idempotency-key': 'hostile' };
  const json = { 'content-type': 'application/json' };
  const raw = async (method: string, path: string, body?: string | Uint8Array, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${api.url}${path}`, { method, headers: { ...session, ...headers }, ...(body === undefined ? {} : { body: body as string }) });
    return { status: answer.status, type: answer.headers.get('content-type'), body: await answer.text() };
  };
  const hasProblem = { status: expect.any(Number), type: 'application/problem+json; charset=utf-8' };
  const bodies: Record<string, string | Uint8Array> = {
    'no JSON': '{',
    'nothing': '',
    'null': 'null',
    'a list': '[]',
    'prototype keys': `{"__proto__":{"admin":true},"procedure":"x"}`,
    'a constructor with a prototype': `{"constructor":{"prototype":{"admin":true}},"procedure":"x"}`,
    'prototype keys inside': JSON.stringify(submission('Lò')).replace('"documents"', '"facts":{"__proto__":{"x":1}},"documents"'),
    'names of methods as facts': JSON.stringify(submission('Lò', { facts: { toString: 1, hasOwnProperty: true, valueOf: 'x' } })),
    'a hundred thousand brackets': `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
    'a hundred thousand braces as facts': JSON.stringify(submission('Lò')).replace('"documents"', `"facts":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)},"documents"`),
    'NUL in a name': JSON.stringify(submission('Lò\u0000Mai')),
    'NUL in a fact': JSON.stringify(submission('Lò', { facts: { 'a\u0000': 'b\u0000' } })),
    'NUL in a procedure': JSON.stringify({ ...submission('Lò'), procedure: 'a\u0000b' }),
    'half a surrogate pair in a name': JSON.stringify(submission('Lò \ud800')),
    'half a surrogate pair in a procedure': JSON.stringify({ ...submission('Lò'), procedure: '\udc00' }),
    'half a surrogate pair as a fact': JSON.stringify(submission('Lò', { facts: { '\ud800': '\udfff' } })),
    'a line break in a name': JSON.stringify(submission('Lò\nBcc: x@y.example')),
    'bytes that are no UTF-8': new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
    'a number beyond all': '{"procedure":1e999}',
    'an agency in look-alike letters': JSON.stringify({ ...submission('Lò'), unit: 'Н35.41.01.01' }),
    'digits of another script': JSON.stringify({ ...submission('Lò'), unit: 'H٣٥.41.01.01' }),
  };
  test.each(Object.entries(bodies))('submitting %s', async (_, body) => {
    const answer = await raw('POST', '/v1/dossiers', body, { ...key, ...json });
    expect(answer).toMatchObject(hasProblem);
    expect([400, 413, 415, 422, 404]).toContain(answer.status);
  });

  const acts: Record<string, readonly [string, string]> = {
    'NUL in a reason': ['stop', '{"reason":"a\\u0000b"}'],
    'NUL in a ground': ['refuse-intake', '{"ground":"\\u0000"}'],
    'half a surrogate pair in a reason': ['refuse-intake', '{"ground":"x","reason":"a\\ud800b"}'],
    'half a surrogate pair in a label': ['refuse-intake', '{"ground":"\\ud800"}'],
    'a task that is NUL': ['take-up', '{"taskId":"\\u0000"}'],
    'a task that is half a surrogate pair': ['take-up', '{"taskId":"\\ud83d"}'],
    'a version beyond int4': ['take-up', '{"version":9007199254740991}'],
    'facts named like methods': ['complete', '{"facts":{"toString":"x","constructor":1}}'],
    'an instant far away': ['apologise', '{"newDue":"+275760-09-13T00:00:00Z"}'],
  };
  test.each(Object.entries(acts))('acting with %s', async (_, [act, body]) => {
    const { body: { dossierId } } = await window.post('/v1/dossiers', submission('Lò Thị Thử'), 'acted-on');
    const answer = await raw('POST', `/v1/dossiers/${dossierId}/acts/${act}`, body, { ...key, ...json });
    expect(answer).toMatchObject(hasProblem);
    expect([400, 403, 409, 422, 404]).toContain(answer.status);
  });

  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
  const others: readonly (readonly [string, string, string?])[] = [
    ['GET', '/v1/dossiers/%00'],
    ['GET', '/v1/dossiers/%ff'],
    ['GET', '/v1/dossiers/%'],
    ['GET', `/v1/dossiers/${'%F0%9F%98%80'.repeat(80)}`],
    ['GET', `/v1/dossiers/${'a'.repeat(500)}`],
    ['GET', '/v1/dossiers/..%2f..%2fetc%2fpasswd'],
    ['GET', '/v1/dossiers?code=%00'],
    ['GET', '/v1/dossiers?procedure=%00'],
    ['GET', '/v1/dossiers?applicant=%00'],
    ['GET', '/v1/dossiers?applicant=%ED%A0%80'],
    ['GET', '/v1/dossiers?limit=1&limit=2'],
    ['GET', '/v1/dossiers?limit=99999999999999999999'],
    ['GET', `/v1/dossiers?cursor=${Buffer.from('[1e400,"x"]').toString('base64url')}`],
    ['GET', `/v1/dossiers?cursor=${Buffer.from('[1,"\\u0000"]').toString('base64url')}`],
    ['GET', `/v1/dossiers?cursor=${Buffer.from('[-9007199254740991,"not-a-uuid"]').toString('base64url')}`],
    ['GET', `/v1/tasks?cursor=${Buffer.from('[1,1,"not-a-uuid","x"]').toString('base64url')}`],
    ['GET', '/v1/tasks?kind=%00'],
    ['GET', '/v1/tasks?dueBefore=9999-12-31T23:59:59Z'],
    ['GET', '/v1/commands/%00'],
    ['GET', '/v1/commands/%C0%80'],
    ['GET', '/v1/problems/__proto__'],
    ['GET', '/v1/problems/constructor'],
    ['DELETE', '/v1/session?everywhere=perhaps'],
    ['POST', '/v1/tasks/bulk', `{"act":"take-up","fields":{"x":${deep}},"items":[{"dossier":"\\u0000"}]}`],
    ['POST', '/v1/tasks/bulk', `{"act":"__proto__","items":[{"dossier":"x"}]}`],
    ['POST', '/v1/session', '{"name":"\\u0000","password":"x"}'],
    ['POST', '/v1/session', '{"name":"pa\\ud800","password":"x"}'],
    ['POST', '/v1/session', '{"name":"__proto__","password":"\\u0000"}'],
  ];
  test.each(others.map(([method, path, body]) => ({ method, path, body, title: `${method} ${path.slice(0, 60)} ${(body ?? '').slice(0, 40)}` })))('$title', async ({ method, path, body }) => {
    const answer = await raw(method, path, body, body === undefined ? {} : { ...key, ...json });
    // A number written with much precision, or a list in which nothing fits, is read for what it is.
    if (answer.status !== 200) expect(answer).toMatchObject(hasProblem);
    expect(answer.status).toBeLessThan(500);
  });

  test.each(['client_id=%00&client_secret=x', 'client_id=%ED%A0%80&client_secret=%00', '__proto__=x&client_id=y', 'client_id=a&client_id=b'])('a token for %s', async (form) => {
    const answer = await fetch(`${api.url}/v1/oauth/token`, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: `grant_type=client_credentials&${form}` });
    expect([400, 401]).toContain(answer.status);
  });

  test.each(['Basic AA==', 'Basic Og==', `Basic ${Buffer.from([0xff, 0x3a, 0x00]).toString('base64')}`, 'Bearer \u00e9', 'Bearer', `Bearer ${'a'.repeat(300)}`, 'Digest x'])('credentials %j', async (authorization) => {
    const token = await fetch(`${api.url}/v1/oauth/token`, { method: 'POST', headers: { authorization }, body: new URLSearchParams({ grant_type: 'client_credentials' }) });
    expect(token.status).toBe(401);
    expect((await api.anonymous.get('/v1/dossiers', { authorization })).status).toBe(401);
  });

  test('a cookie full of rubbish is nobody', async () => {
    for (const cookie of ['lienthong_session=%00', 'lienthong_session=%', `lienthong_session=${'a'.repeat(6_000)}`, 'lienthong_session=; lienthong_session=x', '__proto__=x']) {
      expect((await visitor(api.url, { cookie }).get('/v1/dossiers')).status).toBe(401);
    }
  });

  test('what is no HTTP at all is answered or dropped, and the server lives', async () => {
    for (const bytes of ['\u0000\u0000\u0000', 'GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n', 'POST /v1/session HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(40_000)}\r\n\r\n`]) {
      const answer = await new Promise<string>((resolve) => {
        const socket = connect(Number(new URL(api.url).port), '127.0.0.1', () => socket.write(bytes));
        let text = '';
        socket.on('data', (chunk) => { text += chunk.toString(); });
        socket.on('close', () => resolve(text));
        socket.on('error', () => resolve(text));
        socket.setTimeout(5_000, () => socket.destroy());
      });
      expect(answer).not.toMatch(/^HTTP\/1.1 (2|5)/);
    }
    expect((await api.anonymous.get('/v1/identity')).status).toBe(200);
  });
});

describe('logs', () => {
  test('of a whole story no name, number, secret or text is in the log, not even of a request that fails inside', async () => {
    const person = { name: 'Sùng Thị Dợ Kín', idNumber: '014199001234', phone: '0912345678', email: 'do.kin@example.vn', address: 'Bản Nậm Kín' };
    const handedIn = await window.post('/v1/dossiers', submission('x', { applicant: person }));
    const { dossierId } = handedIn.body;
    const secretOfReceipt = trackingSecret(TRACKING_KEY, dossierId);
    const { body: { code } } = await window.post(`/v1/dossiers/${dossierId}/acts/accept`);
    await window.post(`/v1/dossiers/${dossierId}/acts/request-supplement`, { items: ['Giấy khai sinh bản kín'], note: 'gặp bà Kín ở bản' });
    await window.get(`/v1/dossiers?applicant=${encodeURIComponent('Sùng Thị Dợ Kín')}`);
    await window.get(`/v1/dossiers/${dossierId}/receipt`);
    await window.get(`/v1/dossiers/${dossierId}/history`);
    await visitor(api.url, { 'x-tracking-secret': secretOfReceipt }).get(`/v1/tracking/${code}`);
    await signIn('páo', 'mật-khẩu-sai-kín');
    const session = await ownSession();
    await visitor(api.url, session).get('/v1/session');
    const token = await api.client('portal-log', { scopes: ['dossiers:submit'], agencies: ['H35'] });
    await token.post('/v1/dossiers', submission('Kín Qua Cổng', { applicant: { ...person, name: 'Kín Qua Cổng' } }));
    // The database refuses a row, and says which: with everything in it.
    await query(`alter table personal_data add constraint of_the_test check (name <> 'Kín Bị Lỗi')`);
    const failed = await window.post('/v1/dossiers', submission('Kín Bị Lỗi', { applicant: { ...person, name: 'Kín Bị Lỗi' } }));
    await query('alter table personal_data drop constraint of_the_test');
    expect(failed).toMatchObject({ status: 500, body: { code: 'INTERNAL' } });
    expect(JSON.stringify(failed.body)).not.toMatch(/Kín|constraint|personal_data/);

    const written = log.join('');
    expect(written).toContain('/v1/dossiers/:reference/receipt');
    expect(written).toContain('of_the_test');
    const cookie = session.cookie.split('=')[1]!;
    for (const secret of ['Kín', 'kín', person.idNumber, person.phone, person.email, PASSWORD, 'mật-khẩu-sai', secretOfReceipt, cookie, session['x-csrf-token'], 'Bearer', encodeURIComponent('Kín')]) {
      expect([secret, written.includes(secret)]).toEqual([secret, false]);
    }
  });
});
