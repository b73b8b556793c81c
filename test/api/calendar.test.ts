import { CalendarAmendments } from '../../api/calendar-amendments';
import { openApiDatabase } from '../../db/api-database';
import type { ApiDatabase } from '../../db/api-database';
import { dossierByIdOrCode } from '../../db/reads/dossier-by-id-or-code';
import { rebuildDossier } from '../../db/reads/rebuild-dossier';
import { formatInstant } from '../../domain/calendar/local-time';
import { COMMUNE_UNIT, THREE_LEVELS, does, expectSoundLog, forwarded, submitted, typesOf } from '../engine/desk-work';
import { startTestApi } from './environment';
import type { TestApi, Visitor } from './environment';
import { apiUrls } from '../db/logins';

let api: TestApi;
let database: ApiDatabase;
let control: Visitor;
let administrator: Visitor;
let officer: Visitor;

beforeAll(async () => {
  api = await startTestApi({ at: '2022-03-14T08:00' });
  database = openApiDatabase(apiUrls(api.installation.databaseUrl), 4);
  control = await api.officer('kiểm', ['procedure-control@H35.01.02']);
  administrator = await api.officer('quản', [], ['administrator']);
  officer = await api.officer('páo', [`receptionist@${COMMUNE_UNIT}`]);
});
afterAll(async () => {
  await database?.close();
  await api?.close();
});

/** An API process that carries amendments out, until it is stopped. */
const process = () => new CalendarAmendments({ database, client: api.installation.desk.client, clock: api.installation.desk.clock, signing: api.installation.desk.signing });
const amendedTimes = async (dossierId: string): Promise<number> => (await typesOf(api.installation.desk, dossierId)).filter((type) => type === 'CalendarAmended').length;
const due = async (dossierId: string): Promise<string> => formatInstant((await dossierByIdOrCode(api.installation.desk.db, dossierId))!.dueAt!);

describe('the calendar, for everybody', () => {
  test('says which days are off, which are worked instead, and how sure that is', async () => {
    const shown = await api.anonymous.get('/v1/calendar?year=2022');
    expect(shown).toMatchObject({ status: 200, body: { version: 1, sessions: [{ from: '07:30' }, { to: '17:00' }], weekend: [6, 0], years: [{ year: 2022, status: 'official' }] } });
    expect(shown.body.years[0].daysOff).toContainEqual({ date: '2022-05-02', reason: expect.any(String) });
    expect(shown.headers.get('etag')).toBe('"1"');
    expect((await api.anonymous.get('/v1/calendar')).body.years.length).toBeGreaterThan(3);
    expect(await api.anonymous.get('/v1/calendar?year=1990')).toMatchObject({ status: 400, body: { code: 'DATE_OUT_OF_RANGE', field: 'query.year' } });
  });

  test('says when a limit would be due, and which time counted', async () => {
    const answer = await api.anonymous.get('/v1/calendar/due?received=2026-02-13T15:00%2B07:00&limit=3%20working%20days&rule=cutoff-15:00');
    expect(answer).toMatchObject({
      status: 200,
      body: { countsFrom: { date: '2026-02-23', moved: true, why: 'after-cutoff', text: { en: expect.stringContaining('cut-off') } }, due: '2026-02-26', dueAt: '2026-02-26T17:00:00.000+07:00', limit: { text: '3 working days' }, procedure: null },
    });
    expect(answer.body.explanation.reduce((days: number, piece: { days: number | null }) => days + (piece.days ?? 0), 0)).toBe(3);
    // Whoever forgets to escape the + is understood.
    expect((await api.anonymous.get('/v1/calendar/due?received=2026-02-13T15:00+07:00&limit=3%20working%20days')).body.due).toBe('2026-02-26');
  });

  test('says when a procedure would be due at a unit, also for cases the law treats apart', async () => {
    const answer = await api.anonymous.get(`/v1/calendar/due?received=2022-03-14T08:00%2B07:00&procedure=1.000656&unit=${COMMUNE_UNIT}`);
    expect(answer).toMatchObject({ status: 200, body: { due: '2022-03-14', procedure: { code: '1.000656', version: 1, phase: null }, variants: [{ when: { fact: 'deathVerification', is: true }, due: '2022-03-17' }] } });
    const real = await submitted(api.installation.desk, 'due');
    await does(api.installation.desk, real.dossierId, 'accept', `receptionist@${COMMUNE_UNIT}`);
    const foretold = await api.anonymous.get(`/v1/calendar/due?received=2022-03-14T08:00%2B07:00&procedure=${THREE_LEVELS}`);
    expect(foretold.body.dueAt.slice(0, 16)).toBe((await due(real.dossierId)).slice(0, 16));
    await does(api.installation.desk, real.dossierId, 'withdraw', 'applicant', { fields: { reason: 'Xin rút' } });
  });

  test.each([
    ['received=yesterday&limit=3%20working%20days', 400, 'INSTANT_INVALID'],
    ['received=2022-03-14T08:00%2B07:00', 400, 'FIELD_INVALID'],
    ['received=2022-03-14T08:00%2B07:00&limit=3%20days', 400, 'LIMIT_INVALID'],
    ['received=2022-03-14T08:00%2B07:00&limit=9999%20working%20days', 400, 'DATE_OUT_OF_RANGE'],
    ['received=1999-03-14T08:00%2B07:00&limit=1%20working%20days', 400, 'DATE_OUT_OF_RANGE'],
    ['received=2022-03-14T08:00%2B07:00&procedure=9.999999', 422, 'PROCEDURE_NOT_IN_FORCE'],
    ['received=2022-03-14T08:00%2B07:00&procedure=1.000656&unit=H35.01.01', 422, 'PROCEDURE_NOT_OFFERED'],
    ['received=2022-03-14T08:00%2B07:00&procedure=1.000656&unit=H35.999', 404, 'AGENCY_UNKNOWN'],
    ['received=2022-03-14T08:00%2B07:00&procedure=1.000656&phase=second', 400, 'FIELD_CHOICE'],
  ])('%s is answered %d %s', async (query, status, code) => {
    const answer = await api.anonymous.get(`/v1/calendar/due?${query}`);
    expect([answer.status, answer.body.code]).toEqual([status, expect.stringMatching(`^(${code})$`)]);
  });
});

