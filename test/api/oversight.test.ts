import { keepVerification } from '../../db/verifications';
import { fireDueWatches } from '../../db/fire-watches';
import { openDatabase } from '../../db/database';
import type { Database } from '../../db/database';
import { recordDossier } from '../../db/record';
import type { DossierRow, TaskRow, WatchRow } from '../../domain/dossier/recording';
import { dossierId as sampleId, dossierRow, event, recording, rung, taskRow, watchRow } from '../db/samples';
import { officialAt } from '../engine/environment';
import { startTestApi } from './environment';
import type { TestApi, Visitor } from './environment';
import { urlAs } from '../db/logins';

/** Two departments of the province, and one that has to do with neither. */
const [OWN, OTHER, STRANGE] = ['H35.12', 'H35.14', 'H35.06'];
/** A sample's id as one that leaves over HTTP: a UUID with version and variant. */
const dossierId = (name: string): string => sampleId(name).replace(/^(.{14}).(.{4})./, (_, a: string, b: string) => `${a}5${b}8`);
let api: TestApi;
let recorder: Database;
let [leader, other, stranger, control, auditor, administrator]: Visitor[] = [];

beforeAll(async () => {
  api = await startTestApi({ at: '2026-02-13T10:00' });
  recorder = openDatabase({ url: urlAs(api.installation.databaseUrl, 'recorder'), role: 'recorder', max: 2 });
  [leader, other, stranger, control, auditor, administrator] = await Promise.all([
    api.officer('leader', [`leader@${OWN}`]),
    api.officer('other', [`specialist@${OTHER}`]),
    api.officer('stranger', [`leader@${STRANGE}`]),
    api.officer('control', ['procedure-control@H35.01']),
    api.officer('auditor', [], ['auditor']),
    api.officer('administrator', [], ['administrator']),
  ]);
});
afterAll(async () => {
  await recorder.close();
  await api.close();
});

const put = (name: string, row: Partial<DossierRow>, more: { tasks?: TaskRow[]; watches?: WatchRow[] } = {}) =>
  recordDossier(recorder.pool, recording(dossierId(name), [event(1, { at: row.submittedAt ?? officialAt('2026-02-02T08:00'), payload: { type: 'OfficerAssigned', taskId: 'examine#1', person: 'p-1' } })], { dossier: dossierRow(dossierId(name), 1, { nextDeadlineAt: null, ...row }), ...more }));

describe('what is late and what falls due', () => {
  beforeAll(async () => {
    await put('late', { dueAt: officialAt('2026-02-12T17:00'), holders: [OTHER!] }, { tasks: [taskRow({ agency: OTHER!, dueAt: officialAt('2026-02-11T17:00') })] });
    await put('stands still', { dueAt: officialAt('2026-02-10T17:00'), clock: 'stopped' }, { tasks: [taskRow({ dueAt: officialAt('2026-02-10T17:00') })] });
    await put('soon', { dueAt: officialAt('2026-02-26T17:00') }, { tasks: [taskRow({ dueAt: officialAt('2026-02-13T17:00') })] });
    await put('elsewhere', { dueAt: officialAt('2026-02-09T17:00'), receivingUnit: 'H35.02', holders: ['H35.02'] }, { tasks: [taskRow({ agency: 'H35.02', dueAt: officialAt('2026-02-09T17:00') })] });
  });
  const keys = ({ body }: { body: any }) => body.items.map((item: any) => [item.kind, item.agency, item.holders.join(), item.workingMinutes]);

  test('overdue are running appointments and open tasks past their date, with the holder and how late in working time', async () => {
    // From 11 February 17:00 to 13 February 10:00: one day and 160 of 480 minutes.
    expect(keys(await leader!.get('/v1/overdue'))).toEqual([['appointment', OWN, OTHER, 160]]);
    expect(keys(await other!.get('/v1/overdue'))).toEqual([['task', OTHER, OTHER, 640], ['appointment', OWN, OTHER, 160]]);
    expect(keys(await control!.get(`/v1/overdue?agency=${OTHER}`))).toEqual([['task', OTHER, OTHER, 640], ['appointment', OWN, OTHER, 160]]);
    expect((await stranger!.get('/v1/overdue')).body.items).toEqual([]);
    expect(await stranger!.get(`/v1/overdue?agency=${OWN}`)).toMatchObject({ status: 403, body: { code: 'AGENCY_NOT_YOURS' } });
  });

  test('what falls due within so many working days, not what is late already', async () => {
    expect(keys(await leader!.get('/v1/deadlines?within=1'))).toEqual([['task', OWN, OWN, 320]]);
    // Tết 2026: seven days off lie between.
    expect(keys(await leader!.get('/v1/deadlines?within=10')).map(([kind]: string[]) => kind)).toEqual(['task', 'appointment']);
    expect((await stranger!.get('/v1/deadlines')).body.items).toEqual([]);
  });

  test('a page goes on where the one before ended; another cursor is refused', async () => {
    const first = await control!.get('/v1/overdue?limit=2');
    const second = await control!.get(`/v1/overdue?limit=2&cursor=${first.body.next}`);
    expect([...first.body.items, ...second.body.items]).toEqual((await control!.get('/v1/overdue')).body.items);
    expect(second.body.next).toBeNull();
    const forged = Buffer.from(JSON.stringify([1, 'no-id', ''])).toString('base64url');
    expect(await control!.get(`/v1/overdue?cursor=${forged}`)).toMatchObject({ status: 400, body: { code: 'CURSOR_INVALID' } });
  });
});

