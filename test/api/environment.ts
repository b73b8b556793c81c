import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import type { Kysely } from 'kysely';
import { Client } from 'pg';
import type { Schema } from '../../db/schema';
import { createApi } from '../../api/server';
import type { ApiOptions } from '../../api/server';
import type { Api, ApiContext } from '../../api/context';
import type { SignInSettings } from '../../api/identity/settings';
import { hashPassword } from '../../gateway/passwords';
import { saveAccount, setGrants } from '../../db/accounts';
import type { Grant } from '../../db/accounts';
import { openApiDatabase } from '../../db/api-database';
import { registerClient } from '../../db/clients';
import type { Scope } from '../../db/clients';
import { savePerson, savePosting } from '../../db/people';
import type { OfficerRole } from '../../domain/agency/agency';
import { Signing } from '../../gateway/signing';
import { openClient } from '../../gateway/open-desk';
import { openAttachments } from '../../integrations/attachments/open-attachments';
import { startTestInstallation } from '../engine/environment';
import type { TestInstallation, TestInstallationOptions } from '../engine/environment';
import { Line } from '../line';
import { testDatabaseUrl, testTemporalAddress, testTemporalPlace } from '../servers';
import { apiUrls } from '../db/logins';

export interface Reply<T = any> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

/** Somebody who talks to the API over HTTP. */
export interface Visitor {
  /** What goes with every request of theirs: cookie and token, or bearer. */
  readonly headers: Readonly<Record<string, string>>;
  get<T = any>(path: string, headers?: Record<string, string>): Promise<Reply<T>>;
  send<T = any>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply<T>>;
  /** Bytes as they are. */
  upload<T = any>(path: string, content: Buffer | string, headers: Record<string, string>): Promise<Reply<T>>;
  /** POST with a key of its own, or the one given. */
  post<T = any>(path: string, body?: unknown, key?: string): Promise<Reply<T>>;
}

export interface TestApi {
  readonly installation: TestInstallation;
  readonly url: string;
  readonly app: Api;
  readonly anonymous: Visitor;
  /** The database under the rights of an administrator who signed in. */
  asRegistrar(): Promise<Kysely<Schema>>;
  /** A person with these posts (`specialist@H35.12`) and grants, signed in. */
  officer(person: string, posts: readonly string[], grants?: readonly Grant[]): Promise<Visitor>;
  /**
   * What waits for a second person is confirmed by one who may confirm everything; the answer to that. What waits for nobody is
   * given back as it is.
   */
  confirmed<T = any>(answer: Reply): Promise<Reply<T>>;
  /** A machine client with a bearer token. */
  client(clientId: string, more: { scopes: readonly Scope[]; agencies?: readonly string[]; system?: string | null }): Promise<Visitor>;
  close(): Promise<void>;
}

export const PASSWORD = 'lúa-nương-2022';
/** Where people reach the API, as it believes: a proxy in front would pass them on to `url`. */
export const PUBLIC_URL = 'http://127.0.0.1';
export const TRACKING_KEY = new Uint8Array(32).fill(7);
/** As in a demonstration: a second factor is offered. */
export const SIGN_IN: SignInSettings = { secondFactor: 'offered', key: new Uint8Array(32).fill(9), deciderIdleMs: 3_600_000 };

export interface TestApiOptions extends TestInstallationOptions, Pick<ApiOptions, 'perMinute' | 'log' | 'portalDir' | 'pace' | 'connections' | 'securityContact' | 'trustProxy'>, Partial<Pick<ApiContext, 'actPatienceMs' | 'oidc' | 'publicUrl' | 'temporalUi' | 'training'>> {
  readonly signIn?: Partial<SignInSettings>;
  /** The API reaches its servers over lines of the test's own, and nobody else does. */
  readonly lines?: Lines;
  /** How long the API waits for its database. */
  readonly answerMs?: number;
}

export interface Lines {
  readonly postgres: Line;
  readonly temporal: Line;
}

/** Lines to the shared test servers. */
export async function drawLines(): Promise<Lines> {
  const postgres = new URL(testDatabaseUrl());
  const [host, port] = testTemporalAddress().split(':') as [string, string];
  return { postgres: await Line.to(postgres.hostname, Number(postgres.port)), temporal: await Line.to(host, Number(port)) };
}

const throughLine = (url: string, line: Line): string => Object.assign(new URL(url), { hostname: '127.0.0.1', port: String(line.port) }).toString();


const NOWHERE = { mode: 'production', databaseUrl: '', uiUrl: null, startedAt: 0 } as const;

