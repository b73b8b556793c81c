import { openApiDatabase } from '../../db/api-database';
import type { ApiDatabase } from '../../db/api-database';
import { COMMUNE_UNIT, THREE_LEVELS } from '../engine/desk-work';
import { PASSWORD, firstSignIn, signedIn, startTestApi } from './environment';
import type { TestApi, Visitor } from './environment';
import { apiUrls } from '../db/logins';

let api: TestApi;
let database: ApiDatabase;
let administrator: Visitor;
let leader: Visitor;
let receptionist: Visitor;
let control: Visitor;

const WARD = 'H35.41.01';
const NEXT_WARD = 'H35.41.02';

beforeAll(async () => {
  api = await startTestApi({ at: '2022-03-14T08:00' });
  database = openApiDatabase(apiUrls(api.installation.databaseUrl), 2);
  administrator = await api.officer('quản', [], ['administrator', 'auditor']);
  leader = await api.officer('chủ.tịch', [`leader@${WARD}`]);
  receptionist = await api.officer('páo', [`receptionist@${COMMUNE_UNIT}`]);
  control = await api.officer('kiểm', ['procedure-control@H35.01.02']);
});
afterAll(async () => {
  await database?.close();
  await api?.close();
});

const at = (person: string, rest = ''): string => `/v1/people/${encodeURIComponent(person)}${rest}`;
const tagOf = async (person: string, visitor = administrator): Promise<string> => (await visitor.get(at(person))).headers.get('etag')!;
/** Changes something of somebody as they stand now. */
const change = async (visitor: Visitor, method: string, person: string, rest: string, body?: object) => visitor.send(method, at(person, rest), body, { 'if-match': await tagOf(person) });
/** The same, with a second person where it wants one. */
const changeByTwo = async (visitor: Visitor, method: string, person: string, rest: string, body?: object) => api.confirmed(await change(visitor, method, person, rest, body));
/** A password for one sign-in, which two people give. */
const resetOf = async (person: string): Promise<string> => (await changeByTwo(administrator, 'POST', person, '/password-reset')).body.secret;
const administered = async (): Promise<string[]> => {
  const log = await database.as({ person: 'test', agencies: [], audits: true }).selectFrom('access_log').select('detail').where('action', '=', 'administration').orderBy('entry').execute();
  return log.map(({ detail }) => detail ?? '');
};