describe('escalations', () => {
  const subject = 'task:examine#1';
  beforeAll(async () => {
    const dueAt = officialAt('2026-02-11T17:00');
    for (const name of ['told', 'told and done']) await put(name, { submittedAt: officialAt('2026-02-02T08:00') }, { tasks: [taskRow({ dueAt })], watches: [watchRow({ subject, dueAt, ladder: [rung('overdue', dueAt, OWN!), rung('escalation-1', officialAt('2026-02-12T17:00'), STRANGE!)] })] });
    await fireDueWatches(recorder.pool, { officialNow: officialAt('2026-02-13T09:00') });
    const id = dossierId('told and done');
    await recordDossier(recorder.pool, recording(id, [event(2)], { dossier: dossierRow(id, 2), tasks: [taskRow({ closedAt: officialAt('2026-02-13T09:30') })], watches: [watchRow({ subject, generation: 2, ladder: [] })] }));
  });
  const told = async (by: Visitor, query = '') => (await by.get(`/v1/escalations${query}`)).body.items.map((item: any) => [item.dossierId, item.level, item.open]);

  test('what waits still is open, what was done since is closed', async () => {
    expect(await told(leader!)).toEqual([[dossierId('told'), 'escalation-1', true], [dossierId('told'), 'overdue', true]]);
    expect(await told(leader!, '?state=closed')).toEqual([[dossierId('told and done'), 'escalation-1', false], [dossierId('told and done'), 'overdue', false]]);
    expect(await told(leader!, '?state=all&limit=3')).toHaveLength(3);
  });

  test('whoever was told sees what they were told, also where the work is not theirs; others see nothing', async () => {
    expect(await told(stranger!)).toEqual([[dossierId('told'), 'escalation-1', true]]);
    expect(await told(other!, '?state=all')).toEqual([]);
    expect(await told(control!, `?state=all&agency=${STRANGE}`)).toHaveLength(2);
  });
});

