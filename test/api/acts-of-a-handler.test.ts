import { COMMUNE_UNIT, THREE_LEVELS, onlyTask } from '../engine/desk-work';
import { startTestApi } from './environment';
import type { TestApi, Visitor } from './environment';

let api: TestApi;
let handler: Visitor;
let colleague: Visitor;
let dossierId: string;

beforeAll(async () => {
  api = await startTestApi({ at: '2022-03-14T08:00' });
  const window = await api.officer('window', [`receptionist@${COMMUNE_UNIT}`]);
  dossierId = (await window.post('/v1/dossiers', { procedure: THREE_LEVELS, unit: COMMUNE_UNIT, documents: ['request'], applicant: { name: 'Lò Thị Mai' } })).body.dossierId;
  await window.post(`/v1/dossiers/${dossierId}/acts/accept`);
  await window.post(`/v1/dossiers/${dossierId}/acts/complete`);
  const { agency, taskId } = await onlyTask(api.installation.desk, dossierId);
  [handler, colleague] = await Promise.all([api.officer('handler', [`specialist@${agency}`]), api.officer('colleague', [`specialist@${agency}`])]);
  await handler.post(`/v1/dossiers/${dossierId}/acts/take-up`, { taskId });
});
afterAll(() => api.close());

const completing = async (by: Visitor) => (await by.get(`/v1/dossiers/${dossierId}`)).body.acts.find(({ act }: { act: string }) => act === 'complete');

test('whoever has taken a task up is offered to complete it; a colleague is told whose it is', async () => {
  expect(await completing(handler)).toMatchObject({ allowed: true, whyNot: null });
  expect(await completing(colleague)).toMatchObject({ allowed: false, whyNot: { code: 'TASK_TAKEN' } });
});

test('a dossier whose supplement is awaited at the window is not offered for acceptance', async () => {
  const window = await api.officer('second-window', [`receptionist@${COMMUNE_UNIT}`]);
  const waiting = (await window.post('/v1/dossiers', { procedure: THREE_LEVELS, unit: COMMUNE_UNIT, documents: [], applicant: { name: 'Giàng A Chu' } })).body.dossierId;
  const offered = async () => (await window.get(`/v1/dossiers/${waiting}`)).body.acts.map(({ act }: { act: string }) => act);
  expect(await offered()).toContain('accept');
  expect((await window.post(`/v1/dossiers/${waiting}/acts/request-supplement`, { items: ['Đơn đề nghị'] })).status).toBe(200);
  expect(await offered()).not.toContain('accept');
  expect(await offered()).toContain('provide-supplement');
});