describe('the register', () => {
  test('somebody is registered once, renamed by whoever has read them, and both are written down', async () => {
    const name = { name: 'Lò Thị Mai' };
    expect(await administrator.send('PUT', at('mai.lt'), name)).toMatchObject({ status: 404, body: { code: 'PERSON_NOT_REGISTERED' } });
    const made = await administrator.send('PUT', at('mai.lt'), name, { 'if-none-match': '*' });
    expect(made).toMatchObject({ status: 201, body: { person: 'mai.lt', name: 'Lò Thị Mai', postings: [], grants: [], account: null, version: 1 } });
    expect(await administrator.send('PUT', at('mai.lt'), name, { 'if-none-match': '*' })).toMatchObject({ status: 412, body: { code: 'CHANGED_MEANWHILE' } });
    expect(await administrator.send('PUT', at('mai.lt'), name)).toMatchObject({ status: 428, body: { code: 'IF_MATCH_MISSING' } });
    const tag = made.headers.get('etag')!;
    expect(await administrator.send('PUT', at('mai.lt'), { name: 'Lò Thị Mài' }, { 'if-match': tag })).toMatchObject({ status: 200, body: { name: 'Lò Thị Mài', version: 2 } });
    expect(await administrator.send('PUT', at('mai.lt'), { name: 'Another' }, { 'if-match': tag })).toMatchObject({ status: 412 });
    expect(await administered()).toEqual(expect.arrayContaining(['person mai.lt registered', 'person mai.lt name']));
    for (const person of ['applicant', 'a@b', '-x']) expect((await administrator.send('PUT', at(person), name, { 'if-none-match': '*' })).status).toBe(400);
    expect(await administrator.send('PUT', at('x'), { name: 'a\u0000b' }, { 'if-none-match': '*' })).toMatchObject({ status: 400, body: { code: 'TEXT_CONTROL_CHARACTERS' } });
  });

  test('no name of a part of the engine is anybody\'s, nor one that only looks like another', async () => {
    const register = (person: string) =>
      administrator.send('PUT', at(person), { name: 'Ai Đó' }, { 'if-none-match': '*' });
    const parts = ['command-relay', 'notifier', 'national-portal', 'calendar', 'nobody', 'engine', 'client'];
    for (const part of [...parts, 'Notifier', 'unknown', 'retention', 'access-watch']) {
      const body = { code: 'PERSON_ID_RESERVED', field: 'path.person' };
      expect(await register(part)).toMatchObject({ status: 400, body });
    }
    // A Cyrillic а, full-width letters, a letter with its mark apart: they look right on every page.
    for (const alike of ['admin\u0430', 'ａｄｍｉｎ', 'lan.nt\u0301', 'mai.lt\u0131']) {
      const refused = await register(alike);
      expect([alike, refused.status]).toEqual([alike, 400]);
    }
    const { body } = await register('admin\u0430');
    expect(body).toMatchObject({ code: 'PERSON_ID_INVALID', detail: expect.stringContaining('(U+0430)') });
    expect(await register('Mai.LT')).toMatchObject({ status: 409, body: { code: 'PERSON_ID_ALIKE' } });
    const found = await administrator.get('/v1/people?limit=200');
    const names = found.body.items.map(({ person }: { person: string }) => person);
    expect(names.filter((name: string) => parts.includes(name) || name.includes('\u0430'))).toEqual([]);
  });

  test('an officer sees the people of their agencies, procedure control everybody who is posted, an administrator all', async () => {
    const names = async (visitor: Visitor, query = ''): Promise<string[]> => (await visitor.get(`/v1/people${query}`)).body.items.map(({ person }: { person: string }) => person);
    expect(await names(receptionist)).toEqual(['páo']);
    expect(await names(leader)).toEqual(['chủ.tịch', 'páo']);
    expect(await names(control)).not.toContain('mai.lt');
    expect(await names(administrator)).toEqual(expect.arrayContaining(['chủ.tịch', 'kiểm', 'mai.lt', 'páo', 'quản']));
    expect(await names(administrator, `?agency=${COMMUNE_UNIT}`)).toEqual(['páo']);
    expect(await names(administrator, '?q=thi%20mai')).toEqual(['mai.lt']);
    expect(await receptionist.get(`/v1/people?agency=${WARD}`)).toMatchObject({ status: 403, body: { code: 'AGENCY_NOT_YOURS' } });
    expect(await receptionist.get(at('kiểm'))).toMatchObject({ status: 404, body: { code: 'PERSON_NOT_REGISTERED' } });
    const colleague = (await leader.get(at('páo'))).body;
    expect(colleague).toMatchObject({ person: 'páo', postings: [{ post: `receptionist@${COMMUNE_UNIT}`, kind: 'regular', to: null }] });
    for (const part of ['account', 'grants']) expect(colleague).not.toHaveProperty(part);
    expect((await api.anonymous.get('/v1/people')).status).toBe(401);
    const first = await administrator.get('/v1/people?limit=2');
    expect((await administrator.get(`/v1/people?limit=2&cursor=${first.body.next}`)).body.items[0].person > first.body.items[1].person).toBe(true);
  });

  test('only administrators register, rename, grant and give ways to sign in', async () => {
    for (const visitor of [leader, receptionist, control]) {
      for (const [rest, body] of [['', { name: 'x' }], ['/grants', { grants: ['auditor'] }], ['/account', { disabled: true }]] as const) {
        expect(await visitor.send('PUT', at('páo', rest), body, { 'if-match': '"1"' })).toMatchObject({ status: 403, body: { code: 'ROUTE_FORBIDDEN' } });
      }
    }
  });
});

