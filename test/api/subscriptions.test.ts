import { submitted, request } from '../engine/desk-work';
import { startReceiver } from '../integrations/receiver';
import type { Receiver } from '../integrations/receiver';
import { startRelay } from '../integrations/relay-running';
import type { TestDatabase } from '../db/database';
import { startTestApi } from './environment';
import type { TestApi, Visitor } from './environment';

let api: TestApi;
let administrator: Visitor;
let receiver: Receiver;
let stopRelay: () => Promise<void>;

beforeAll(async () => {
  api = await startTestApi({ at: '2022-03-14T08:00' });
  administrator = await api.officer('quân', [], ['administrator']);
  receiver = await startReceiver();
  stopRelay = startRelay({ url: api.installation.databaseUrl } as TestDatabase, { retryDelaysMs: [10, 10] }).stop;
});
afterAll(async () => {
  await stopRelay();
  await receiver.close();
  await api.close();
});

const until = async (holds: () => Promise<boolean> | boolean): Promise<void> => {
  for (let i = 0; i < 400 && !(await holds()); i++) await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await holds()).toBe(true);
};

test('a system subscribes over HTTP and is told, signed, of what is recorded from then on; without a name in it', async () => {
  const { desk } = api.installation;
  await submitted(desk, 'before');
  const made = await administrator.post('/v1/subscriptions', { kind: 'webhook', name: 'kho dữ liệu tỉnh', url: receiver.url });
  expect(made).toMatchObject({ status: 201, body: { active: true, secret: expect.stringMatching(/^whsec_/) } });
  receiver.trust(made.body.secret);
  const { dossierId } = await submitted(desk, 'after', { people: [{ subject: 'applicant', name: 'Lò Thị Bí Mật', phone: '0912345678' }] });
  await until(() => receiver.taken(dossierId).length >= 2);
  expect(receiver.taken(dossierId)).toEqual([1, 2]);
  expect(new Set(receiver.received.map(({ event }) => event.subject))).toEqual(new Set([dossierId]));
  expect(receiver.received.map(({ raw }) => raw).join()).not.toMatch(/Bí Mật|0912345678/);
  expect((await administrator.get(made.headers.get('location')!)).body).not.toHaveProperty('secret');
});

test('what it does not take is a dead letter, blocks only its dossier, and can be replayed in order', async () => {
  const { desk } = api.installation;
  const [sick, well] = [await submitted(desk, 'sick-opening'), await submitted(desk, 'well')];
  await until(() => receiver.taken(sick.dossierId).length === 2);
  receiver.answer((event) => (event.subject === sick.dossierId ? 500 : 204));
  const window = await api.officer('páo', [`receptionist@${request('x').unit}`]);
  for (const id of [sick.dossierId, well.dossierId]) await window.post(`/v1/dossiers/${id}/acts/accept`);
  await until(async () => (await administrator.get('/v1/dead-letters')).body.items.length === 1);
  const [dead] = (await administrator.get('/v1/dead-letters')).body.items;
  expect(dead).toMatchObject({ key: sick.dossierId, attempts: 3 });
  await until(() => receiver.taken(well.dossierId).length > 2);
  receiver.answer(() => 204);
  expect(await administrator.send('POST', '/v1/dead-letters/replay', { subscriber: dead.subscriber })).toMatchObject({ status: 200, body: { replayed: 1 } });
  await until(() => receiver.taken(sick.dossierId).length > 2);
  const order = receiver.taken(sick.dossierId);
  expect(order).toEqual([...order].sort((a, b) => a - b));
  await until(async () => (await administrator.get('/v1/subscriptions')).body.items[0].behind === 0);
});

test('it is changed by whoever has read it, and ended', async () => {
  const [subscription] = (await administrator.get('/v1/subscriptions')).body.items;
  const { kind: _, id, ...rest } = subscription;
  const change = { name: rest.name, url: rest.url, eventTypes: ['DossierAccepted'], agencies: null, active: false };
  expect((await administrator.send('PUT', `/v1/subscriptions/${id}`, change)).status).toBe(428);
  const read = await administrator.get(`/v1/subscriptions/${id}`);
  const match = { 'if-match': read.headers.get('etag')! };
  expect(await administrator.send('PUT', `/v1/subscriptions/${id}`, change, match)).toMatchObject({ status: 200, body: { active: false, eventTypes: ['DossierAccepted'] } });
  expect((await administrator.send('PUT', `/v1/subscriptions/${id}`, change, match)).status).toBe(412);
  const again = (await administrator.get(`/v1/subscriptions/${id}`)).headers.get('etag')!;
  expect((await administrator.send('DELETE', `/v1/subscriptions/${id}`, undefined, { 'if-match': again })).status).toBe(204);
  expect((await administrator.get(`/v1/subscriptions/${id}`)).status).toBe(404);
});

test('an officer says how to be told; agencies with a worker of their own are registered', async () => {
  const mai = await api.officer('mai', ['specialist@H35.12']);
  expect((await mai.get('/v1/session/contact')).body).toMatchObject({ version: 0, channels: [] });
  const wish = { email: 'mai@example.vn', phone: null, language: 'vi', channels: ['email'], quiet: true };
  expect(await mai.send('PUT', '/v1/session/contact', wish, { 'if-match': '"0"' })).toMatchObject({ status: 200, body: { version: 1 } });
  expect((await mai.get('/v1/session/contact')).body).toMatchObject({ ...wish, version: 1 });
  expect((await mai.send('PUT', '/v1/agencies/H35.40/contact', wish, { 'if-match': '"0"' })).status).toBe(403);
  expect(await administrator.send('PUT', '/v1/agency-workers/H35.12', { active: true })).toMatchObject({ status: 200, body: { taskQueue: 'agency.H35.12' } });
  expect((await mai.get('/v1/notices')).body).toEqual({ items: [], next: null });
});
