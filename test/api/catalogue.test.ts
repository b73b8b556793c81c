import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiDatabase } from '../../db/api-database';
import { COMMUNE_UNIT, THREE_LEVELS, forwarded } from '../engine/desk-work';
import { startTestApi } from './environment';
import type { TestApi, Visitor } from './environment';
import { apiUrls } from '../db/logins';

let api: TestApi;
let control: Visitor;
let administrator: Visitor;
let officer: Visitor;

const WARD = 'H35.41.01';
const CONTROL = 'H35.01.02';
/** As officials write it; comments and all. */
const published = (file: string): string => readFileSync(join(__dirname, '../../catalogue/procedures', file), 'utf8');
const DEATH = published('1.000656-death-registration.v1.yaml');
/** The next version of the death registration, from a date on. */
const next = (version: number, from: string, text = DEATH): string => text.replace('version: 1', `version: ${version}`).replace(/effectiveFrom: "[^"]+"/, `effectiveFrom: "${from}"`);
const file = (text: string) => ({ file: text });

beforeAll(async () => {
  api = await startTestApi({ at: '2022-03-14T08:00' });
  control = await api.officer('kiểm', [`procedure-control@${CONTROL}`]);
  // Audits besides, and holds no post: reads in a role that may write nothing.
  administrator = await api.officer('quản', [], ['administrator', 'auditor']);
  officer = await api.officer('páo', [`receptionist@${COMMUNE_UNIT}`]);
});
afterAll(() => api.close());

