import { sql } from 'kysely';
import { openApiDatabase } from '../../db/api-database';
import type { ApiDatabase } from '../../db/api-database';
import { COMMUNE_UNIT } from '../engine/desk-work';
import { apiUrls } from '../db/logins';
import { firstSignIn, signedIn, startTestApi, superuserQuery } from './environment';
import type { Reply, TestApi, Visitor } from './environment';

let api: TestApi;
let database: ApiDatabase;
let administrator: Visitor;
let another: Visitor;
let auditor: Visitor;
let leader: Visitor;
let officer: Visitor;
let control: Visitor;
let partner: Visitor;

const WARD = 'H35.41.01';
const OFFICE = 'H35.01.02';

beforeAll(async () => {
  api = await startTestApi({ at: '2022-03-14T08:00' });
  database = openApiDatabase(apiUrls(api.installation.databaseUrl), 2);
  administrator = await api.officer('quan.hv', [], ['administrator']);
  another = await api.officer('quan.hai', [], ['administrator']);
  auditor = await api.officer('kiem.dt', [], ['auditor']);
  leader = await api.officer('chu.ga', [`leader@${WARD}`, `leader@${OFFICE}`]);
  officer = await api.officer('may.vt', [`specialist@${WARD}.04`]);
  control = await api.officer('binh.pv', [`procedure-control@${OFFICE}`]);
  await api.officer('pao.lv', [`receptionist@${COMMUNE_UNIT}`]);
  partner = await api.client('tax-office', { scopes: ['acts:partner'], agencies: [COMMUNE_UNIT], system: 'tax' });
});
afterAll(async () => {
  await database?.close();
  await api?.close();
});

const at = (person: string, rest = ''): string => `/v1/people/${person}${rest}`;
const query = <T extends object>(text: string, values: readonly unknown[] = []) => superuserQuery<T>(api.installation.databaseUrl, text, values);
const tagOf = async (person: string): Promise<string> => (await another.get(at(person))).headers.get('etag')!;
const change = async (who: Visitor, method: string, person: string, rest: string, body?: object): Promise<Reply> => who.send(method, at(person, rest), body, { 'if-match': await tagOf(person) });
const confirm = (who: Visitor, { body: { id } }: Reply): Promise<Reply> => who.send('POST', `/v1/confirmations/${id}/confirm`);
const refuse = (who: Visitor, { body: { id } }: Reply): Promise<Reply> => who.send('POST', `/v1/confirmations/${id}/refuse`, { reason: 'không đúng' });
const grants = (who: Visitor, person: string, given: readonly string[]) => change(who, 'PUT', person, '/grants', { grants: given });
const FROM = '2022-03-14T08:00:00+07:00';
const TO = '2022-04-14T08:00:00+07:00';
const stranger = async (): Promise<Visitor> => signedIn(api.url, 'pao.lv');
const told = async (person: string): Promise<string[]> =>
  (await query<{ what: string; detail: string | null }>('select what, detail from account_notices where person = $1 order by notice', [person])).map(
    ({ what, detail }) => (detail === null ? what : `${what} ${detail}`),
  );