describe('posts', () => {
  const post = (visitor: Visitor, person: string, body: object) => visitor.send('POST', at(person, '/postings'), body);
  const standIn = { agency: COMMUNE_UNIT, role: 'receptionist', kind: 'stand-in', onBehalfOf: 'páo', from: '2022-03-16T07:30:00+07:00', to: '2022-03-18T17:00:00+07:00' };

  test('an administrator gives any post that the agency has; the same request again is the same posting', async () => {
    const given = { agency: `${WARD}.02`, role: 'specialist', from: '2022-03-14T08:00:00+07:00' };
    const made = await post(administrator, 'mai.lt', given);
    expect(made).toMatchObject({ status: 201, body: { post: `specialist@${WARD}.02`, kind: 'regular', to: null } });
    expect(await post(administrator, 'mai.lt', given)).toMatchObject({ status: 200, body: { id: made.body.id } });
    expect(await post(administrator, 'mai.lt', { ...given, to: '2022-12-31T00:00:00+07:00' })).toMatchObject({ status: 409, body: { code: 'POSTING_PRESENT' } });
    expect(await post(administrator, 'mai.lt', { ...given, role: 'receptionist' })).toMatchObject({ status: 422, body: { code: 'POST_UNKNOWN', field: 'body.role' } });
    expect(await post(administrator, 'mai.lt', { ...given, agency: 'H35.999' })).toMatchObject({ status: 404, body: { code: 'AGENCY_UNKNOWN', field: 'body.agency' } });
    expect(await post(administrator, 'nobody', given)).toMatchObject({ status: 404, body: { code: 'PERSON_NOT_REGISTERED' } });
    expect(await post(administrator, 'mai.lt', { ...given, from: '2022-03-01T08:00:00+07:00' })).toMatchObject({ status: 422, body: { code: 'POSTING_DATES', field: 'body.from' } });
    expect((await administrator.get(at('mai.lt'))).body.postings).toHaveLength(1);
  });

  test('a leader appoints stand-ins among the people of the agencies they lead, and nothing else', async () => {
    expect(await post(receptionist, 'mai.lt', standIn)).toMatchObject({ status: 403, body: { code: 'ROUTE_FORBIDDEN' } });
    const stranger = await api.officer('chủ.tịch.khác', [`leader@${NEXT_WARD}`]);
    for (const visitor of [stranger, control]) expect(await post(visitor, 'mai.lt', standIn)).toMatchObject({ status: 403, body: { code: 'STAND_IN_BY_LEADER' } });
    await api.officer('người.ngoài', [`specialist@${NEXT_WARD}.02`]);
    expect(await post(leader, 'người.ngoài', standIn)).toMatchObject({ status: 403, body: { code: 'STAND_IN_BY_LEADER' } });
    expect(await post(leader, 'mai.lt', { agency: COMMUNE_UNIT, role: 'receptionist', from: standIn.from })).toMatchObject({ status: 403, body: { code: 'STAND_IN_BY_LEADER' } });
    expect(await post(leader, 'mai.lt', { ...standIn, to: undefined })).toMatchObject({ status: 422, body: { code: 'STAND_IN_DATES' } });
    expect(await post(leader, 'mai.lt', { ...standIn, onBehalfOf: 'mai.lt' })).toMatchObject({ status: 422, body: { code: 'STAND_IN_DATES' } });
    expect(await post(leader, 'mai.lt', { ...standIn, onBehalfOf: 'chủ.tịch' })).toMatchObject({ status: 422, body: { code: 'STAND_IN_FOR_NOBODY', field: 'body.onBehalfOf' } });
    expect(await post(leader, 'mai.lt', standIn)).toMatchObject({ status: 201, body: { kind: 'stand-in', onBehalfOf: 'páo', to: '2022-03-18T17:00:00.000+07:00' } });
  });

  test('whoever stands in for the leader hands nothing on', async () => {
    const given = await post(leader, 'páo', { agency: WARD, role: 'leader', kind: 'stand-in', onBehalfOf: 'chủ.tịch', from: '2022-03-14T08:00:00+07:00', to: '2022-03-15T08:00:00+07:00' });
    expect(given).toMatchObject({ status: 202, body: { kind: 'post', concerns: 'páo', mayConfirm: false } });
    expect((await receptionist.get('/v1/session')).status).toBe(200);
    expect(await api.confirmed(given)).toMatchObject({ status: 200, body: { confirmation: { state: 'confirmed' } } });
    // Who has been given a post signs in anew, with what it asks for.
    expect((await receptionist.get('/v1/session')).status).toBe(401);
    receptionist = await signedIn(api.url, 'páo');
    expect(await post(receptionist, 'mai.lt', { ...standIn, from: '2022-03-17T07:30:00+07:00' })).toMatchObject({ status: 403, body: { code: 'STAND_IN_BY_LEADER' } });
  });

  test('a stand-in works exactly between the dates of the appointment', async () => {
    const mai = await firstSignIn(api.url, 'mai.lt', await resetOf('mai.lt'));
    const submission = { procedure: THREE_LEVELS, unit: COMMUNE_UNIT, documents: ['request'], applicant: { name: 'Vàng A Súa' } };
    const before = await receptionist.post('/v1/dossiers', submission);
    const accept = (dossierId: string) => mai.post(`/v1/dossiers/${dossierId}/acts/accept`);
    const sees = async () => (await mai.get(`/v1/tasks?agency=${COMMUNE_UNIT}`)).status;

    await api.installation.setClock('2022-03-16T07:29:30');
    expect([await sees(), (await accept(before.body.dossierId)).status]).toEqual([403, 404]);
    await api.installation.setClock('2022-03-16T07:30');
    expect([await sees(), (await accept(before.body.dossierId)).status]).toEqual([200, 200]);
    expect((await mai.get(`/v1/dossiers/${before.body.dossierId}/history`)).body.items.find((entry: { type: string }) => entry.type === 'DossierAccepted').by).toContain('mai.lt');

    await api.installation.setClock('2022-03-18T16:50');
    const late = await receptionist.post('/v1/dossiers', submission);
    expect(await sees()).toBe(200);
    await api.installation.setClock('2022-03-18T17:00');
    expect([await sees(), (await accept(late.body.dossierId)).status]).toEqual([403, 404]);
    expect((await receptionist.post(`/v1/dossiers/${late.body.dossierId}/acts/accept`)).status).toBe(200);
  });

  test('a post ends at once or later, for whoever has read the person as they are', async () => {
    await api.installation.setClock('2022-03-21T08:00');
    const held = (await administrator.get(at('mai.lt'))).body.postings;
    const own = held.find(({ kind }: { kind: string }) => kind === 'regular');
    const past = held.find(({ kind }: { kind: string }) => kind === 'stand-in');
    const end = (visitor: Visitor, id: number, to: string, tag?: string) => visitor.send('PATCH', at('mai.lt', `/postings/${id}`), { to }, tag === undefined ? {} : { 'if-match': tag });
    const tag = await tagOf('mai.lt');
    expect(await end(administrator, own.id, '2022-04-01T00:00:00+07:00')).toMatchObject({ status: 428 });
    expect(await end(administrator, own.id, '2022-03-20T00:00:00+07:00', tag)).toMatchObject({ status: 422, body: { code: 'POSTING_DATES' } });
    expect(await end(administrator, past.id, '2022-04-01T00:00:00+07:00', tag)).toMatchObject({ status: 409, body: { code: 'POSTING_OVER' } });
    expect(await end(administrator, 999_999, '2022-04-01T00:00:00+07:00', tag)).toMatchObject({ status: 404, body: { code: 'POSTING_UNKNOWN' } });
    expect(await end(leader, own.id, '2022-04-01T00:00:00+07:00', tag)).toMatchObject({ status: 403, body: { code: 'STAND_IN_BY_LEADER' } });
    expect(await end(administrator, own.id, '2022-04-01T00:00:00+07:00', tag)).toMatchObject({ status: 200, body: { postings: expect.arrayContaining([expect.objectContaining({ id: own.id, to: '2022-04-01T00:00:00.000+07:00' })]) } });
    expect(await end(administrator, own.id, '2022-05-01T00:00:00+07:00', tag)).toMatchObject({ status: 412, body: { code: 'CHANGED_MEANWHILE' } });

    const planned = await post(leader, 'mai.lt', { ...standIn, from: '2022-03-28T07:30:00+07:00', to: '2022-03-30T17:00:00+07:00' });
    const takenBack = await end(leader, planned.body.id, '2022-03-21T08:00:00+07:00', await tagOf('mai.lt', leader));
    expect(takenBack.status).toBe(200);
    expect(takenBack.body.postings.map(({ id }: { id: number }) => id)).not.toContain(planned.body.id);
  });
});