describe('what everybody may look up', () => {
  test('procedures in force on a date, offered at a unit, by words without diacritics', async () => {
    const all = await api.anonymous.get('/v1/procedures?limit=5');
    expect(all).toMatchObject({ status: 200, body: { items: expect.any(Array), next: expect.any(String) } });
    const more = await api.anonymous.get(`/v1/procedures?limit=200&cursor=${all.body.next}`);
    expect(more.body.items.map((p: { code: string }) => p.code)).not.toContain(all.body.items[4].code);
    const death = await api.anonymous.get(`/v1/procedures?unit=${COMMUNE_UNIT}&q=khai%20tu%20dang`);
    expect(death.body.items).toMatchObject([{ code: '1.000656', version: 1, tier: 'commune', limits: [{ text: '0 working days', label: { vi: 'trong ngày làm việc' } }] }]);
    expect((await api.anonymous.get('/v1/procedures?on=2020-01-01')).body.items).toEqual([]);
    const versionOn = async (on: string) => (await api.anonymous.get(`/v1/procedures?code=9.900010&on=${on}`)).body.items[0].version;
    expect([await versionOn('2022-03-14'), await versionOn('2025-07-01')]).toEqual([1, 2]);
    expect(await api.anonymous.get('/v1/procedures?unit=H35.999')).toMatchObject({ status: 404, body: { code: 'AGENCY_UNKNOWN', field: 'query.unit' } });
    expect(await api.anonymous.get('/v1/procedures?on=2022-02-30')).toMatchObject({ status: 400 });
  });

  test('one procedure with what is asked, how long it takes, and which way it goes', async () => {
    const shown = await api.anonymous.get('/v1/procedures/1.000656');
    expect(shown).toMatchObject({
      status: 200,
      body: {
        code: '1.000656',
        name: { vi: 'Đăng ký khai tử' },
        documents: [{ document: 'declaration', required: true, when: null }, { document: 'death-notification' }],
        facts: [{ fact: 'deathVerification', type: 'boolean', options: [] }],
        timeLimit: { clockStart: 'cutoff-15:00', expires: 'close-of-office', limit: { text: '0 working days' }, phases: [], variants: [{ when: { fact: 'deathVerification', is: true }, limit: { text: '3 working days' } }] },
        route: [{ step: 'receive' }, { choice: 'verification' }, { step: 'sign-death-extract' }, { step: 'return' }],
      },
    });
    expect(shown.headers.get('etag')).toBe('"1"');
    expect((await api.anonymous.get(`/v1/procedures/${THREE_LEVELS}?on=2025-07-01`)).body.version).toBe(2);
    expect((await api.anonymous.get(`/v1/procedures/${THREE_LEVELS}?version=1`)).body).toMatchObject({ version: 1, versions: [1, 2] });
    expect(await api.anonymous.get(`/v1/procedures/${THREE_LEVELS}?version=7`)).toMatchObject({ status: 404, body: { code: 'PROCEDURE_UNKNOWN', detail: expect.stringContaining('1, 2') } });
    expect(await api.anonymous.get(`/v1/procedures/1.000656?on=2019-01-01`)).toMatchObject({ status: 404 });
    expect(await api.anonymous.get('/v1/procedures/9.999999')).toMatchObject({ status: 404 });
    expect((await api.anonymous.get('/v1/procedures/no%00code')).status).toBe(400);
  });

  test('agencies of a date, those around one, and what it was succeeded by', async () => {
    const ward = await api.anonymous.get(`/v1/agencies/${WARD}`);
    expect(ward).toMatchObject({ status: 200, body: { exists: true, tier: 'commune', parents: [{ code: 'H35.41' }, { code: 'H35' }], children: expect.arrayContaining([expect.objectContaining({ code: COMMUNE_UNIT })]) } });
    expect((await api.anonymous.get(`/v1/agencies/${COMMUNE_UNIT}`)).body).toMatchObject({ posts: [{ post: `receptionist@${COMMUNE_UNIT}` }, { post: `leader@${COMMUNE_UNIT}` }], serves: [{ code: WARD }] });
    expect(await api.anonymous.get(`/v1/agencies/${WARD}?on=2026-01-01`)).toMatchObject({ status: 404, body: { code: 'AGENCY_UNKNOWN' } });
    const found = await api.anonymous.get('/v1/agencies?q=quyet%20thang&plays=one-stop-unit');
    expect(found.body.items).toMatchObject([{ code: COMMUNE_UNIT }]);
    expect((await api.anonymous.get(`/v1/agencies?parent=${WARD}`)).body.items).toHaveLength(4);
    const first = await api.anonymous.get('/v1/agencies?limit=3');
    expect((await api.anonymous.get(`/v1/agencies?limit=3&cursor=${first.body.next}`)).body.items[0].code > first.body.items[2].code).toBe(true);
    expect(await api.anonymous.get('/v1/agencies?cursor=WyJub3doZXJlIl0')).toMatchObject({ status: 400, body: { code: 'CURSOR_INVALID' } });
    expect((await api.anonymous.get(`/v1/agencies/${COMMUNE_UNIT}/procedures?q=khai%20tu`)).body.items).toMatchObject([{ code: '1.000656' }]);
  });
});