describe('nobody gives themselves anything', () => {
  const posts: readonly [string, object][] = [
    ['a post of a leader', { agency: 'H35', role: 'leader', from: FROM }],
    ['control', { agency: OFFICE, role: 'procedure-control', from: FROM }],
    ['the plainest post', { agency: `${WARD}.04`, role: 'specialist', from: FROM }],
    ['a secondment', { agency: `${WARD}.04`, role: 'specialist', kind: 'secondment', from: FROM }],
    ['a stand-in for control', { agency: OFFICE, role: 'procedure-control', kind: 'stand-in', onBehalfOf: 'binh.pv', from: FROM, to: TO }],
    ['a stand-in for their own specialist', { agency: `${WARD}.04`, role: 'specialist', kind: 'stand-in', onBehalfOf: 'may.vt', from: FROM, to: TO }],
  ];
  test.each(posts)('%s', async (_, body) => {
    for (const [who, person] of [[administrator, 'quan.hv'], [leader, 'chu.ga']] as const) {
      expect(await who.send('POST', at(person, '/postings'), body)).toMatchObject({ status: 403, body: { code: 'OWN_RIGHTS' } });
    }
    for (const [who, person] of [[auditor, 'kiem.dt'], [officer, 'may.vt'], [partner, 'may.vt'], [await stranger(), 'pao.lv']] as const) {
      expect(await who.send('POST', at(person, '/postings'), body)).toMatchObject({ status: 403, body: { code: 'ROUTE_FORBIDDEN' } });
    }
    expect(await query(`select from postings where person in ('quan.hv', 'kiem.dt')`)).toEqual([]);
    expect(await query(`select from confirmations`)).toEqual([]);
  });

  test('grants, resets and ways to sign in', async () => {
    for (const [method, rest, body] of [
      ['PUT', '/grants', { grants: ['auditor', 'administrator'] }],
      ['POST', '/password-reset', undefined],
      ['DELETE', '/second-factors', undefined],
    ] as const) {
      expect(await change(administrator, method, 'quan.hv', rest, body)).toMatchObject({ status: 403, body: { code: 'OWN_RIGHTS' } });
      for (const [who, person] of [[auditor, 'kiem.dt'], [leader, 'chu.ga'], [control, 'binh.pv'], [partner, 'may.vt']] as const) {
        expect(await change(who, method, person, rest, body)).toMatchObject({ status: 403, body: { code: 'ROUTE_FORBIDDEN' } });
      }
    }
    expect(await query('select from confirmations')).toEqual([]);
  });

  test('one alone makes no puppet: who is made up has no grant, no high post and no way in', async () => {
    await administrator.send('PUT', at('con.roi'), { name: 'Con Rối' }, { 'if-none-match': '*' });
    const tries = [
      await grants(administrator, 'con.roi', ['auditor']),
      await change(administrator, 'POST', 'con.roi', '/password-reset'),
      await change(administrator, 'PUT', 'con.roi', '/account', { oidc: { issuer: 'https://id.example', subject: 'quan.hv' } }),
      await administrator.send('POST', at('con.roi', '/postings'), { agency: 'H35', role: 'leader', from: FROM }),
      await administrator.send('POST', '/v1/clients', { clientId: 'con-roi', name: 'Con Rối', scopes: ['dossiers:read', 'acts:agency'], agencies: ['H35', WARD] }),
    ];
    for (const each of tries) {
      expect(each.status).toBe(202);
      expect(await confirm(administrator, each)).toMatchObject({ status: 403, body: { code: 'CONFIRMATION_OWN' } });
    }
    expect(await change(administrator, 'PUT', 'con.roi', '/account', { password: 'một mật khẩu dài' })).toMatchObject({ status: 422, body: { code: 'PASSWORD_OF_ANOTHER' } });
    expect(await query(`select from person_grants where person = 'con.roi' union all select from postings where person = 'con.roi' union all select from accounts where person = 'con.roi' union all select from clients where client_id = 'con-roi'`)).toEqual([]);
    for (const each of tries) expect(await refuse(another, each)).toMatchObject({ status: 200, body: { state: 'refused', reason: 'không đúng' } });
    expect(await told('quan.hv')).toContain('proposal-refused grants con.roi');
  });
});