/** The API on a port of its own, before a whole installation on the shared test servers. */
export async function startTestApi(options: TestApiOptions): Promise<TestApi> {
  const installation = await startTestInstallation(options);
  const { desk, databaseUrl } = installation;
  const { lines } = options;
  const database = openApiDatabase(apiUrls(lines ? throughLine(databaseUrl, lines.postgres) : databaseUrl), 12, options.answerMs);
  const place = { ...testTemporalPlace(), ...(lines ? { temporalAddress: `127.0.0.1:${lines.temporal.port}` } : {}) };
  const own = openClient({ ...NOWHERE, ...place, dataDir: installation.dataDir }, {}, 'api', installation.namespace);
  const app = await createApi(
    { database, client: own.client, clock: desk.clock, signing: new Signing(installation.dataDir, 'api'), trackingKey: TRACKING_KEY, signIn: { ...SIGN_IN, ...options.signIn }, publicUrl: options.publicUrl ?? PUBLIC_URL, attachments: openAttachments({}, installation.dataDir), actPatienceMs: options.actPatienceMs ?? 20_000, ...(options.oidc ? { oidc: options.oidc } : {}), ...(options.temporalUi ? { temporalUi: options.temporalUi } : {}), training: options.training },
    { perMinute: options.perMinute ?? 100_000, pace: options.pace, connections: options.connections, securityContact: options.securityContact, ...(options.trustProxy === undefined ? {} : { trustProxy: options.trustProxy }), ...(options.log ? { log: options.log } : {}), ...(options.portalDir === undefined ? {} : { portalDir: options.portalDir }) },
  );
  // A page that is reached by the very address it believes to have: some things browsers do for that one only.
  await app.listen({ host: '127.0.0.1', port: Number(new URL(options.publicUrl ?? PUBLIC_URL).port) });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const at = desk.clock.now();
  const hash = await hashPassword(PASSWORD);
  const anonymous = visitor(url, {});
  // Who registers clients is an administrator, also for the database.
  const asRegistrar = async (): Promise<Kysely<Schema>> => {
    await savePerson(desk.db, REGISTRAR, REGISTRAR);
    await setGrants(desk.db, REGISTRAR, ['administrator'], { at, by: 'test' });
    return database.as({ person: REGISTRAR, agencies: [] });
  };
  let second: Promise<Visitor> | undefined;
  const officer: TestApi['officer'] = async (person, posts, grants = []) => {
    await savePerson(desk.db, person, person);
    for (const post of posts) {
      const [role, agency] = post.split('@') as [OfficerRole, string];
      await savePosting(desk.db, { person, agency, role, kind: 'regular', onBehalfOf: null, from: at - 86_400_000, to: null });
    }
    await saveAccount(desk.db, person, { passwordHash: hash });
    await setGrants(desk.db, person, grants, { at, by: 'test' });
    return signedIn(url, person);
  };
  return {
    installation,
    url,
    app,
    asRegistrar,
    anonymous,
    officer,
    async confirmed(answer) {
      const location = answer.headers.get('location') ?? '';
      if (answer.status !== 202 || !location.startsWith('/v1/confirmations/')) return answer;
      second ??= officer(SECOND, ['procedure-control@H35.01.02'], ['administrator', 'auditor']);
      return (await second).send('POST', `${location}/confirm`);
    },
    async client(clientId, { scopes, agencies = [], system = null }) {
      const client = { clientId, name: clientId, system, scopes, agencies };
      const registered = await registerClient(desk.db, client, { at, by: 'test' });
      const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: registered!.secret });
      const token = (await (await fetch(`${url}/v1/oauth/token`, { method: 'POST', body: form })).json()) as { access_token: string };
      return visitor(url, { authorization: `Bearer ${token.access_token}` });
    },
    async close() {
      await app.close();
      await own.close();
      await database.close();
      await installation.close();
    },
  };
}

const REGISTRAR = 'registrar';
const SECOND = 'người.thứ.hai';

/** Signs in as a browser would: a cookie, and the token that guards against forged requests. */
export async function signedIn(url: string, name: string, password = PASSWORD): Promise<Visitor> {
  const answer = await fetch(`${url}/v1/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name, password }) });
  const session = (await answer.json()) as { csrfToken: string };
  if (answer.status !== 200) throw new Error(`${name} could not sign in: ${JSON.stringify(session)}`);
  return visitor(url, { cookie: answer.headers.getSetCookie()[0]!.split(';')[0]!, 'x-csrf-token': session.csrfToken });
}

/** Somebody whose password an administrator has just set: they sign in with it, and choose their own. */
export async function firstSignIn(url: string, name: string, given: string, own = PASSWORD): Promise<Visitor> {
  const changed = await (await signedIn(url, name, given)).send('PUT', '/v1/session/password', { old: given, new: own });
  if (changed.status !== 200) throw new Error(`${name} could not choose a password: ${JSON.stringify(changed.body)}`);
  return visitor(url, {
    cookie: changed.headers.getSetCookie()[0]!.split(';')[0]!,
    'x-csrf-token': changed.body.csrfToken,
  });
}

/** As the installation's own superuser: to move what a test cannot wait for, and to see what nobody else may. */
export async function superuserQuery<T extends object>(databaseUrl: string, text: string, values: readonly unknown[] = []): Promise<T[]> {
  const client = new Client({ connectionString: databaseUrl, options: '-c search_path=lienthong' });
  await client.connect();
  try {
    return (await client.query(text, values as unknown[])).rows;
  } finally {
    await client.end();
  }
}

export function visitor(url: string, own: Record<string, string>): Visitor {
  const send = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply> => {
    const answer = await fetch(`${url}${path}`, {
      method,
      redirect: 'manual',
      headers: { 'accept-language': 'en', ...own, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: body instanceof Uint8Array ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: /json/.test(answer.headers.get('content-type') ?? '') ? JSON.parse(text) : text };
  };
  return {
    headers: own,
    get: (path, headers) => send('GET', path, undefined, headers),
    send,
    upload: (path, content, headers) => send('POST', path, Buffer.from(content), headers),
    post: (path, body = {}, key = randomUUID()) => send('POST', path, body, { 'idempotency-key': key }),
  };
}
