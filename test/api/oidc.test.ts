import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { openSignIn, sealSignIn } from '../../api/identity/begun-sign-in';
import { createIdentityProvider } from '../../api/identity/identity-provider';
import type { IdentityProvider } from '../../api/identity/identity-provider';
import { createApi } from '../../api/server';
import { saveAccount } from '../../db/accounts';
import { openApiDatabase } from '../../db/api-database';
import type { ApiDatabase } from '../../db/api-database';
import { COMMUNE_UNIT } from '../engine/desk-work';
import { openAttachments } from '../../integrations/attachments/open-attachments';
import { PASSWORD, PUBLIC_URL, SIGN_IN, TRACKING_KEY, startTestApi, visitor } from './environment';
import type { TestApi } from './environment';
import { apiUrls } from '../db/logins';

const CALLBACK = `${PUBLIC_URL}/v1/oidc/callback`;
let provider: ChildProcess;
let issuer: string;
let api: TestApi;
let accounts: ApiDatabase;

beforeAll(async () => {
  provider = fork(join(__dirname, 'identity-provider-process.ts'), [CALLBACK], { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  issuer = await new Promise<string>((resolve, reject) => {
    provider.once('message', (message) => resolve(message as string));
    provider.once('exit', (code) => reject(new Error(`the identity provider ended with code ${code}`)));
  });
  api = await startTestApi({ at: '2022-03-14T08:00', oidc: providerAt(issuer) });
  accounts = openApiDatabase(apiUrls(api.installation.databaseUrl), 2);
  await api.officer('páo', [`receptionist@${COMMUNE_UNIT}`]);
  await link('páo', { issuer, subject: 'pao-079' });
});
afterAll(async () => {
  provider.kill();
  await accounts.close();
  await api.close();
});

const providerAt = (address: string, levels: readonly string[] = []): IdentityProvider =>
  createIdentityProvider({ issuer: address, clientId: 'lienthong', clientSecret: 'a-secret-of-the-test', scopes: '', callback: CALLBACK, levels }, () => undefined);
const link = (person: string, oidc: { issuer: string; subject: string }, disabledRealAt: number | null = null) =>
  saveAccount(api.installation.desk.db, person, { oidc, disabledRealAt });

/** A browser: follows nobody by itself, and keeps each server's cookies for that server and path. */
function browser(served = (): string => api.url) {
  const jar = new Map<string, { value: string; path: string }>();
  const visit = async (address: string, form?: Record<string, string>): Promise<{ status: number; location: string; body: any; headers: Headers }> => {
    // What is sent to the public address arrives at the API, as through a proxy.
    const url = new URL(address);
    const reached = url.origin === PUBLIC_URL ? `${served()}${url.pathname}${url.search}` : url.href;
    const cookie = [...jar].filter(([key, { path }]) => key.startsWith(`${url.origin} `) && url.pathname.startsWith(path)).map(([key, { value }]) => `${key.split(' ')[1]}=${value}`);
    const answer = await fetch(reached, {
      redirect: 'manual',
      headers: { 'accept-language': 'en', cookie: cookie.join('; ') },
      ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    });
    for (const set of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set)!;
      const key = `${url.origin} ${name}`;
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(set)) jar.delete(key);
      else jar.set(key, { value: value!, path: /path=([^;]*)/i.exec(set)?.[1] ?? '/' });
    }
    const text = await answer.text();
    const location = answer.headers.get('location');
    return { status: answer.status, location: location === null ? '' : new URL(location, url).href, body: /json/.test(answer.headers.get('content-type') ?? '') ? JSON.parse(text) : text, headers: answer.headers };
  };
  return { jar, visit };
}
type Browser = ReturnType<typeof browser>;

/** From the sign-in page through the provider's own pages to the address it sends the browser back to. */
async function throughTheProvider({ visit }: Browser, subject: string, returnTo = '/inbox?queue=mine'): Promise<string> {
  let at = (await visit(`${PUBLIC_URL}/v1/oidc/login?return=${encodeURIComponent(returnTo)}`)).location;
  for (let pages = 0; !at.startsWith(CALLBACK); pages += 1) {
    if (pages > 12) throw new Error(`the provider does not send the browser back; it is at ${at}`);
    const page = await visit(at);
    if (page.location !== '') {
      at = page.location;
      continue;
    }
    const prompt = /name="prompt" value="(\w+)"/.exec(page.body)?.[1];
    at = (await visit(at, { prompt: prompt!, login: subject, password: 'x' })).location;
  }
  return at;
}