describe('statistics', () => {
  const month = (n: number, day: number): number => officialAt(`2025-${String(n).padStart(2, '0')}-${String(day).padStart(2, '0')}T09:00`);
  const solved = (legal: 'early' | 'on-time' | 'late', portal = legal) => ({ stage: 'returned', clock: 'ended' as const, holders: [], timeliness: { legal, portal } });
  const UNIT = 'H35.05';
  let own: Visitor;

  beforeAll(async () => {
    own = await api.officer('counting', [`leader@${UNIT}`]);
    const rows: [string, Partial<DossierRow>][] = [
      ['jan', { acceptedAt: month(1, 10), endedAt: month(1, 20), ...solved('early') }],
      ['jan to feb', { acceptedAt: month(1, 20), endedAt: month(2, 10), ...solved('late', 'on-time') }],
      ['jan to mar', { acceptedAt: month(1, 25), endedAt: month(3, 5), ...solved('on-time') }],
      ['withdrawn', { acceptedAt: month(2, 3), endedAt: month(2, 5), ...solved('early', 'on-time'), stage: 'withdrawn' }],
      ['second procedure', { acceptedAt: month(2, 3), endedAt: month(2, 28), ...solved('late'), procedureCode: '2.000908' }],
      ['open and late', { acceptedAt: month(3, 3), dueAt: month(3, 20), stage: 'processing' }],
      ['open and stopped', { acceptedAt: month(3, 4), dueAt: month(3, 20), clock: 'stopped', stage: 'processing' }],
      ['never accepted', { acceptedAt: null, submittedAt: month(2, 1), stage: 'submitted', clock: 'not-started', dueAt: null }],
    ];
    for (const [name, row] of rows) await put(name, { channel: 'counter', receivingUnit: UNIT, place: UNIT, ...(row.stage === 'processing' ? { holders: [UNIT] } : {}), ...row });
  });
  const get = async (query: string, by = own) => (await by.get(`/v1/statistics?${query}`)).body;
  const QUARTER = 'from=2025-01-01&to=2025-03-31';

  test('the quarter, by law and as the portal reads it', async () => {
    const { rows } = await get(QUARTER);
    expect(rows).toEqual([
      {
        key: 'all', received: 7, inPeriod: 7, carried: 0, solved: 4, closedOtherwise: 1, beingSolved: 2, overdue: 1, stopped: 1,
        legal: { early: 1, onTime: 1, late: 2 },
        // The withdrawn one counts as on time; of two phases the later date counts alone.
        portal: { early: 1, onTime: 3, late: 1 },
        onTimePercent: 50,
        // 7 received, 1 late, 1 overdue; what is paused counts as in time.
        portalPercent: (100 * 5) / 7,
      },
    ]);
  });

  test('by whoever decided, by sector and by channel, each with its dossiers', async () => {
    const { rows } = await get(`groupBy=decider&${QUARTER}`);
    // What is not decided stands in no decider's row.
    expect(rows.map(({ key, solved: done, onTimePercent }: any) => [key, done, onTimePercent])).toEqual([[UNIT, 4, 50]]);
    const channels = (await get(`groupBy=channel&${QUARTER}`)).rows;
    expect(channels.map(({ key, received }: any) => [key, received])).toEqual([['counter', 7]]);
    const behind = await own.get(`/v1/statistics/dossiers?figure=legalLate&of=decider:${UNIT}&${QUARTER}`);
    expect(behind.body.items).toHaveLength(2);
    expect((await own.get(`/v1/statistics/dossiers?figure=legalLate&of=decider:H35.99&${QUARTER}`)).body.items).toEqual([]);
    expect((await own.get(`/v1/statistics/dossiers?figure=solved&of=holder:x&${QUARTER}`)).status).toBe(400);
  });

  test('report II.06a: what one month leaves over the next one carries, and every sum holds', async () => {
    const { rows } = await get(`groupBy=month&${QUARTER}`);
    expect(rows.map(({ key, inPeriod, carried, solved: done, closedOtherwise, beingSolved }: any) => [key, inPeriod, carried, done, closedOtherwise, beingSolved])).toEqual([
      ['2025-01', 3, 0, 1, 0, 2],
      ['2025-02', 2, 2, 2, 1, 1],
      ['2025-03', 2, 1, 1, 0, 2],
    ]);
    for (const [i, row] of rows.entries()) {
      expect(row.received).toBe(row.inPeriod + row.carried);
      expect(row.received).toBe(row.solved + row.closedOtherwise + row.beingSolved);
      expect(row.legal.early + row.legal.onTime + row.legal.late).toBe(row.solved);
      expect(row.portal.early + row.portal.onTime + row.portal.late).toBe(row.solved + row.closedOtherwise);
      if (i > 0) expect(row.carried).toBe(rows[i - 1].beingSolved);
    }
  });

  test('groups add up to the whole, whatever they are grouped by', async () => {
    const [all] = (await get(QUARTER)).rows;
    for (const groupBy of ['agency', 'procedure', 'level']) {
      const { rows } = await get(`groupBy=${groupBy}&${QUARTER}`);
      for (const field of ['received', 'solved', 'beingSolved', 'overdue']) expect(rows.reduce((sum: number, row: any) => sum + row[field], 0)).toBe(all[field]);
    }
    expect((await get(`groupBy=level&${QUARTER}`)).rows.map(({ key }: any) => key)).toEqual(['province']);
    expect((await get(`groupBy=procedure&${QUARTER}`)).rows.map(({ key }: any) => key)).toEqual(['1.012790', '2.000908']);
  });

  test('everybody counts what they may see; an agency system with the scope, too; nobody else', async () => {
    expect((await get(QUARTER, stranger)).rows).toEqual([]);
    expect((await get(`${QUARTER}&unit=${UNIT}`, control)).rows).toEqual((await get(QUARTER)).rows);
    expect((await get(QUARTER, auditor)).rows[0].received).toBe(7);
    expect((await get(QUARTER, await api.client('counter', { scopes: ['statistics:read'], agencies: [UNIT] }))).rows[0].received).toBe(7);
    expect((await (await api.client('reader', { scopes: ['dossiers:read'], agencies: [UNIT] })).get('/v1/statistics')).status).toBe(403);
    expect((await administrator!.get('/v1/statistics')).status).toBe(403);
  });

  test('a period that ends before it begins, is too long, or is none is refused', async () => {
    for (const query of ['from=2025-03-01&to=2025-02-01', 'from=2010-01-01&to=2025-01-01', 'from=0001-01-01&to=0001-12-31', 'from=9999-01-01&to=9999-12-31', 'from=2025-02-30', 'groupBy=colour']) {
      expect((await own.get(`/v1/statistics?${query}`)).status).toBe(400);
    }
  });

  test('what is public is counts by unit and month for everybody, and nothing else', async () => {
    const { status, body } = await api.anonymous.get('/v1/public/statistics?year=2025');
    expect(status).toBe(200);
    const unit = body.units.find((one: any) => one.unit === UNIT);
    expect(unit).toMatchObject({ name: { vi: expect.any(String) }, received: 7, solved: 4, early: 1, onTime: 1, late: 2, onTimePercent: 50, portalLate: 1 });
    expect(unit.months.slice(0, 4).map(({ month: m, received, solved: done }: any) => [m, received, done])).toEqual([['2025-01', 3, 1], ['2025-02', 2, 2], ['2025-03', 2, 1], ['2025-04', 0, 0]]);
    expect(body.province.slice(0, 3).map(({ received }: any) => received)).toEqual([3, 2, 2]);
    expect(JSON.stringify(body)).not.toContain(dossierId('jan'));
    expect((await api.anonymous.get('/v1/public/statistics')).body.year).toBe(2026);
    expect((await api.anonymous.get('/v1/public/statistics?year=2099')).status).toBe(400);
  });
});

