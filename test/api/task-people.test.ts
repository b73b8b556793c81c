import { COMMUNE_UNIT, THREE_LEVELS, onlyTask } from '../engine/desk-work';
import { startTestApi } from './environment';
import type { TestApi, Visitor } from './environment';

let api: TestApi;
let [window, head, specialist, helper, stranger]: Visitor[] = [];
let dossierId: string;
let code: string;
let taskId: string;
let people: string;

beforeAll(async () => {
  api = await startTestApi({ at: '2022-03-14T08:00' });
  window = await api.officer('window', [`receptionist@${COMMUNE_UNIT}`]);
  const submitted = await window.post('/v1/dossiers', { procedure: THREE_LEVELS, unit: COMMUNE_UNIT, documents: ['request'], applicant: { name: 'Lò Thị Mai' } });
  dossierId = submitted.body.dossierId;
  code = (await window.post(`/v1/dossiers/${dossierId}/acts/accept`)).body.code;
  await window.post(`/v1/dossiers/${dossierId}/acts/complete`);
  const task = await onlyTask(api.installation.desk, dossierId);
  taskId = task.taskId;
  people = `/v1/dossiers/${code}/tasks/${encodeURIComponent(taskId)}/people`;
  [head, specialist, helper, stranger] = await Promise.all([
    api.officer('head', [`division-head@${task.agency}`]),
    api.officer('handler', [`specialist@${task.agency}`]),
    api.officer('helper', [`specialist@${task.agency}`]),
    api.officer('stranger', ['division-head@H35.12']),
  ]);
  await specialist.post(`/v1/dossiers/${dossierId}/acts/take-up`, { taskId });
});
afterAll(() => api.close());

const involved = async (by: Visitor) => (await by.get('/v1/tasks?queue=involved')).body.items.map((item: { taskId: string }) => item.taskId);

test('the main handler or a head has others take part; they find the task in a queue of their own', async () => {
  expect(await specialist!.send('PUT', `${people}/helper`, { part: 'co-handler' })).toMatchObject({ status: 200, body: { taskId, mainHandler: 'handler', items: [{ person: 'helper', part: 'co-handler', addedBy: 'handler' }] } });
  expect(await involved(helper!)).toEqual([taskId]);
  expect(await involved(specialist!)).toEqual([]);
  expect((await head!.send('PUT', `${people}/helper`, { part: 'monitor' })).body.items).toMatchObject([{ person: 'helper', part: 'monitor', addedBy: 'head' }]);
  expect((await helper!.get(people)).body.items).toHaveLength(1);
});

test('whoever takes part does not decide: the task stays with its main handler', async () => {
  expect(await helper!.post(`/v1/dossiers/${dossierId}/acts/complete`, { taskId, outcome: 'done' })).toMatchObject({ status: 409, body: { code: 'TASK_TAKEN' } });
});

test('only the main handler and the heads of the agency say who takes part, and only from among its people', async () => {
  expect(await helper!.send('PUT', `${people}/helper`, { part: 'co-handler' })).toMatchObject({ status: 403, body: { code: 'TASK_PEOPLE_NOT_YOURS' } });
  expect(await head!.send('PUT', `${people}/stranger`, { part: 'monitor' })).toMatchObject({ status: 422, body: { code: 'PERSON_NOT_THERE' } });
  expect(await head!.send('PUT', `${people}/nobody`, { part: 'monitor' })).toMatchObject({ status: 422, body: { code: 'PERSON_NOT_THERE' } });
  expect((await head!.send('PUT', `${people}/helper`, { part: 'decider' })).status).toBe(400);
  expect(await head!.send('PUT', `/v1/dossiers/${code}/tasks/examine%2399/people/helper`, { part: 'monitor' })).toMatchObject({ status: 404, body: { code: 'TASK_UNKNOWN' } });
});

test('another agency does not learn who works on it, nor does whoever received it or holds the receipt', async () => {
  expect((await stranger!.get(people)).status).toBe(404);
  expect(await window!.get(people)).toMatchObject({ status: 404, body: { code: 'TASK_UNKNOWN' } });
  expect((await api.anonymous.get(people)).status).toBe(401);
});

test('somebody takes part no longer; taking off nobody is told', async () => {
  expect((await head!.send('DELETE', `${people}/helper`)).body.items).toEqual([]);
  expect(await involved(helper!)).toEqual([]);
  expect(await head!.send('DELETE', `${people}/helper`)).toMatchObject({ status: 404, body: { code: 'TASK_PERSON_UNKNOWN' } });
});

test('every change is in the access log, and a task that is done takes nobody any more', async () => {
  await specialist!.post(`/v1/dossiers/${dossierId}/acts/complete`, { taskId, outcome: 'done' });
  expect(await head!.send('PUT', `${people}/helper`, { part: 'co-handler' })).toMatchObject({ status: 409, body: { code: 'TASK_NOT_OPEN' } });
  const auditor = await api.officer('auditor', [], ['auditor']);
  const { body } = await auditor.get(`/v1/audit?dossier=${code}&action=administration`);
  expect(body.items.map(({ who, detail }: { who: string; detail: string }) => [who, detail])).toEqual([['head', `helper off ${taskId}`], ['head', `monitor helper of ${taskId}`], ['handler', `co-handler helper of ${taskId}`]]);
});