describe('publishing a procedure', () => {
  test('is for procedure control and administrators alone', async () => {
    expect(await api.anonymous.send('POST', '/v1/procedures', file(DEATH))).toMatchObject({ status: 401 });
    expect(await officer.send('POST', '/v1/procedures', file(DEATH))).toMatchObject({ status: 403, body: { code: 'ROUTE_FORBIDDEN' } });
  });

  test('every mistake of a file is named at its line and column, and nothing is published', async () => {
    const faulty = next(2, '2022-05-01').replace('officer: specialist\n            limit: 3 working days', 'officer: specialist\n            limit: three days').replace('tier: commune\n', 'tier: village\n');
    const lineOf = (text: string) => faulty.split('\n').findIndex((line) => line.includes(text)) + 1;
    const refused = await control.send('POST', '/v1/procedures', file(faulty));
    expect(refused).toMatchObject({ status: 422, body: { code: 'PROCEDURE_FILE_FAULTY', field: 'body.file' } });
    expect(refused.body.errors).toMatchObject([
      { code: 'PROCEDURE_VALUE_UNKNOWN', field: 'tier', line: lineOf('tier: village'), column: 7, detail: expect.stringContaining('commune') },
      { code: 'LIMIT_INVALID', line: lineOf('three days'), column: 20 },
    ]);
    const inVietnamese = await control.send('POST', '/v1/procedures', file(faulty), { 'accept-language': 'vi' });
    expect(inVietnamese.body.errors[1].detail).toContain('thời hạn gồm số lượng');
    expect((await api.anonymous.get('/v1/procedures/1.000656/versions')).body.items).toHaveLength(1);
  });

  test('a role that nobody plays on the first day is found, too', async () => {
    const refused = await control.send('POST', '/v1/procedures?dryRun=true', file(next(2, '2022-05-01').replaceAll('agency: commune-civil-status', 'agency: district-wizard')));
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ code: 'PROCEDURE_ROLE_UNRESOLVED', line: expect.any(Number) }] } });
  });

  test('a check publishes nothing; the file itself may be sent as YAML; the same text again changes nothing', async () => {
    const text = next(2, '2022-05-01');
    expect(await control.send('POST', '/v1/procedures?dryRun=true', file(text))).toMatchObject({ status: 200, body: { outcome: 'fit', version: 2 } });
    expect((await api.anonymous.get('/v1/procedures/1.000656?version=2')).status).toBe(404);

    const asYaml = await control.upload('/v1/procedures', text, { 'content-type': 'application/yaml' });
    expect(asYaml).toMatchObject({ status: 202, body: { kind: 'procedure', file: text, summary: { en: expect.stringContaining('version 2, in force from 2022-05-01; before: v1') } } });
    expect((await api.anonymous.get('/v1/procedures/1.000656?version=2')).status).toBe(404);
    expect(await api.confirmed(asYaml)).toMatchObject({ status: 200, body: { location: '/v1/procedures/1.000656?version=2' } });
    expect(await administrator.send('POST', '/v1/procedures', file(text))).toMatchObject({ status: 200, body: { outcome: 'present' } });
    expect((await api.anonymous.get('/v1/procedures/1.000656')).body.version).toBe(1);
    expect((await api.anonymous.get('/v1/procedures/1.000656?on=2022-05-01')).body.version).toBe(2);

    const altered = await control.send('POST', '/v1/procedures', file(text.replace('Death extract', 'Another extract')));
    expect(altered).toMatchObject({ status: 409, body: { code: 'PROCEDURE_VERSION_PUBLISHED', errors: [{ field: 'version', line: 3, column: 10 }] } });
    expect(await control.send('POST', '/v1/procedures', file(next(3, '2022-05-01')))).toMatchObject({ status: 409, body: { code: 'PROCEDURE_VERSION_DISORDERED', errors: [{ field: 'effectiveFrom' }] } });
    expect(await control.upload('/v1/procedures', text, { 'content-type': 'text/plain' })).toMatchObject({ status: 415 });
  });

  test('two who propose different texts of one version: one of them stands', async () => {
    const proposed = await Promise.all([
      control.send('POST', '/v1/procedures', file(next(3, '2022-06-01'))),
      administrator.send('POST', '/v1/procedures', file(next(3, '2022-06-01').replace('Death extract', 'The other extract'))),
    ]);
    expect(proposed.map(({ status }) => status)).toEqual([202, 202]);
    const confirmed = [await api.confirmed(proposed[0]!), await api.confirmed(proposed[1]!)];
    expect(confirmed.map(({ status, body }) => [status, body.code])).toEqual([[200, undefined], [409, 'CONFIRMATION_STALE']]);
  });

  test('what was administered is in the access log, with codes only', async () => {
    const database = openApiDatabase(apiUrls(api.installation.databaseUrl), 2);
    try {
      const log = await database.as({ person: 'test', agencies: [], audits: true }).selectFrom('access_log').selectAll().where('action', '=', 'administration').orderBy('entry').execute();
      expect(log.find(({ who }) => who === 'kiểm')).toMatchObject({ detail: expect.stringMatching(/^confirmation \S+ proposed: procedure 1\.000656 v2$/), route: 'POST /v1/procedures' });
    } finally {
      await database.close();
    }
  });
});