describe('amending the calendar', () => {
  const swap = { addDaysOff: [{ date: '2022-03-25', reason: 'Hoán đổi ngày làm việc' }], addMakeUpDays: [{ date: '2022-04-09', reason: 'Làm bù 25/3' }], reason: 'Thông báo 123/TB, 15/3/2022' };
  const MANY = 45;
  let open: string[];

  beforeAll(async () => {
    const { desk } = api.installation;
    open = [await forwarded(desk, 'running')];
    for (let i = 1; i < MANY; i += 1) open.push((await submitted(desk, `many-${i}`)).dossierId);
  });

  test('is for procedure control and administrators, and for whoever has read the present one', async () => {
    for (const path of ['/v1/calendar/preview', '/v1/calendar/amendments']) {
      expect(await officer.send('POST', path, swap, { 'if-match': '"1"' })).toMatchObject({ status: 403, body: { code: 'ROUTE_FORBIDDEN' } });
      expect((await api.anonymous.send('POST', path, swap)).status).toBe(401);
    }
    expect(await control.send('POST', '/v1/calendar/amendments', swap)).toMatchObject({ status: 428, body: { code: 'IF_MATCH_MISSING' } });
    expect(await control.send('POST', '/v1/calendar/amendments', swap, { 'if-match': '"7"' })).toMatchObject({ status: 412, body: { code: 'CHANGED_MEANWHILE' } });
  });

  test('what may not be is named with its field', async () => {
    const refused = async (change: object) => {
      const { status, body } = await control.send('POST', '/v1/calendar/preview', { reason: 'Thông báo', ...change });
      return [status, body.code, body.field];
    };
    expect(await refused({})).toEqual([400, 'CALENDAR_UNCHANGED', 'body']);
    expect(await refused({ addDaysOff: [{ date: '2022-03-26', reason: 'Thứ Bảy' }] })).toEqual([422, 'CALENDAR_DAY_OFF_ON_WEEKEND', 'body.addDaysOff.2022-03-26']);
    expect(await refused({ removeDaysOff: ['2022-03-25'] })).toEqual([409, 'CALENDAR_DAY_ABSENT', 'body.removeDaysOff.0']);
    expect(await refused({ addDaysOff: [{ date: '2022-03-25', reason: 'a' }, { date: '2022-03-25', reason: 'b' }] })).toEqual([400, 'PAIR_TWICE', 'body.addDaysOff']);
    expect(await refused({ reason: 'a\u0000b', removeDaysOff: ['2022-05-02'] })).toEqual([400, 'TEXT_CONTROL_CHARACTERS', 'body.reason']);
  });

  test('the preview names what would move to whoever sees the dossiers, and numbers to the others; nothing moves', async () => {
    const preview = await control.send('POST', '/v1/calendar/preview', swap);
    expect(preview).toMatchObject({
      status: 200,
      body: { version: 1, open: MANY, visible: MANY, complete: true, moved: 1, moves: [{ dossierId: open[0], from: '2022-04-04T17:00:00.000+07:00', to: '2022-04-05T17:00:00.000+07:00' }], byDate: [{ from: '2022-04-04', to: '2022-04-05', dossiers: 1 }] },
    });
    expect(preview.headers.get('etag')).toBe('"1"');
    expect(await administrator.send('POST', '/v1/calendar/preview', swap)).toMatchObject({ status: 200, body: { open: MANY, visible: 0, moved: 0, moves: [] } });
    expect((await api.anonymous.get('/v1/calendar')).body.version).toBe(1);
    expect(await due(open[0]!)).toBe('2022-04-04T17:00+07:00');
  });

  test('published, it reaches every open dossier exactly once, although the telling stops and dies in the middle', async () => {
    const proposed = await administrator.send('POST', '/v1/calendar/amendments', swap, { 'if-match': '"1"' });
    expect(proposed).toMatchObject({ status: 202, body: { kind: 'calendar', summary: { en: expect.stringContaining('2022-03-25 is off'), vi: expect.stringContaining(`${MANY} hồ sơ`) } } });
    expect((await api.anonymous.get('/v1/calendar')).body.version).toBe(1);
    expect(await administrator.send('POST', `/v1/confirmations/${proposed.body.id}/confirm`)).toMatchObject({ status: 403, body: { code: 'CONFIRMATION_OWN' } });
    const published = await control.send('POST', `/v1/confirmations/${proposed.body.id}/confirm`);
    expect(published).toMatchObject({ status: 200, body: { location: '/v1/calendar/amendments/2' } });
    const progress = async () => (await control.get(published.body.location)).body;
    expect(await progress()).toMatchObject({ version: 2, reason: swap.reason, publishedBy: 'quản', state: 'telling', total: MANY, done: 0 });
    expect(await control.send('POST', '/v1/calendar/amendments', swap, { 'if-match': '"1"' })).toMatchObject({ status: 412 });
    expect((await officer.get(published.body.location)).status).toBe(403);

    const first = process();
    const telling = first.tellOne();
    while ((await progress()).done === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    await first.stop();
    await telling;
    const half = await progress();
    expect(half).toMatchObject({ state: 'telling', total: MANY });
    expect(half.done).toBeLessThan(MANY);

    // As if the process had died before it could write down how far it was.
    await database.as({ person: 'test', agencies: [] }).updateTable('calendar_amendments').set({ after: null, done: 0 }).where('version', '=', 2).execute();
    await process().tellOne();
    expect(await progress()).toMatchObject({ state: 'done', total: MANY, done: MANY, unreached: 0 });

    for (const dossierId of open) expect(await amendedTimes(dossierId)).toBe(1);
    expect(await due(open[0]!)).toBe('2022-04-05T17:00+07:00');
    await expectSoundLog(api.installation.desk, open[0]!);
    expect((await rebuildDossier(api.installation.desk.db, (await submitted(api.installation.desk, 'later')).dossierId))!.calendar.version).toBe(2);
    expect((await api.anonymous.get('/v1/calendar?year=2022')).body).toMatchObject({ version: 2, years: [{ makeUpDays: expect.arrayContaining([{ date: '2022-04-09', reason: 'Làm bù 25/3' }]) }] });
  });

  test('of two who propose at once one succeeds, and the other is stale and says so', async () => {
    const back = { removeDaysOff: ['2022-03-25'], removeMakeUpDays: ['2022-04-09'], reason: 'Thông báo 124/TB' };
    const other = { ...back, reason: 'Thông báo 124B/TB' };
    const proposed = await Promise.all([[control, back], [administrator, other]].map(([who, body]) => (who as Visitor).send('POST', '/v1/calendar/amendments', body, { 'if-match': '"2"' })));
    expect(proposed.map(({ status }) => status)).toEqual([202, 202]);
    const answers = await Promise.all(proposed.map((each) => api.confirmed(each)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)!.body).toMatchObject({ code: 'CONFIRMATION_STALE', detail: expect.stringContaining('(2 → 3)') });
    await process().tellOne();
    expect(await due(open[0]!)).toBe('2022-04-04T17:00+07:00');
    expect(await amendedTimes(open[1]!)).toBe(2);
  });

  test('a dossier whose workflow is gone is started again from its log, and hears of every version', async () => {
    const { desk } = api.installation;
    const lost = open[2]!;
    await desk.client.workflow.getHandle(lost).terminate('lost');
    const amendment = async (version: number) => (await control.get(`/v1/calendar/amendments/${version}`)).body;
    const publish = async (version: number, change: object) => {
      const body = { reason: `Thông báo ${version}`, ...change };
      return api.confirmed(await control.send('POST', '/v1/calendar/amendments', body, { 'if-match': `"${version - 1}"` }));
    };

    await publish(4, { addDaysOff: [{ date: '2022-03-28', reason: 'Nghỉ' }] });
    await process().tellOne();
    expect(await amendment(4)).toMatchObject({ state: 'done', unreached: 0 });
    await publish(5, { removeDaysOff: ['2022-03-28'] });
    await process().tellOne();
    expect(await amendment(5)).toMatchObject({ state: 'done', unreached: 0 });
    expect([await amendedTimes(open[1]!), await amendedTimes(lost)]).toEqual([4, 4]);
  });

  test('a version that was never amended here is not found', async () => {
    expect(await control.get('/v1/calendar/amendments/1')).toMatchObject({ status: 404, body: { code: 'AMENDMENT_UNKNOWN' } });
  });
});