describe('audit', () => {
  test('procedure control and auditors read who looked at what; nobody else, and nobody changes it', async () => {
    await stranger!.get('/v1/operations');
    const { body } = await auditor!.get('/v1/audit?person=stranger&action=refused-route');
    expect(body.items[0]).toMatchObject({ who: 'stranger', route: 'GET /v1/operations', action: 'refused-route' });
    expect((await control!.get('/v1/audit?action=sign-in&limit=1')).body).toMatchObject({ items: [{ action: 'sign-in' }], next: expect.any(String) });
    expect((await control!.get('/v1/audit?from=2026-02-14T00:00:00%2B07:00')).body.items).toEqual([]);
    expect(await control!.get('/v1/audit?dossier=H35.12-260213-9999')).toMatchObject({ status: 404, body: { code: 'DOSSIER_UNKNOWN' } });
    for (const by of [leader!, stranger!, administrator!]) expect((await by.get('/v1/audit')).status).toBe(403);
    expect((await api.anonymous.get('/v1/audit')).status).toBe(401);
  });

  test('pages of the access log go back without a gap', async () => {
    const all = (await auditor!.get('/v1/audit?action=sign-in&limit=200')).body.items.map(({ entry }: any) => entry);
    const { body } = await auditor!.get('/v1/audit?action=sign-in&limit=3');
    const next = await auditor!.get(`/v1/audit?action=sign-in&limit=3&cursor=${body.next}`);
    expect([...body.items, ...next.body.items].map(({ entry }: any) => entry)).toEqual(all.slice(0, 6));
  });

  test('auditors read what the last verification found; nobody else does', async () => {
    expect((await auditor!.get('/v1/audit/verification')).body.last).toBeNull();
    const finding = { kind: 'dossier-row', dossierId: null, code: 'H35.12-260213-0001', seq: 4, detail: 'due_at' } as const;
    const run = { begunRealAt: 0, finishedRealAt: 1_000, dossiers: 7, events: 70, findings: [finding] };
    await keepVerification(api.installation.desk.db, run);
    expect((await auditor!.get('/v1/audit/verification')).body).toMatchObject({
      last: { dossiers: 7, events: 70, found: 1, findings: [{ ...finding, message: { en: expect.any(String), vi: expect.any(String) } }] },
      anchor: null,
    });
    for (const by of [control!, leader!, stranger!, administrator!])
      expect((await by.get('/v1/audit/verification')).status).toBe(403);
  });

  test('auditors find official acts by person, kind and time, a month at most at once', async () => {
    const query = 'from=2026-02-01T00:00:00%2B07:00&to=2026-02-20T00:00:00%2B07:00';
    const { body } = await auditor!.get(`/v1/audit/events?${query}&actor=p-1&type=OfficerAssigned&limit=3`);
    expect(body.items[0]).toMatchObject({ type: 'OfficerAssigned', actor: { kind: 'officer', person: 'p-1', role: 'specialist' } });
    const next = await auditor!.get(`/v1/audit/events?${query}&actor=p-1&type=OfficerAssigned&limit=3&cursor=${body.next}`);
    const all = await auditor!.get(`/v1/audit/events?${query}&actor=p-1`);
    expect([...body.items, ...next.body.items]).toEqual(all.body.items.slice(0, 6));
    expect((await auditor!.get(`/v1/audit/events?${query}&actor=p-2`)).body.items).toEqual([]);
    expect((await auditor!.get('/v1/audit/events?from=2025-01-01T00:00:00Z&to=2026-01-01T00:00:00Z')).status).toBe(400);
    expect((await control!.get('/v1/audit/events')).status).toBe(403);
  });
});