const sessionOf = ({ jar }: Browser): string | undefined => jar.get(`${PUBLIC_URL} lienthong_session`)?.value;
const seenWith = async (cookie: string | undefined) => visitor(api.url, cookie === undefined ? {} : { cookie: `lienthong_session=${cookie}` }).get('/v1/session');

test('an officer signs in through the identity provider, goes on where they wanted to, and may sign out there, too', async () => {
  const own = browser();
  const back = await own.visit(await throughTheProvider(own, 'pao-079'));
  expect(back).toMatchObject({ status: 302, location: `${PUBLIC_URL}/inbox?queue=mine` });
  const session = await seenWith(sessionOf(own));
  expect(session).toMatchObject({ status: 200, body: { person: 'páo', postings: [{ post: `receptionist@${COMMUNE_UNIT}` }] } });
  expect(own.jar.has(`${PUBLIC_URL} lienthong_oidc`)).toBe(false);

  const signedOut = await visitor(api.url, { cookie: `lienthong_session=${sessionOf(own)}`, 'x-csrf-token': session.body.csrfToken }).send('DELETE', '/v1/session');
  expect(signedOut.status).toBe(200);
  expect(new URL(signedOut.body.endSession).origin).toBe(issuer);
  expect((await own.visit(signedOut.body.endSession)).status).toBe(200);
  expect((await seenWith(sessionOf(own))).status).toBe(401);
});

test('whoever signs in with a password only is not sent to the provider when signing out', async () => {
  const other = await api.officer('mai', [`specialist@${COMMUNE_UNIT}`]);
  expect((await other.send('DELETE', '/v1/session')).status).toBe(204);
});

test('the request to the provider has PKCE, a state and a nonce, and what must come back with it is in a cookie that scripts cannot read', async () => {
  const { status, location, headers } = await browser().visit(`${PUBLIC_URL}/v1/oidc/login`);
  expect(status).toBe(302);
  const asked = Object.fromEntries(new URL(location).searchParams);
  expect(asked).toMatchObject({ response_type: 'code', client_id: 'lienthong', redirect_uri: CALLBACK, code_challenge_method: 'S256', code_challenge: expect.stringMatching(/^.{43}$/), state: expect.stringMatching(/^.{43}$/), nonce: expect.stringMatching(/^.{43}$/) });
  expect(headers.getSetCookie()[0]).toMatch(/^lienthong_oidc=.*Max-Age=600; Path=\/v1\/oidc; HttpOnly; SameSite=Lax$/);
});

test('whom no account belongs to is told so, and gets no session', async () => {
  const own = browser();
  expect(await own.visit(await throughTheProvider(own, 'somebody-else'))).toMatchObject({ status: 403, body: { code: 'IDENTITY_NOT_REGISTERED' } });
  expect(sessionOf(own)).toBeUndefined();
});

test('the same subject of another provider is another person', async () => {
  await api.officer('sua', []);
  await link('sua', { issuer: 'https://id.example', subject: 'sua-1' });
  const own = browser();
  expect((await own.visit(await throughTheProvider(own, 'sua-1'))).body.code).toBe('IDENTITY_NOT_REGISTERED');
});

test('a disabled account stays out', async () => {
  await api.officer('dơ', []);
  await link('dơ', { issuer, subject: 'do-1' }, Date.now());
  const own = browser();
  expect(await own.visit(await throughTheProvider(own, 'do-1'))).toMatchObject({ status: 403, body: { code: 'IDENTITY_NOT_REGISTERED' } });
  expect(sessionOf(own)).toBeUndefined();
});

