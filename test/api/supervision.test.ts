import { openDatabase } from '../../db/database';
import type { Database } from '../../db/database';
import { recordDossier } from '../../db/record';
import type { DossierRow, TaskRow } from '../../domain/dossier/recording';
import { dossierId as sampleId, dossierRow, event, recording, taskRow } from '../db/samples';
import { officialAt } from '../engine/environment';
import { startTestApi } from './environment';
import type { TestApi, Visitor } from './environment';
import { urlAs } from '../db/logins';

const [UNIT, OTHER, STRANGE] = ['H35.05', 'H35.14', 'H35.06'] as const;
const dossierId = (name: string): string => sampleId(name).replace(/^(.{14}).(.{4})./, (_, a: string, b: string) => `${a}5${b}8`);
let api: TestApi;
let recorder: Database;
let [leader, other, stranger, control, auditor, administrator]: Visitor[] = [];

const put = (name: string, row: Partial<DossierRow>, tasks: TaskRow[] = []) =>
  recordDossier(
    recorder.pool,
    recording(dossierId(name), [event(1, { at: row.submittedAt ?? officialAt('2026-02-02T08:00'), payload: { type: 'OfficerAssigned', taskId: 'examine#1', person: 'p-1' } })], { dossier: dossierRow(dossierId(name), 1, { channel: 'counter', stage: 'processing', nextDeadlineAt: null, ...row }), tasks }),
  );
const day = (text: string): number => officialAt(`${text}T09:00`);
const solved = (legal: 'early' | 'on-time' | 'late', portal = legal) => ({ stage: 'returned', clock: 'ended' as const, holders: [], timeliness: { legal, portal } });