describe('accounts and grants', () => {
  test('a disabled account is out at once, and comes back when it is enabled', async () => {
    const visitor = await api.officer('bị.khóa', [`specialist@${WARD}.02`]);
    expect((await visitor.get('/v1/session')).status).toBe(200);
    expect(await change(administrator, 'PUT', 'bị.khóa', '/account', { disabled: true })).toMatchObject({ status: 200, body: { account: { disabled: true, password: true } } });
    expect((await visitor.get('/v1/session')).status).toBe(401);
    await expect(signedIn(api.url, 'bị.khóa')).rejects.toThrow('SIGN_IN_FAILED');
    await change(administrator, 'PUT', 'bị.khóa', '/account', { disabled: false });
    expect((await visitor.get('/v1/session')).status).toBe(401);
    expect((await (await signedIn(api.url, 'bị.khóa')).get('/v1/session')).status).toBe(200);
  });

  test('a password has at least twelve characters and is not the name; a new one ends the sessions', async () => {
    const visitor = await api.officer('ly.a.su.lai.chau', [`specialist@${WARD}.02`]);
    for (const [password, code] of [['ngắn-quá-ạ', 'PASSWORD_WEAK'], ['Ly A Su Lai Chau', 'PASSWORD_KNOWN'], ['lý.a.sử.lai.châu', 'PASSWORD_KNOWN']]) {
      expect(await visitor.send('PUT', '/v1/session/password', { old: PASSWORD, new: password })).toMatchObject({ status: 422, body: { code, field: 'body.new' } });
    }
    expect(await change(administrator, 'PUT', 'ly.a.su.lai.chau', '/account', { password: 'nương ngô mùa thu' })).toMatchObject({ status: 422, body: { code: 'PASSWORD_OF_ANOTHER', field: 'body.password' } });
    expect((await visitor.get('/v1/session')).status).toBe(200);
    const given = await resetOf('ly.a.su.lai.chau');
    expect(given).toMatch(/^[a-z2-9]{20}$/);
    expect((await visitor.get('/v1/session')).status).toBe(401);
    expect((await (await signedIn(api.url, 'ly.a.su.lai.chau', given)).get('/v1/session')).body.wants).toBe('password');
    expect(JSON.stringify(await administered())).not.toContain(given);
  });

  test("one's own password is changed with the old one; every other session ends", async () => {
    const visitor = await api.officer('tự.đổi', [`specialist@${WARD}.02`]);
    const elsewhere = await signedIn(api.url, 'tự.đổi');
    expect(await visitor.send('PUT', '/v1/session/password', { old: 'not this one', new: 'một mật khẩu dài' })).toMatchObject({ status: 403, body: { code: 'PASSWORD_WRONG', field: 'body.old' } });
    expect(await visitor.send('PUT', '/v1/session/password', { old: PASSWORD, new: 'ngắn' })).toMatchObject({ status: 422, body: { code: 'PASSWORD_WEAK' } });
    expect(await visitor.send('PUT', '/v1/session/password', { old: PASSWORD, new: 'một mật khẩu dài' })).toMatchObject({ status: 200, body: { person: 'tự.đổi', csrfToken: expect.any(String) } });
    for (const session of [visitor, elsewhere]) expect((await session.get('/v1/session')).status).toBe(401);
    await signedIn(api.url, 'tự.đổi', 'một mật khẩu dài');
    expect((await api.anonymous.send('PUT', '/v1/session/password', { old: 'a', new: 'b' })).status).toBe(401);
  });

  test('an identity belongs to one account', async () => {
    const oidc = { issuer: 'https://id.example', subject: '0815' };
    expect(await changeByTwo(administrator, 'PUT', 'páo', '/account', { oidc })).toMatchObject({ status: 200, body: { confirmation: { kind: 'account', concerns: 'páo' } } });
    expect((await administrator.get(at('páo'))).body.account).toMatchObject({ oidc });
    expect(await change(administrator, 'PUT', 'kiểm', '/account', { oidc })).toMatchObject({ status: 409, body: { code: 'IDENTITY_TAKEN' } });
    expect(await change(administrator, 'PUT', 'páo', '/account', { oidc: null })).toMatchObject({ status: 200, body: { account: { oidc: null } } });
    expect(await changeByTwo(administrator, 'PUT', 'kiểm', '/account', { oidc })).toMatchObject({ status: 200 });
    expect((await change(administrator, 'PUT', 'kiểm', '/account', {})).status).toBe(400);
  });

  test('nobody changes their own grants or disables themselves; a grant given or taken ends the sessions of before', async () => {
    expect(await change(administrator, 'PUT', 'quản', '/grants', { grants: [] })).toMatchObject({ status: 403, body: { code: 'OWN_RIGHTS' } });
    expect(await change(administrator, 'PUT', 'quản', '/account', { disabled: true })).toMatchObject({ status: 403, body: { code: 'OWN_RIGHTS' } });
    const visitor = await api.officer('quản.hai', []);
    expect((await visitor.get('/v1/clients')).status).toBe(403);
    expect(await changeByTwo(administrator, 'PUT', 'quản.hai', '/grants', { grants: ['administrator', 'administrator'] })).toMatchObject({ status: 200 });
    expect((await administrator.get(at('quản.hai'))).body.grants).toEqual(['administrator']);
    expect((await visitor.get('/v1/session')).status).toBe(401);
    const again = await signedIn(api.url, 'quản.hai');
    expect((await again.get('/v1/clients')).status).toBe(200);
    expect(await changeByTwo(administrator, 'PUT', 'quản.hai', '/grants', { grants: [] })).toMatchObject({ status: 200 });
    expect(await change(administrator, 'PUT', 'quản.hai', '/grants', { grants: [] })).toMatchObject({ status: 200, body: { grants: [] } });
    expect((await again.get('/v1/session')).status).toBe(401);
    expect((await (await signedIn(api.url, 'quản.hai')).get('/v1/clients')).status).toBe(403);
  });
});