describe('an answer that does not belong to what this browser began is refused', () => {
  const altered = (address: string, change: (query: URLSearchParams) => void): string => {
    const url = new URL(address);
    change(url.searchParams);
    return url.href;
  };
  const refused = { status: 401, body: { code: 'IDENTITY_NOT_PROVEN' } };

  test('another state', async () => {
    const own = browser();
    const back = await throughTheProvider(own, 'pao-079');
    expect(await own.visit(altered(back, (query) => query.set('state', 'x'.repeat(43))))).toMatchObject(refused);
    // The sign-in that was begun is over with it.
    expect(await own.visit(back)).toMatchObject(refused);
  });

  test('the answer to somebody else, sent to this browser as a link', async () => {
    const [attacker, victim] = [browser(), browser()];
    await victim.visit(`${PUBLIC_URL}/v1/oidc/login`);
    expect(await victim.visit(await throughTheProvider(attacker, 'pao-079'))).toMatchObject(refused);
    expect(sessionOf(victim)).toBeUndefined();
  });

  test('the same answer twice, also by whoever has kept the cookie', async () => {
    const own = browser();
    const back = await throughTheProvider(own, 'pao-079');
    const kept = new Map(own.jar);
    expect((await own.visit(back)).status).toBe(302);
    expect(await own.visit(back)).toMatchObject(refused);
    const thief = browser();
    for (const [key, value] of kept) thief.jar.set(key, value);
    expect(await thief.visit(back)).toMatchObject(refused);
    expect(sessionOf(thief)).toBeUndefined();
  });

  test('a cookie somebody wrote themselves', async () => {
    const own = browser();
    const back = await throughTheProvider(own, 'pao-079');
    const key = `${PUBLIC_URL} lienthong_oidc`;
    const { value, path } = own.jar.get(key)!;
    const [text, signature] = value.split('.');
    const begun = JSON.parse(Buffer.from(text!, 'base64url').toString());
    own.jar.set(key, { value: `${Buffer.from(JSON.stringify({ ...begun, returnTo: 'https://evil.example/' })).toString('base64url')}.${signature}`, path });
    expect(await own.visit(back)).toMatchObject(refused);
  });

  test('the answer to another request of the same browser: its nonce tells', async () => {
    const own = browser();
    const back = await throughTheProvider(own, 'pao-079');
    const key = `${PUBLIC_URL} lienthong_oidc`;
    const { value, path } = own.jar.get(key)!;
    own.jar.set(key, { value: sealSignIn(TRACKING_KEY, { ...openSignIn(TRACKING_KEY, value, Date.now())!, nonce: 'another' }), path });
    expect(await own.visit(back)).toMatchObject(refused);
  });

  test('after ten minutes', async () => {
    const sealed = sealSignIn(TRACKING_KEY, { state: 's', nonce: 'n', verifier: 'v', returnTo: '/', until: 1_000 });
    expect(openSignIn(TRACKING_KEY, sealed, 999)).toMatchObject({ state: 's' });
    expect(openSignIn(TRACKING_KEY, sealed, 1_000)).toBeUndefined();
  });

  test('a provider that says no, and no answer at all', async () => {
    const own = browser();
    const begun = await own.visit(`${PUBLIC_URL}/v1/oidc/login`);
    const state = new URL(begun.location).searchParams.get('state')!;
    expect(await own.visit(`${CALLBACK}?error=access_denied&state=${state}&iss=${encodeURIComponent(issuer)}`)).toMatchObject(refused);
    expect(await browser().visit(CALLBACK)).toMatchObject(refused);
  });
});

test.each(['https://evil.example/', '//evil.example', '/\\evil.example', '/\t/evil.example', 'javascript:alert(1)', '', '/\r\nset-cookie: x=y'])('nobody is sent on to %j', async (place) => {
  expect(await api.anonymous.get(`/v1/oidc/login?return=${encodeURIComponent(place)}`)).toMatchObject({ status: 400, body: { field: 'query.return' } });
});

describe('where a level of assurance is demanded', () => {
  let strict: Awaited<ReturnType<typeof createApi>>;
  let address: string;
  beforeAll(async () => {
    const { client, clock, signing } = api.installation.desk;
    strict = await createApi({
      database: accounts,
      client,
      clock,
      signing,
      trackingKey: TRACKING_KEY,
      signIn: { ...SIGN_IN, secondFactor: 'required' },
      publicUrl: PUBLIC_URL,
      attachments: openAttachments({}, api.installation.dataDir),
      actPatienceMs: 1_000,
      oidc: providerAt(issuer, ['loa2', 'loa3']),
    });
    await strict.listen({ host: '127.0.0.1', port: 0 });
    address = `http://127.0.0.1:${(strict.server.address() as AddressInfo).port}`;
  });
  afterAll(() => strict?.close());
  const visiting = () => browser(() => address);

  test('the provider is asked for it', async () => {
    const { location } = await visiting().visit(`${PUBLIC_URL}/v1/oidc/login`);
    expect(new URL(location).searchParams.get('acr_values')).toBe('loa2 loa3');
  });

  test.each(['loa2', 'loa3'])('whoever it vouches for at %s comes in, and has proved a second factor with it', async (level) => {
    const person = `lanh-dao-${level}`;
    await api.officer(person, [`leader@${COMMUNE_UNIT}`]);
    await link(person, { issuer, subject: person });
    const own = visiting();
    expect((await own.visit(await throughTheProvider(own, person))).status).toBe(302);
    const session = await visitor(address, { cookie: `lienthong_session=${sessionOf(own)}` }).get('/v1/session');
    expect(session.body).toMatchObject({ person, wants: null, secondFactor: { provedBy: 'provider' } });
  });

  test.each(['thap-loa1', 'khong-muc'])('%s, below it or without any, is refused with what is demanded', async (subject) => {
    await api.officer(subject, [`leader@${COMMUNE_UNIT}`]);
    await link(subject, { issuer, subject });
    const own = visiting();
    const refused = await own.visit(await throughTheProvider(own, subject));
    expect(refused).toMatchObject({ status: 403, body: { code: 'IDENTITY_LEVEL' } });
    expect(refused.body.detail).toContain('loa2, loa3');
    expect(sessionOf(own)).toBeUndefined();
  });
});