beforeAll(async () => {
  // A Friday; the Tết holidays of 2026 begin on Monday.
  api = await startTestApi({ at: '2026-02-13T10:00' });
  recorder = openDatabase({ url: urlAs(api.installation.databaseUrl, 'recorder'), role: 'recorder', max: 2 });
  [leader, other, stranger, control, auditor, administrator] = await Promise.all([
    api.officer('leader', [`leader@${UNIT}`]),
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

describe('the dossiers behind a figure', () => {
  const FIGURES = ['received', 'inPeriod', 'carried', 'solved', 'closedOtherwise', 'beingSolved', 'overdue', 'stopped', 'legalEarly', 'legalOnTime', 'legalLate', 'portalEarly', 'portalOnTime', 'portalLate'];
  const figureIn = (row: any, figure: string): number => {
    const nested = /^(legal|portal)(Early|OnTime|Late)$/.exec(figure);
    return nested ? row[nested[1]!][nested[2]!.charAt(0).toLowerCase() + nested[2]!.slice(1)] : row[figure];
  };

  beforeAll(async () => {
    const rows: [string, Partial<DossierRow>][] = [
      ['jan', { acceptedAt: day('2025-01-10'), endedAt: day('2025-01-20'), ...solved('early') }],
      ['jan to feb', { acceptedAt: day('2025-01-20'), endedAt: day('2025-02-10'), ...solved('late', 'on-time') }],
      ['jan to mar', { acceptedAt: day('2025-01-25'), endedAt: day('2025-03-05'), ...solved('on-time') }],
      ['withdrawn', { acceptedAt: day('2025-02-03'), endedAt: day('2025-02-05'), ...solved('early', 'on-time'), stage: 'withdrawn' }],
      ['second procedure', { acceptedAt: day('2025-02-03'), endedAt: day('2025-02-28'), ...solved('late'), procedureCode: '2.000908' }],
      ['open and late', { acceptedAt: day('2025-03-03'), dueAt: day('2025-03-20'), stage: 'processing' }],
      ['open and stopped', { acceptedAt: day('2025-03-04'), dueAt: day('2025-03-20'), clock: 'stopped', stage: 'processing' }],
      ['never accepted', { acceptedAt: null, submittedAt: day('2025-02-01'), stage: 'submitted', clock: 'not-started', dueAt: null }],
    ];
    for (const [name, row] of rows) await put(name, { receivingUnit: UNIT, place: UNIT, ...(row.stage === 'processing' ? { holders: [UNIT] } : {}), ...row });
  });

  test('are as many as it says, whatever the figures are grouped by', async () => {
    for (const [groupBy, place] of [
      ['none', () => ''],
      ['agency', (key: string) => `&unit=${key}`],
      ['procedure', (key: string) => `&procedure=${key}`],
      ['level', (key: string) => `&level=${key}`],
    ] as const) {
      for (const period of ['from=2025-01-01&to=2025-03-31', 'from=2025-02-01&to=2025-02-28']) {
        for (const row of (await leader!.get(`/v1/statistics?groupBy=${groupBy}&${period}`)).body.rows) {
          for (const figure of FIGURES) {
            const { status, body } = await leader!.get(`/v1/statistics/dossiers?figure=${figure}&${period}${place(row.key)}`);
            expect([status, figure, groupBy, row.key, body.items?.length]).toEqual([200, figure, groupBy, row.key, figureIn(row, figure)]);
          }
        }
      }
    }
  });

  test('come page by page, and only those the caller may see', async () => {
    const all = (await leader!.get('/v1/statistics/dossiers?figure=received&from=2025-01-01&to=2025-03-31')).body.items;
    expect(all[0].dossierId).toBe(dossierId('open and stopped'));
    const first = (await leader!.get('/v1/statistics/dossiers?figure=received&from=2025-01-01&to=2025-03-31&limit=3')).body;
    const second = (await leader!.get(`/v1/statistics/dossiers?figure=received&from=2025-01-01&to=2025-03-31&limit=200&cursor=${first.next}`)).body;
    expect([...first.items, ...second.items]).toEqual(all);
    expect(second.next).toBeNull();
    expect((await stranger!.get('/v1/statistics/dossiers?figure=received&from=2025-01-01&to=2025-03-31')).body.items).toEqual([]);
    expect((await administrator!.get('/v1/statistics/dossiers?figure=received')).status).toBe(403);
  });
});

describe('where time is lost', () => {
  const at = (text: string): number => officialAt(text);
  const done = (name: string, openedAt: string, closedAt: string, more: Partial<TaskRow> = {}) =>
    put(name, { procedureCode: '2.000908', receivingUnit: UNIT, holders: [] }, [taskRow({ taskId: 'receive#1', step: 'receive', agency: OTHER, status: 'done', openedAt: at(openedAt), closedAt: at(closedAt), dueAt: at(closedAt), ...more })]);

  beforeAll(async () => {
    // One working day of 480 minutes over a weekend; two hours of it are 128 nominal minutes of 7.5 opened hours.
    await done('over the weekend', '2025-06-06T13:30', '2025-06-09T11:30');
    await done('two hours', '2025-06-10T07:30', '2025-06-10T09:30');
    await done('late by a day', '2025-06-11T07:30', '2025-06-12T17:00', { dueAt: at('2025-06-11T17:00') });
    await done('still open', '2025-06-11T07:30', '2025-06-11T17:00', { closedAt: null, status: 'open' });
    await done('cancelled', '2025-06-11T07:30', '2025-06-30T17:00', { status: 'cancelled' });
    await done('in July', '2025-07-01T07:30', '2025-07-01T17:00');
  });
  const QUERY = 'procedure=2.000908&from=2025-06-01&to=2025-06-30';

  test('working time of each step with its limit: the median, nine in ten, and what was late', async () => {
    const { body } = await other!.get(`/v1/statistics/steps?${QUERY}`);
    expect(body).toEqual({
      from: '2025-06-01',
      to: '2025-06-30',
      items: [{ procedure: '2.000908', step: 'receive', name: expect.any(Object), planned: { text: '2 working hours', label: { vi: '2 giờ làm việc', en: '2 working hours' } }, plannedMinutes: 120, count: 3, median: 480, p90: 864, late: 1, lateMinutes: 480 }],
    });
  });

  test('the tasks behind them, the longest first', async () => {
    const { body } = await other!.get(`/v1/statistics/steps/tasks?${QUERY}&step=receive`);
    expect(body.items.map(({ dossierId: id, minutes, lateMinutes }: any) => [id, minutes, lateMinutes])).toEqual([
      [dossierId('late by a day'), 960, 480],
      [dossierId('over the weekend'), 480, 0],
      [dossierId('two hours'), 128, 0],
    ]);
    const first = (await other!.get(`/v1/statistics/steps/tasks?${QUERY}&step=receive&limit=1`)).body;
    const rest = (await other!.get(`/v1/statistics/steps/tasks?${QUERY}&step=receive&cursor=${first.next}`)).body;
    expect([...first.items, ...rest.items]).toEqual(body.items);
    expect((await other!.get(`/v1/statistics/steps/tasks?${QUERY}&step=receive&late=true`)).body.items).toHaveLength(1);
  });

  test('of the tasks the caller may see', async () => {
    expect((await stranger!.get(`/v1/statistics/steps?${QUERY}`)).body.items).toEqual([]);
    expect((await control!.get(`/v1/statistics/steps?${QUERY}&agency=${OTHER}`)).body.items).toHaveLength(1);
    expect((await auditor!.get(`/v1/statistics/steps?${QUERY}`)).body.items).toHaveLength(1);
    expect(await stranger!.get(`/v1/statistics/steps?agency=${OTHER}`)).toMatchObject({ status: 403, body: { code: 'AGENCY_NOT_YOURS' } });
  });
});

describe('what is before an agency, and what is coming', () => {
  const HERE = 'H35.03';
  beforeAll(async () => {
    const task = (name: string, row: Partial<TaskRow>, dossier: Partial<DossierRow> = {}) => put(name, { receivingUnit: UNIT, holders: [HERE], stage: 'processing', dueAt: null, ...dossier }, [taskRow({ agency: HERE, status: 'open', assignee: null, ...row })]);
    await task('late here', { dueAt: officialAt('2026-02-12T17:00') });
    await task('today here', { dueAt: officialAt('2026-02-13T17:00'), assignee: 'p-1' });
    await task('on a day off', { dueAt: officialAt('2026-02-14T17:00'), status: 'sent' });
    await task('after Tết', { dueAt: officialAt('2026-02-23T17:00') }, { dueAt: officialAt('2026-02-24T17:00') });
    await task('stands still', { dueAt: officialAt('2026-02-13T17:00') }, { clock: 'stopped' });
  });

  test('queues count open tasks; the list of a day is as long as its count', async () => {
    const { body } = await control!.get(`/v1/workload?agency=${HERE}&days=3`);
    expect(body.queues).toEqual([{ agency: HERE, dossiers: 5, tasks: 5, sent: 1, unassigned: 4, overdue: 1, today: 1, stopped: 1 }]);
    // What falls on a day off stands with the working day after it.
    expect(body.days).toEqual([
      { date: '2026-02-13', appointments: 0, tasks: 1 },
      { date: '2026-02-23', appointments: 0, tasks: 2 },
      { date: '2026-02-24', appointments: 1, tasks: 0 },
    ]);
    for (const { date, appointments, tasks } of body.days) {
      expect((await control!.get(`/v1/deadlines?agency=${HERE}&on=${date}`)).body.items).toHaveLength(appointments + tasks);
    }
  });

  test('for whoever may see it', async () => {
    expect((await stranger!.get('/v1/workload')).body.queues).toEqual([]);
    expect((await stranger!.get(`/v1/workload?agency=${HERE}`)).status).toBe(403);
    expect((await administrator!.get('/v1/workload')).status).toBe(403);
  });

  test('a task that falls due is named by its step', async () => {
    const { body } = await control!.get(`/v1/deadlines?agency=${HERE}&on=2026-02-13`);
    expect(body.items[0]).toMatchObject({ kind: 'task', name: { vi: expect.any(String), en: expect.any(String) } });
  });
});

describe('operations', () => {
  beforeAll(async () => {
    await put('wedged', { code: 'H35.05-260202-0009', stage: 'processing', nextDeadlineAt: officialAt('2026-02-10T17:00') }, [taskRow({ taskId: 'consult#1/H35.14', agency: OTHER, dueAt: officialAt('2026-02-10T17:00') })]);
    await put('asked', { stage: 'processing', nationalStatus: 5, clock: 'stopped' }, [taskRow({ status: 'suspended', dueAt: null })]);
    await put('only time', { stage: 'processing', nextDeadlineAt: officialAt('2026-03-10T17:00') }, [taskRow({ kind: 'await-outside', dueAt: null })]);
  });
  const ids = async (by: Visitor, waiting: string) => (await by.get(`/v1/operations/dossiers?for=${waiting}&limit=200`)).body.items.map((item: any) => item.dossierId);

  test('each count of the overview has its list', async () => {
    const { waitingFor } = (await control!.get('/v1/operations')).body;
    for (const waiting of ['person', 'applicant', 'timer']) expect(await ids(control!, waiting)).toHaveLength(waitingFor[waiting]);
    expect(await ids(control!, 'applicant')).toEqual([dossierId('asked')]);
    expect(await ids(control!, 'timer')).toContain(dossierId('only time'));
    expect(await ids(control!, 'consultation')).toContain(dossierId('wedged'));
    expect(await ids(control!, 'unmoved')).toEqual([dossierId('wedged')]);
    expect(await ids(control!, 'unstarted')).toEqual([]);
  });

  test('administrators see ids, procedure control legal codes, too; nobody else sees anything', async () => {
    expect((await control!.get('/v1/operations/dossiers?for=unmoved')).body.items[0]).toMatchObject({ code: 'H35.05-260202-0009' });
    expect((await administrator!.get('/v1/operations/dossiers?for=unmoved')).body.items[0]).toMatchObject({ dossierId: dossierId('wedged'), code: null });
    for (const by of [leader!, auditor!]) expect((await by.get('/v1/operations/dossiers?for=unmoved')).status).toBe(403);
  });

  test('nothing is tried again in an installation that is well', async () => {
    expect((await administrator!.get('/v1/operations/retrying')).body).toEqual({ workflows: [], asked: 0, complete: true, commands: [] });
    expect((await leader!.get('/v1/operations/retrying')).status).toBe(403);
  });
});