describe('ending a version', () => {
  const versions = async (visitor: Visitor) => (await visitor.get(`/v1/procedures/${THREE_LEVELS}/versions`)).body.items;
  const end = (visitor: Visitor, version: number, body: object, tag: string | null) => visitor.send('POST', `/v1/procedures/${THREE_LEVELS}/versions/${version}/end`, body, tag === null ? {} : { 'if-match': tag });
  const abolished = { date: '2022-08-01', reason: 'Quyết định 999/QĐ-UBND' };

  test('who publishes sees how many dossiers go on under each version; nobody else does', async () => {
    await forwarded(api.installation.desk, 'in-flight');
    expect(await versions(control)).toMatchObject([{ version: 1, openDossiers: 1 }, { version: 2, openDossiers: 0 }]);
    expect(await versions(administrator)).toMatchObject([{ openDossiers: 1 }, { openDossiers: 0 }]);
    for (const visitor of [officer, api.anonymous]) expect((await versions(visitor))[0]).not.toHaveProperty('openDossiers');
  });

  test('needs the version as it was read, and a date that is not over and before the next version', async () => {
    const tag = (await control.get(`/v1/procedures/${THREE_LEVELS}?version=1`)).headers.get('etag')!;
    expect(await end(control, 1, abolished, null)).toMatchObject({ status: 428, body: { code: 'IF_MATCH_MISSING' } });
    expect(await end(control, 1, abolished, '"7"')).toMatchObject({ status: 412, body: { code: 'CHANGED_MEANWHILE' } });
    for (const date of ['2022-03-13', '2026-01-01']) expect(await end(control, 1, { ...abolished, date }, tag)).toMatchObject({ status: 422, body: { code: 'PROCEDURE_END_DATE', field: 'body.date' } });
    expect(await end(officer, 1, abolished, tag)).toMatchObject({ status: 403 });

    const ended = await end(control, 1, abolished, tag);
    expect(ended).toMatchObject({ status: 202, body: { kind: 'procedure-end', summary: { en: expect.stringContaining('ends on 2022-08-01') } } });
    expect((await versions(control))[0].to).not.toBe('2022-08-01');
    expect(await api.confirmed(ended)).toMatchObject({ status: 200 });
    expect((await versions(control))[0]).toMatchObject({ version: 1, to: '2022-08-01', endReason: 'Quyết định 999/QĐ-UBND', openDossiers: 1 });
    const tagNow = (await control.get(`/v1/procedures/${THREE_LEVELS}?version=1`)).headers.get('etag')!;
    expect(await end(administrator, 1, { ...abolished, date: '2022-09-01' }, tag)).toMatchObject({ status: 412 });
    expect((await api.anonymous.get(`/v1/procedures?code=9.900010&on=2022-08-01`)).body.items).toEqual([]);
    expect(await api.confirmed(await end(administrator, 1, { ...abolished, date: '2022-09-01' }, tagNow))).toMatchObject({ status: 200 });
    expect((await versions(control))[0].to).toBe('2022-09-01');
  });

  test('an unknown version is not found', async () => {
    expect(await end(control, 9, abolished, '"9"')).toMatchObject({ status: 404, body: { code: 'PROCEDURE_UNKNOWN' } });
  });
});

test('a district that has gone is shown with its successors to whoever names no date', async () => {
  await api.installation.setClock('2026-03-02T08:00');
  const gone = await api.anonymous.get('/v1/agencies/H35.41');
  expect(gone).toMatchObject({ status: 200, body: { exists: false, to: '2025-07-01', children: expect.arrayContaining([expect.objectContaining({ code: WARD })]) } });
  expect(gone.body.successors.length).toBeGreaterThan(0);
  expect(await api.anonymous.get('/v1/agencies/H35.41?on=2026-03-02')).toMatchObject({ status: 404, body: { code: 'AGENCY_UNKNOWN' } });
});