test('operators see what does not move as counts and ids, and no dossier', async () => {
  await put('wedged', { stage: 'processing', nextDeadlineAt: officialAt('2026-02-10T17:00') }, { tasks: [taskRow({ taskId: 'consult#1/H35.14', agency: OTHER!, dueAt: officialAt('2026-02-10T17:00') })] });
  await put('asked', { stage: 'processing', nationalStatus: 5, clock: 'stopped' }, { tasks: [taskRow({ status: 'suspended', dueAt: null })] });
  await put('only time', { stage: 'processing' }, { tasks: [taskRow({ kind: 'await-outside', dueAt: null })] });
  for (const by of [administrator!, control!]) {
    const { status, body } = await by.get('/v1/operations');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      unmovedTimers: { count: 1, dossierIds: [dossierId('wedged')] },
      silentPartners: { consultations: { count: 1, dossierIds: [dossierId('wedged')] }, handOvers: { count: 0 } },
      orphanSubmissions: { count: 0, dossierIds: [] },
      // What the daily verification found, above.
      openAlarms: { count: 1 },
      pendingCommands: { count: 0, oldestReceivedAt: null },
      overdueComplaints: 0,
      relay: expect.any(Array),
    });
    expect(body.waitingFor.person).toBeGreaterThanOrEqual(1);
    expect(body.waitingFor.applicant).toBeGreaterThanOrEqual(1);
    expect(body.waitingFor.timer).toBeGreaterThanOrEqual(1);
  }
  expect((await administrator!.get(`/v1/dossiers/${dossierId('wedged')}`)).status).toBe(403);
  for (const by of [leader!, auditor!]) expect((await by.get('/v1/operations')).status).toBe(403);
});