describe('two together', () => {
  test('give a grant; the person concerned, a stranger, an officer and a client do not confirm it', async () => {
    const proposed = await grants(administrator, 'may.vt', ['auditor']);
    expect(proposed).toMatchObject({ status: 202, body: { kind: 'grants', concerns: 'may.vt', state: 'open', mayConfirm: false, mayRefuse: true, summary: { en: expect.stringContaining('auditor'), vi: expect.stringContaining('giám sát') } } });
    expect(proposed.headers.get('location')).toBe(`/v1/confirmations/${proposed.body.id}`);
    for (const who of [officer, partner, await stranger()]) expect(await confirm(who, proposed)).toMatchObject({ status: 403, body: { code: 'ROUTE_FORBIDDEN' } });
    for (const who of [leader, control]) expect(await confirm(who, proposed)).toMatchObject({ status: 404, body: { code: 'CONFIRMATION_UNKNOWN' } });
    const list = async (who: Visitor) => (await who.get('/v1/confirmations')).body.items.map(({ id, mayConfirm }: { id: string; mayConfirm: boolean }) => [id, mayConfirm]);
    expect([await list(administrator), await list(auditor), await list(officer), await list(leader)]).toEqual([
      [[proposed.body.id, false]], [[proposed.body.id, true]], [[proposed.body.id, false]], [],
    ]);
    expect(await confirm(auditor, proposed)).toMatchObject({ status: 200, body: { secret: null, confirmation: { state: 'confirmed', decidedBy: 'kiem.dt', decidedHow: 'second-person' } } });
    expect((await administrator.get(at('may.vt'))).body.grants).toEqual(['auditor']);
    expect(await told('may.vt')).toEqual(['proposed grants', 'grants-changed auditor']);
    expect(await told('quan.hv')).toContain('proposal-confirmed grants may.vt');
    expect(await query('select granted_by, confirmation from person_grants where person = $1', ['may.vt'])).toEqual([{ granted_by: 'quan.hv', confirmation: proposed.body.id }]);
    const log = await query<{ who: string; detail: string }>(`select who, detail from access_log where detail like $1 order by entry`, [`confirmation ${proposed.body.id}%`]);
    expect(log.map(({ who, detail }) => [who, detail.split(' ').slice(2).join(' ')])).toEqual([
      ['quan.hv', 'proposed: person may.vt grants auditor'],
      ['kiem.dt', 'confirmed, proposed by quan.hv: person may.vt grants auditor'],
    ]);
    officer = await signedIn(api.url, 'may.vt');
  });

  test('give a post of a leader and a stand-in for control; who is stood in for is told, and may end it', async () => {
    const standIn = { agency: OFFICE, role: 'procedure-control', kind: 'stand-in', onBehalfOf: 'binh.pv', from: FROM, to: TO };
    const proposed = await administrator.send('POST', at('pao.lv', '/postings'), standIn);
    expect(await administrator.send('POST', at('pao.lv', '/postings'), standIn)).toMatchObject({ status: 202, body: { id: proposed.body.id } });
    expect(await confirm(another, proposed)).toMatchObject({ status: 200 });
    expect(await told('binh.pv')).toEqual(['stand-in-given procedure-control@H35.01.02 pao.lv']);
    expect(await told('pao.lv')).toEqual(['proposed post', 'post-given procedure-control@H35.01.02']);
    expect(await administrator.send('POST', at('pao.lv', '/postings'), standIn)).toMatchObject({ status: 200 });

    const held = (await control.get(at('pao.lv'))).body.postings.find(({ kind }: { kind: string }) => kind === 'stand-in');
    const end = (who: Visitor, to: string) => tagOf('pao.lv').then((tag) => who.send('PATCH', at('pao.lv', `/postings/${held.id}`), { to }, { 'if-match': tag }));
    expect(await end(control, '2022-05-14T08:00:00+07:00')).toMatchObject({ status: 403, body: { code: 'STAND_IN_BY_LEADER' } });
    expect(await end(await stranger(), '2022-05-14T08:00:00+07:00')).toMatchObject({ status: 403, body: { code: 'OWN_RIGHTS' } });
    expect(await end(officer, '2022-03-14T09:00:00+07:00')).toMatchObject({ status: 403, body: { code: 'STAND_IN_BY_LEADER' } });
    const longer = await end(administrator, '2022-05-14T08:00:00+07:00');
    expect(longer).toMatchObject({ status: 202, body: { kind: 'post-end', concerns: 'pao.lv' } });
    expect(await confirm(auditor, longer)).toMatchObject({ status: 200 });
    expect(await end(control, '2022-03-14T09:00:00+07:00')).toMatchObject({ status: 200 });
    expect((await told('pao.lv')).slice(-3)).toEqual(['proposed post-end', 'post-moved procedure-control@H35.01.02', 'post-ended procedure-control@H35.01.02']);
  });

  test('reset a password: whoever confirms is shown it once, and it is nowhere else', async () => {
    const proposed = await change(administrator, 'POST', 'pao.lv', '/password-reset');
    expect(await confirm(await stranger(), proposed)).toMatchObject({ status: 403 });
    const { status, body } = await confirm(auditor, proposed);
    expect([status, body.secret.length, body.confirmation.state]).toEqual([200, 20, 'confirmed']);
    expect(JSON.stringify((await auditor.get(`/v1/confirmations/${proposed.body.id}`)).body)).not.toContain(body.secret);
    for (const table of ['confirmations', 'access_log', 'account_notices', 'accounts']) {
      expect(await query(`select from ${table} t where t::text like $1`, [`%${body.secret}%`])).toEqual([]);
    }
    expect((await (await signedIn(api.url, 'pao.lv', body.secret)).get('/v1/session')).body.wants).toBe('password');
    expect((await (await firstSignIn(api.url, 'pao.lv', body.secret)).get('/v1/session')).body.wants).toBeNull();
  });
});