test('through a provider of which no level is demanded a leader comes in with one factor, and proves another', async () => {
  await api.officer('lanh-dao', [`leader@${COMMUNE_UNIT}`]);
  await link('lanh-dao', { issuer, subject: 'lanh-dao' });
  const own = browser();
  await own.visit(await throughTheProvider(own, 'lanh-dao'));
  expect((await seenWith(sessionOf(own))).body.secondFactor).toMatchObject({ recommended: true, provedBy: null });
});

test('the sign-in page learns which ways there are', async () => {
  expect((await api.anonymous.get('/v1/identity')).body).toMatchObject({ password: true, provider: { issuer, login: '/v1/oidc/login' } });
});

describe('where the provider is not there', () => {
  const answering = async (oidc?: IdentityProvider) => {
    const { client, clock, signing } = api.installation.desk;
    return createApi({ database: accounts, client, clock, signing, trackingKey: TRACKING_KEY, signIn: SIGN_IN, publicUrl: PUBLIC_URL, attachments: openAttachments({}, api.installation.dataDir), actPatienceMs: 1_000, ...(oidc ? { oidc } : {}) });
  };

  test('an installation without one says so', async () => {
    const app = await answering();
    expect((await app.inject('/v1/identity')).json()).toMatchObject({ password: true, provider: null });
    for (const path of ['/v1/oidc/login', '/v1/oidc/callback?code=x&state=x']) {
      const answer = await app.inject(path);
      expect([answer.statusCode, answer.json().code]).toEqual([404, 'IDENTITY_PROVIDER_OFF']);
    }
    await app.close();
  });

  test('one that does not answer is a passing trouble, and whoever is signed in may sign out meanwhile', async () => {
    const nowhere = 'http://127.0.0.1:9';
    const app = await answering(providerAt(nowhere));
    const answer = await app.inject('/v1/oidc/login');
    expect([answer.statusCode, answer.json().code, answer.headers['retry-after']]).toEqual([503, 'UNAVAILABLE', expect.any(String)]);
    await api.officer('chu', []);
    await link('chu', { issuer: nowhere, subject: 'chu-1' });
    const session = await app.inject({ method: 'POST', url: '/v1/session', payload: { name: 'chu', password: PASSWORD } });
    const cookie = session.cookies[0]!;
    const signedOut = await app.inject({ method: 'DELETE', url: '/v1/session', cookies: { [cookie.name]: cookie.value }, headers: { 'x-csrf-token': session.json().csrfToken } });
    expect(signedOut.statusCode).toBe(204);
    await app.close();
  });
});

test('one that was down when it was first asked is asked again', async () => {
  const troubles: string[] = [];
  // Nobody listens there yet.
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = (server.address() as AddressInfo).port;
  await new Promise((resolve) => server.close(resolve));
  const asked = createIdentityProvider({ issuer: `http://127.0.0.1:${port}`, clientId: 'x', scopes: '', callback: CALLBACK }, ({ name }) => troubles.push(name));
  expect(await asked.begin()).toMatchObject({ ok: false, refusal: { code: 'UNAVAILABLE' } });
  const up = createServer((request, response) => {
    const own = `http://127.0.0.1:${port}`;
    if (request.url !== '/.well-known/openid-configuration') return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ issuer: own, authorization_endpoint: `${own}/auth`, token_endpoint: `${own}/token`, jwks_uri: `${own}/jwks` }));
  });
  await new Promise<void>((resolve) => up.listen(port, '127.0.0.1', resolve));
  expect(await asked.begin()).toMatchObject({ ok: true, value: { address: expect.stringContaining(`http://127.0.0.1:${port}/auth?`) } });
  await new Promise((resolve) => up.close(resolve));
  expect(troubles).toHaveLength(1);
});
