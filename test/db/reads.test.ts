import { fireDueWatches } from '../../db/fire-watches';
import { recordDossier } from '../../db/record';
import { dossierByIdOrCode } from '../../db/reads/dossier-by-id-or-code';
import { historyOf } from '../../db/reads/history-of';
import { inbox } from '../../db/reads/inbox';
import { overdue } from '../../db/reads/overdue';
import { statistics } from '../../db/reads/statistics';
import { timelineOf } from '../../db/reads/timeline-of';
import { unmovedTimers } from '../../db/reads/unmoved-timers';
import { openTestDatabase, type TestDatabase } from './database';
import { dossierId, dossierRow, event, HOUR, MORNING, recording, rung, taskRow, watchRow } from './samples';

let database: TestDatabase;
const [late, stopped, done] = [dossierId('late'), dossierId('stopped'), dossierId('done')];
const db = () => database.as('auditor').db;

beforeAll(async () => {
  database = await openTestDatabase();
  const { pool } = database.as('recorder');
  await recordDossier(
    pool,
    recording(late, [event(1, { at: MORNING }), event(2, { at: MORNING + 30 * HOUR })], {
      dossier: dossierRow(late, 2, { code: 'H35.12-260213-0001', dueAt: MORNING + 10 * HOUR, nextDeadlineAt: MORNING + 10 * HOUR, holders: ['G12.34', 'H35.12'] }),
      tasks: [taskRow({ dueAt: MORNING + 9 * HOUR, status: 'in-work' }), taskRow({ taskId: 'tax#1', agency: 'G12.34', dueAt: null, openedAt: MORNING + HOUR })],
      watches: [watchRow({ dueAt: MORNING + 9 * HOUR, ladder: [rung('overdue', MORNING + 9 * HOUR), rung('escalation-1', MORNING + 17 * HOUR, 'H35')] })],
    }),
  );
  await recordDossier(
    pool,
    recording(stopped, [event(1)], {
      dossier: dossierRow(stopped, 1, { clock: 'stopped', dueAt: MORNING + HOUR, nextDeadlineAt: null }),
      tasks: [taskRow({ dueAt: MORNING + HOUR })],
    }),
  );
  await recordDossier(
    pool,
    recording(done, [event(1)], {
      dossier: dossierRow(done, 1, { clock: 'ended', endedAt: MORNING + 5 * HOUR, returnedAt: MORNING + 6 * HOUR, timeliness: { legal: 'on-time', portal: 'early' }, nextDeadlineAt: null, holders: [] }),
      tasks: [taskRow({ closedAt: MORNING + 5 * HOUR, outcome: 'done' })],
    }),
  );
  await fireDueWatches(pool, { officialNow: MORNING + 20 * HOUR });
});
afterAll(() => database.close());

test('a dossier is found by its id and by its legal code', async () => {
  const byCode = await dossierByIdOrCode(db(), 'H35.12-260213-0001');
  expect(byCode).toEqual(await dossierByIdOrCode(db(), late.toUpperCase()));
  expect(byCode?.dossierId).toBe(late);
  expect(await dossierByIdOrCode(db(), `' or true --`)).toBeUndefined();
});

test('an inbox shows the open work of one agency, what is due first on top', async () => {
  const items = (await inbox(db(), 'H35.12')).map((item) => [item.dossierId, item.code]);
  expect(items).toEqual([[stopped, null], [late, 'H35.12-260213-0001']]);
  expect((await inbox(db(), 'H35.12', { status: 'in-work' })).map((item) => item.dossierId)).toEqual([late]);
  expect(await inbox(db(), 'H35.12', { limit: 1 })).toHaveLength(1);
});

test('overdue are running appointments and open tasks past their date, not those of a stopped clock', async () => {
  const now = MORNING + 11 * HOUR;
  const found = (await overdue(db(), now)).map((item) => [item.kind, item.dossierId, item.agency, item.lateMs]);
  expect(found).toEqual([['task', late, 'H35.12', 2 * HOUR], ['appointment', late, 'H35.12', HOUR]]);
  expect((await overdue(db(), now, 'G12.34')).map((item) => item.kind)).toEqual(['appointment']);
  expect(await overdue(db(), now, 'H35.99')).toEqual([]);
  expect(await overdue(db(), MORNING + 9 * HOUR)).toEqual([]);
});

test('the history merges acts and escalations by their legal instants', async () => {
  const history = (await historyOf(db(), late)).map((entry) => (entry.kind === 'event' ? entry.event.seq : [entry.level, entry.at, entry.firedAt]));
  const firedAt = MORNING + 20 * HOUR;
  expect(history).toEqual([1, ['overdue', MORNING + 9 * HOUR, firedAt], ['escalation-1', MORNING + 17 * HOUR, firedAt], 2]);
});

test('the timeline has the dossier, its tasks in their order, and the history', async () => {
  const timeline = await timelineOf(db(), late);
  expect(timeline?.tasks.map((task) => task.taskId)).toEqual(['examine#1', 'tax#1']);
  expect(timeline?.dossier.holders).toEqual(['G12.34', 'H35.12']);
  expect(timeline?.history).toHaveLength(4);
  expect(await timelineOf(db(), dossierId('nobody'))).toBeUndefined();
});

test('a deadline long past whose workflow has not moved is counted', async () => {
  expect(await unmovedTimers(db(), MORNING + 11 * HOUR, HOUR)).toEqual([]);
  expect(await unmovedTimers(db(), MORNING + 11 * HOUR + 1, HOUR)).toEqual([{ dossierId: late, code: 'H35.12-260213-0001', nextDeadlineAt: MORNING + 10 * HOUR, headSeq: 2 }]);
});

test('the summary counts what was received, returned, on time and escalated', async () => {
  const { figures, ...total } = await statistics(db(), MORNING + 100 * HOUR);
  expect(total).toEqual({
    received: 3,
    accepted: 3,
    open: 2,
    stopped: 1,
    ended: 1,
    returned: 1,
    escalations: { 'escalation-1': 1, overdue: 1 },
    events: 4,
  });
  expect(figures).toMatchObject({ solved: 1, legalEarly: 0, legalOnTime: 1, legalLate: 0, portalEarly: 1 });
});
