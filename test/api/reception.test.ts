import { COMMUNE_UNIT, THREE_LEVELS } from '../engine/desk-work';
import { startTestApi } from './environment';
import type { TestApi, Visitor } from './environment';

let api: TestApi;
let window: Visitor;

beforeAll(async () => {
  api = await startTestApi({ at: '2022-03-14T08:00' });
  window = await api.officer('sung-thi-dua', [`receptionist@${COMMUNE_UNIT}`]);
});
afterAll(() => api.close());

const handIn = async (name: string): Promise<string> => (await window.post('/v1/dossiers', { procedure: THREE_LEVELS, unit: COMMUNE_UNIT, documents: ['request'], applicant: { name } })).body.dossierId;
const waiting = async () => (await window.get(`/v1/tasks?agency=${COMMUNE_UNIT}&kind=receive&clock=not-started`)).body.items;

test('what waits to be accepted is listed the oldest first, with the working time it has waited; once accepted it waits no longer', async () => {
  const first = await handIn('Lò Thị Mai');
  const second = await handIn('Giàng A Chu');
  const listed = await waiting();
  expect(listed.map(({ dossierId }: { dossierId: string }) => dossierId)).toEqual([first, second]);
  expect(listed[0]).toMatchObject({ code: null, dossierClock: 'not-started', waitedMinutes: expect.any(Number) });
  expect(listed[0].waitedMinutes).toBeGreaterThanOrEqual(0);
  await window.post(`/v1/dossiers/${first}/acts/accept`);
  expect((await waiting()).map(({ dossierId }: { dossierId: string }) => dossierId)).toEqual([second]);
  const running = (await window.get(`/v1/tasks?agency=${COMMUNE_UNIT}&kind=receive&clock=running`)).body.items;
  expect(running.map(({ dossierId }: { dossierId: string }) => dossierId)).toEqual([first]);
});

test('the appointment that would be given now needs no instant: official time is meant', async () => {
  const { status, body } = await api.anonymous.get(`/v1/calendar/due?procedure=${THREE_LEVELS}&unit=${COMMUNE_UNIT}`);
  expect(status).toBe(200);
  expect(body.received).toMatch(/^2022-03-14T/);
  expect(body).toMatchObject({ due: '2022-04-04', limit: { text: '15 working days' } });
});