describe('machine clients', () => {
  const client = { clientId: 'tax-office', name: 'Chi cục Thuế', system: 'tax', scopes: ['acts:partner'], agencies: [COMMUNE_UNIT] };
  const token = async (secret: string) => (await fetch(`${api.url}/v1/oauth/token`, { method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials', client_id: 'tax-office', client_secret: secret }) })).status;

  test('are registered with a secret that is shown once, and fall silent when they are disabled', async () => {
    const proposed = await administrator.send('POST', '/v1/clients', client);
    expect(proposed).toMatchObject({ status: 202, body: { kind: 'client', summary: { en: expect.stringContaining('acts:partner at H35') } } });
    expect(await administrator.get('/v1/clients/tax-office')).toMatchObject({ status: 404 });
    const made = await api.confirmed(proposed);
    expect(made).toMatchObject({ status: 200, body: { secret: expect.any(String), location: '/v1/clients/tax-office' } });
    expect((await administrator.get('/v1/clients/tax-office')).body).toEqual({ ...client, disabled: false, version: 1 });
    expect(await administrator.send('POST', '/v1/clients', client)).toMatchObject({ status: 409, body: { code: 'CLIENT_PRESENT' } });
    expect(await token(made.body.secret)).toBe(200);
    expect(JSON.stringify((await administrator.get('/v1/clients')).body)).not.toContain(made.body.secret);

    const tag = (await administrator.get('/v1/clients/tax-office')).headers.get('etag')!;
    expect(await administrator.send('PATCH', '/v1/clients/tax-office', { disabled: true })).toMatchObject({ status: 428 });
    expect(await administrator.send('PATCH', '/v1/clients/tax-office', { disabled: true }, { 'if-match': tag })).toMatchObject({ status: 200, body: { disabled: true, version: 2 } });
    expect(await administrator.send('PATCH', '/v1/clients/tax-office', { disabled: false }, { 'if-match': tag })).toMatchObject({ status: 412, body: { code: 'CHANGED_MEANWHILE' } });
    expect(await token(made.body.secret)).toBe(401);
    expect(await administrator.send('PATCH', '/v1/clients/nobody', { disabled: true }, { 'if-match': tag })).toMatchObject({ status: 404, body: { code: 'CLIENT_NOT_REGISTERED' } });
    expect(await administered()).toEqual(expect.arrayContaining([expect.stringMatching(/^confirmation \S+ confirmed, proposed by quản: client tax-office registered acts:partner$/), 'client tax-office disabled']));
  });

  test('have scopes that fit what they are', async () => {
    const made = (more: object) => administrator.send('POST', '/v1/clients', { ...client, clientId: 'other', ...more });
    expect(await made({ system: null })).toMatchObject({ status: 422, body: { code: 'CLIENT_SCOPES' } });
    expect(await made({ scopes: ['acts:agency'] })).toMatchObject({ status: 422, body: { code: 'CLIENT_SCOPES' } });
    expect(await made({ system: null, scopes: ['dossiers:read'], agencies: [] })).toMatchObject({ status: 422, body: { code: 'CLIENT_SCOPES' } });
    expect(await made({ agencies: ['H35.999'] })).toMatchObject({ status: 404, body: { code: 'AGENCY_UNKNOWN' } });
    expect(await made({ scopes: ['root'] })).toMatchObject({ status: 400 });
    expect(await (await signedIn(api.url, 'páo')).get('/v1/clients')).toMatchObject({ status: 403 });
  });
});