describe('a request', () => {
  test('is decided once, however many confirm it at the same time', async () => {
    const proposed = await grants(administrator, 'may.vt', ['administrator', 'auditor']);
    const answers = await Promise.all([another, auditor, another, auditor].map((who) => confirm(who, proposed)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    expect(answers.find(({ status }) => status === 409)!.body).toMatchObject({ code: 'CONFIRMATION_DECIDED' });
    expect(await query(`select from access_log where detail like $1`, [`confirmation ${proposed.body.id} confirmed%`])).toHaveLength(1);
    expect(await refuse(another, proposed)).toMatchObject({ status: 409, body: { code: 'CONFIRMATION_DECIDED' } });
    officer = await signedIn(api.url, 'may.vt');
  });

  test('and another of the same person, confirmed at the same time: one is done, the other is stale', async () => {
    const proposed = [await grants(administrator, 'pao.lv', ['auditor']), await grants(another, 'pao.lv', ['administrator'])];
    const answers = await Promise.all(proposed.map((each) => confirm(auditor, each)));
    expect(answers.map(({ status, body }) => body.code ?? status).sort()).toEqual([200, 'CONFIRMATION_STALE']);
    expect((await administrator.get(at('pao.lv'))).body.grants).toHaveLength(1);
    expect(await confirm(another, await grants(administrator, 'pao.lv', []))).toMatchObject({ status: 200 });
  });

  test('is not confirmed by whom it concerns, even where they hold the very right', async () => {
    const proposed = await grants(administrator, 'may.vt', ['auditor']);
    expect(await confirm(officer, proposed)).toMatchObject({ status: 403, body: { code: 'CONFIRMATION_CONCERNS_YOU' } });
    expect(await confirm(another, proposed)).toMatchObject({ status: 200 });
    officer = await signedIn(api.url, 'may.vt');
  });

  test('is not confirmed by a right that the proposer alone has given', async () => {
    const puppet = await api.officer('roi.hai', [], ['auditor']);
    await query(`update person_grants set granted_by = 'quan.hv' where person = 'roi.hai'`);
    const proposed = await grants(administrator, 'pao.lv', ['auditor']);
    expect(await confirm(puppet, proposed)).toMatchObject({ status: 403, body: { code: 'CONFIRMATION_DEPENDENT' } });
    expect(await refuse(puppet, proposed)).toMatchObject({ status: 403 });
    expect(await refuse(administrator, proposed)).toMatchObject({ status: 200, body: { state: 'refused' } });
  });

  test('that nobody decided in time is over, and can be proposed anew', async () => {
    const proposed = await grants(administrator, 'pao.lv', ['auditor']);
    await query('alter table confirmations disable trigger user');
    await query(`update confirmations set proposed_real_at = 1, expires_real_at = 2 where confirmation = $1`, [proposed.body.id]);
    await query('alter table confirmations enable trigger user');
    expect((await auditor.get(`/v1/confirmations/${proposed.body.id}`)).body).toMatchObject({ state: 'expired', mayConfirm: false });
    for (let n = 0; n < 2; n += 1) expect(await confirm(auditor, proposed)).toMatchObject({ status: 409, body: { code: 'CONFIRMATION_EXPIRED' } });
    const again = await grants(administrator, 'pao.lv', ['auditor']);
    expect(again.body.id).not.toBe(proposed.body.id);
    expect(await refuse(administrator, again)).toMatchObject({ status: 200 });
  });

  test('is stale when what it was decided on has changed, and says what', async () => {
    const first = await grants(administrator, 'pao.lv', ['auditor']);
    const second = await grants(another, 'pao.lv', ['administrator']);
    expect(await confirm(another, first)).toMatchObject({ status: 200 });
    const stale = await confirm(auditor, second);
    expect(stale).toMatchObject({ status: 409, body: { code: 'CONFIRMATION_STALE', detail: expect.stringContaining('the grants held (– → auditor)') } });
    expect(await confirm(auditor, second)).toMatchObject({ status: 409, body: { code: 'CONFIRMATION_DECIDED' } });
    const reset = await change(administrator, 'POST', 'pao.lv', '/password-reset');
    const own = await signedIn(api.url, 'pao.lv');
    await own.send('PUT', '/v1/session/password', { old: 'lúa-nương-2022', new: 'nước mắm cốt dừa' });
    expect(await confirm(another, reset)).toMatchObject({ status: 409, body: { code: 'CONFIRMATION_STALE', detail: expect.stringContaining('the account') } });
    const renamed = await administrator.send('POST', at('pao.lv', '/postings'), { agency: WARD, role: 'leader', from: FROM });
    await change(administrator, 'PUT', 'pao.lv', '', { name: 'Ai Đó Khác' });
    expect(await confirm(another, renamed)).toMatchObject({ status: 409, body: { code: 'CONFIRMATION_STALE', detail: expect.stringContaining('the name') } });
    expect(await query(`select from postings where person = 'pao.lv' and role = 'leader'`)).toEqual([]);
  });

  test('is stale when its proposer may propose no longer', async () => {
    const gone = await api.officer('quan.cu', [], ['administrator']);
    const proposed = await grants(gone, 'chu.ga', ['auditor']);
    await change(another, 'PUT', 'quan.cu', '/account', { disabled: true });
    expect(await confirm(auditor, proposed)).toMatchObject({ status: 409, body: { code: 'CONFIRMATION_STALE' } });
  });
});

describe("the database, for a statement that found its way into the API's", () => {
  const as = (person: string) => database.as({ person, agencies: [] });
  const refused = async (person: string, statement: string) => expect(sql.raw(statement).execute(as(person))).rejects.toThrow(/may not|stays as|decided once|check constraint/);

  test('gives no grant, no high post, no way in and publishes nothing without a request confirmed there', async () => {
    await refused('quan.hv', `insert into person_grants (person, grant_name, granted_at, granted_by) values ('chu.ga', 'auditor', 1, 'quan.hv')`);
    await refused('quan.hv', `delete from person_grants where person = 'kiem.dt'`);
    await refused('quan.hv', `insert into postings (person, agency, role, kind, from_at, given_by) values ('may.vt', 'H35', 'leader', 'regular', 1, 'quan.hv')`);
    await refused('quan.hv', `insert into postings (person, agency, role, kind, from_at, given_by) values ('quan.hv', '${WARD}', 'specialist', 'regular', 1, 'quan.hv')`);
    await refused('quan.hv', `update postings set role = 'leader' where person = 'may.vt'`);
    await refused('quan.hv', `insert into accounts (person, password_hash) values ('may.vt', 'x') on conflict (person) do update set password_hash = 'x'`);
    await refused('quan.hv', `update accounts set oidc_issuer = 'x', oidc_subject = 'y' where person = 'may.vt'`);
    await refused('quan.hv', `insert into clients (client_id, name, scopes, agencies, secret_hash, created_at, created_by) values ('x', 'x', '{dossiers:read}', '{H35}', '\\x00', 1, 'quan.hv')`);
    await refused('binh.pv', `update procedures set effective_to = '2022-04-01'`);
    await refused('binh.pv', `insert into calendars (id, version, body, reason, published_at, published_by) values ('x', 1, '{}', '', 1, 'binh.pv')`);
  });

  test('proposes and decides in nobody else\'s name, and nothing of its own', async () => {
    const proposed = await grants(administrator, 'chu.ga', ['auditor']);
    const decide = (by: string, how = 'second-person') =>
      `update confirmations set state = 'confirmed', decided_by = '${by}', decided_at = 1, decided_real_at = 1, decided_how = '${how}' where confirmation = '${proposed.body.id}'`;
    await refused('quan.hv', decide('kiem.dt'));
    await refused('quan.hv', decide('quan.hv'));
    await refused('quan.hv', decide('quan.hv', 'operator'));
    await refused('chu.ga', decide('chu.ga'));
    await refused('may.vt', `update confirmations set payload = '{}' where confirmation = '${proposed.body.id}'`);
    await refused('quan.hv', `insert into confirmations select gen_random_uuid(), kind, payload, basis, 'x', concerns, summary_vi, summary_en, 'kiem.dt', 1, 1, 2 from confirmations limit 1`);
    expect(await refuse(administrator, proposed)).toMatchObject({ status: 200 });
  });
});
