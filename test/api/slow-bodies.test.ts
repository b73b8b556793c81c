import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { COMMUNE_UNIT, THREE_LEVELS } from '../engine/desk-work';
import { startTestApi } from './environment';
import type { TestApi } from './environment';

const MOST = 30;
let api: TestApi;

beforeAll(async () => {
  api = await startTestApi({ at: '2022-03-14T08:00', pace: { bodyMs: 400, bytesPerSecond: 100 }, connections: MOST });
});
afterAll(() => api.close());

/** A connection of its own, and everything that came back by its end. */
async function open(): Promise<{ readonly socket: Socket; readonly ended: Promise<string> }> {
  const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
  let heard = '';
  socket.on('data', (chunk) => (heard += chunk.toString()));
  socket.on('error', () => undefined);
  const ended = once(socket, 'close').then(() => heard);
  await once(socket, 'connect');
  return { socket, ended };
}

const head = (path: string, length: number, more: Readonly<Record<string, string>> = {}): string =>
  [`POST ${path} HTTP/1.1`, 'host: x', `content-length: ${length}`, ...Object.entries({ 'content-type': 'application/json', ...more }).map(([name, value]) => `${name}: ${value}`)].join('\r\n') + '\r\n\r\n';

describe('a body that does not come', () => {
  test('ends, however many of them there are, and is told why', async () => {
    const slow = await Promise.all(Array.from({ length: 20 }, open));
    for (const { socket } of slow) socket.write(`${head('/v1/session', 500_000)}{`);
    for (const { ended } of slow) expect(await ended).toMatch(/^HTTP\/1\.1 408 [\s\S]*BODY_TOO_SLOW/);
  });

  test.each([['that is none', '/v1/nothing', 408], ['that wants somebody signed in, which was answered long before', '/v1/procedures', 401]])('ends at an address %s', async (_, path, status) => {
    const { socket, ended } = await open();
    socket.write(`${head(path, 500_000)}{`);
    expect(await ended).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });

  test('ends where it comes in pieces without a length', async () => {
    const { socket, ended } = await open();
    socket.write('POST /v1/session HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n1\r\n{\r\n');
    expect(await ended).toMatch(/^HTTP\/1\.1 408 /);
  });
});

describe('an upload', () => {
  let dossierId: string;
  let headers: Readonly<Record<string, string>>;
  beforeAll(async () => {
    const window = await api.officer('páo', [`receptionist@${COMMUNE_UNIT}`]);
    headers = window.headers;
    dossierId = (await window.post('/v1/dossiers', { procedure: THREE_LEVELS, unit: COMMUNE_UNIT, documents: ['request'], applicant: { name: 'Lò Thị Mai' } })).body.dossierId;
  });
  const upload = async (key: string) => {
    const connection = await open();
    const own = { ...headers, 'content-type': 'application/octet-stream', 'idempotency-key': key, connection: 'close' };
    connection.socket.write(head(`/v1/dossiers/${dossierId}/attachments?name=a.txt`, 2_000, own));
    return connection;
  };

  test('takes longer than other bodies as long as it comes', async () => {
    const { socket, ended } = await upload('slow-1');
    for (let sent = 0; sent < 2_000; sent += 100) {
      socket.write('x'.repeat(100));
      await sleep(100);
    }
    expect(await ended).toMatch(/^HTTP\/1\.1 201 /);
  });

  test('that stands still ends, and leaves nothing', async () => {
    const before = (await api.anonymous.get(`/v1/dossiers/${dossierId}/attachments`, headers)).body.items.length;
    const { socket, ended } = await upload('slow-2');
    socket.write('x');
    expect(await ended).toMatch(/^HTTP\/1\.1 408 /);
    expect((await api.anonymous.get(`/v1/dossiers/${dossierId}/attachments`, headers)).body.items).toHaveLength(before);
  });
});

describe('connections of one address', () => {
  test('are counted: one too many is told so, and one that closes makes room', async () => {
    const held = await Promise.all(Array.from({ length: MOST + 5 }, open));
    const told = await Promise.all(held.slice(-5).map(({ ended }) => Promise.race([ended, sleep(20_000, 'still open')])));
    expect(told.filter((each) => /^HTTP\/1\.1 429 [\s\S]*TOO_MANY_CONNECTIONS/.test(each)).length).toBeGreaterThan(0);
    for (const { socket } of held) socket.destroy();
    await Promise.all(held.map(({ ended }) => ended));
    expect((await api.anonymous.get('/v1/procedures?limit=1')).status).toBe(200);
  });
});
