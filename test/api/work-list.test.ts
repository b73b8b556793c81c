import { openDatabase } from '../../db/database';
import type { Database } from '../../db/database';
import { recordDossier } from '../../db/record';
import { dossierId as sampleId, dossierRow, event, recording, taskRow } from '../db/samples';
import { COMMUNE_UNIT, does, forwarded, officerOf, onlyTask } from '../engine/desk-work';
import { officialAt } from '../engine/environment';
import { startTestApi } from './environment';
import type { TestApi, Visitor } from './environment';
import { urlAs } from '../db/logins';

const AGENCY = 'H35.12';
const dossierId = (name: string): string => sampleId(name).replace(/^(.{14}).(.{4})./, (_, a: string, b: string) => `${a}5${b}8`);
let api: TestApi;
let recorder: Database;
let officer: Visitor;

const put = (name: string, dueAt: number | null, task: Partial<Parameters<typeof taskRow>[0]> = {}, clock: 'running' | 'stopped' = 'running') =>
  recordDossier(
    recorder.pool,
    recording(dossierId(name), [event(1)], {
      dossier: dossierRow(dossierId(name), 1, { channel: 'counter', stage: 'processing', clock }),
      tasks: [taskRow({ status: 'open', agency: AGENCY, dueAt, ...task })],
    }),
  );

beforeAll(async () => {
  // A Thursday.
  api = await startTestApi({ at: '2022-03-10T09:00' });
  recorder = openDatabase({ url: urlAs(api.installation.databaseUrl, 'recorder'), role: 'recorder', max: 2 });
  officer = await api.officer('lan', [`specialist@${AGENCY}`]);
  await put('yesterday', officialAt('2022-03-09T15:00'));
  await put('this very instant', officialAt('2022-03-10T09:00'));
  await put('this afternoon', officialAt('2022-03-10T16:00'), { assignee: 'lan', status: 'taken' });
  await put('tonight at midnight', officialAt('2022-03-11T00:00'));
  await put('tomorrow', officialAt('2022-03-11T16:00'));
  await put('in two working days', officialAt('2022-03-14T09:00'), { status: 'sent' });
  await put('later', officialAt('2022-03-20T16:00'));
  await put('no date', null);
  await put('stopped', officialAt('2022-03-09T15:00'), {}, 'stopped');
});
afterAll(async () => {
  await recorder.close();
  await api.close();
});

test.each(['overdue', 'today', 'soon', 'stopped'])('asked for what is %s, the list gives exactly the tasks that it marks so', async (urgency) => {
  const all = (await officer.get('/v1/tasks')).body.items as { dossierId: string; urgency: string }[];
  expect(all).toHaveLength(9);
  const marked = all.filter((item) => item.urgency === urgency).map((item) => item.dossierId);
  expect(marked.length).toBeGreaterThan(0);
  expect((await officer.get(`/v1/tasks?urgency=${urgency}`)).body.items.map((item: { dossierId: string }) => item.dossierId)).toEqual(marked);
});

test('what is due soon and what has to be due before a day hold together', async () => {
  const { items } = (await officer.get(`/v1/tasks?urgency=soon&dueBefore=${encodeURIComponent('2022-03-12T00:00:00+07:00')}`)).body;
  expect(items.map((item: { dossierId: string }) => item.dossierId)).toEqual([dossierId('tomorrow')]);
});

test('the figures above the list are those of its tabs', async () => {
  const { counts } = (await officer.get('/v1/tasks')).body;
  expect(counts).toEqual({ open: 9, overdue: 2, today: 2, unassigned: 8, mine: 1, sent: 1, involved: 0 });
});

test('a dossier tells why it is due when it is: the time that counted, the supplement that stops it, the date it moves to', async () => {
  const { desk } = api.installation;
  const id = await forwarded(desk, 'clock');
  const task = await onlyTask(desk, id);
  const who = officerOf(task);
  await does(desk, id, 'take-up', who, { fields: { taskId: task.taskId } });
  await does(desk, id, 'request-supplement', who, { fields: { taskId: task.taskId, items: ['Bản đồ vị trí'] } });
  const examiner = await api.officer('examiner', [who]);
  const { status, body } = await examiner.get(`/v1/dossiers/${id}/clock`);
  expect(status).toBe(200);
  expect(body.phases).toHaveLength(1);
  expect(body.phases[0]).toMatchObject({ phase: 1, stopped: { rule: 'supplement' } });
  expect(body.supplements).toMatchObject([{ n: 1, status: 'asked', stage: 'examination', taskId: task.taskId }]);
  const stranger = await api.officer('stranger', [`specialist@${AGENCY}`]);
  expect((await stranger.get(`/v1/dossiers/${id}/clock`)).status).toBe(404);
});

test('a search shows applicants only where they are asked for, and then the reading is on record', async () => {
  const window = await api.officer('window', [`receptionist@${COMMUNE_UNIT}`]);
  await forwarded(api.installation.desk, 'named');
  const plain = (await window.get('/v1/dossiers')).body.items;
  expect(plain.every((item: object) => !('applicantName' in item))).toBe(true);
  const named = (await window.get('/v1/dossiers?with=applicant')).body.items;
  expect(named.map((item: { applicantName: string }) => item.applicantName)).toContain('Lò Thị Mai');
});
