import { forwarded, onlyTask, officerOf } from '../engine/desk-work';
import { startTestApi } from './environment';
import type { TestApi, Visitor } from './environment';

let api: TestApi;
let [mua, sua]: Visitor[] = [];
let task: { dossierId: string; taskId: string; version: number };

beforeAll(async () => {
  api = await startTestApi({ at: '2022-03-14T08:00' });
  const { desk } = api.installation;
  const dossierId = await forwarded(desk, 'shared');
  const open = await onlyTask(desk, dossierId);
  task = { dossierId, taskId: open.taskId, version: open.version };
  mua = await api.officer('mùa', [officerOf(open)]);
  sua = await api.officer('súa', [officerOf(open)]);
});
afterAll(() => api.close());

test('two officers take up one task at once: one has it, the other sees who', async () => {
  const takeUp = (visitor: Visitor) => visitor.post(`/v1/dossiers/${task.dossierId}/acts/take-up`, { taskId: task.taskId, version: task.version });
  const answers = await Promise.all([takeUp(mua!), takeUp(sua!)]);
  const [done, refused] = answers.sort((a, b) => a.status - b.status);
  expect(done).toMatchObject({ status: 200 });
  expect(refused).toMatchObject({ status: 409, body: { conflict: { stage: 'processing', task: { taskId: task.taskId, status: 'taken', assignee: expect.stringMatching(/mùa|súa/) } } } });
  const { conflict } = refused!.body;
  expect(conflict.lastActs[0]).toMatchObject({ act: 'take-up', by: expect.stringContaining(conflict.task.assignee) });
});

test('a version given as If-Match counts like one in the body', async () => {
  const late = await mua!.send('POST', `/v1/dossiers/${task.dossierId}/acts/release`, { taskId: task.taskId }, { 'idempotency-key': 'r-1', 'if-match': `"${task.version}"` });
  expect(late).toMatchObject({ status: 409, body: { conflict: { task: { taskId: task.taskId } } } });
});

test('many tasks at once: each with an answer of its own', async () => {
  const { desk } = api.installation;
  const second = await forwarded(desk, 'second');
  const list = await mua!.get('/v1/tasks');
  const items = list.body.items.map(({ dossierId, taskId, version }: { dossierId: string; taskId: string; version: number }) => ({ dossier: dossierId, taskId, version }));
  expect(items).toHaveLength(2);
  const answer = await mua!.post('/v1/tasks/bulk', { act: 'acknowledge', items: [...items, { dossier: 'H35.1-000000-0001' }] }, 'bulk-1');
  expect(answer.status).toBe(200);
  const of = (dossier: string) => answer.body.items.find((item: { dossier: string }) => item.dossier === dossier);
  expect(of(second)).toMatchObject({ status: 200, recorded: { dossierId: second } });
  expect(of(task.dossierId)).toMatchObject({ recorded: null, problem: { code: expect.any(String), detail: expect.any(String) } });
  expect(of('H35.1-000000-0001')).toMatchObject({ status: 404, problem: { code: 'DOSSIER_UNKNOWN' } });
  // The same click again is the same acts.
  expect((await mua!.post('/v1/tasks/bulk', { act: 'acknowledge', items: [...items, { dossier: 'H35.1-000000-0001' }] }, 'bulk-1')).body.items[0].recorded).toEqual(answer.body.items[0].recorded);
});

test('an answer belongs to whoever asked: a colleague who sends the same key has done nothing, and is told nothing', async () => {
  const { desk } = api.installation;
  const dossier = await forwarded(desk, 'third');
  const { taskId, version } = await onlyTask(desk, dossier);
  const send = (visitor: Visitor) => visitor.post(`/v1/dossiers/${dossier}/acts/take-up`, { taskId, version }, 'mine-1');
  const own = await send(mua!);
  expect(own).toMatchObject({ status: 200 });
  const others = await send(sua!);
  expect(others).toMatchObject({ status: 409, body: { code: 'COMMAND_ID_REUSED' } });
  expect(others.body).not.toHaveProperty('seq');
  expect((await send(mua!)).body).toEqual(own.body);
});
