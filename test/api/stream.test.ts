import { LiveUpdates } from '../../api/live';
import { openApiDatabase } from '../../db/api-database';
import { endSessionsOf } from '../../db/sessions';
import { openDatabase } from '../../db/database';
import { COMMUNE_UNIT, THREE_LEVELS, does, officerOf, onlyTask } from '../engine/desk-work';
import { PASSWORD, startTestApi } from './environment';
import type { TestApi, Visitor } from './environment';
import { apiUrls, urlAs } from '../db/logins';

/** Long enough for any machine; nothing here waits for it when all goes well. */
const PATIENCE_MS = 30_000;
let api: TestApi;
let window: Visitor;
const opened: Stream[] = [];

beforeAll(async () => {
  api = await startTestApi({ at: '2022-03-14T08:00' });
  window = await api.officer('window', [`receptionist@${COMMUNE_UNIT}`]);
  await api.officer('second-window', [`receptionist@${COMMUNE_UNIT}`]);
  await api.officer('stranger', ['leader@H35.12']);
});
afterEach(() => {
  for (const stream of opened.splice(0)) stream.leave();
});
afterAll(() => api.close());

interface Told {
  readonly event: string;
  readonly id: string;
  readonly data: any;
}

/** What a browser's EventSource makes of the stream. */
class Stream {
  readonly told: Told[] = [];
  /** As a browser keeps it, also before the first event. */
  lastId = '';
  ended = false;
  readonly #leaving = new AbortController();

  static async open(person: string, { query = '', lastEventId }: { query?: string; lastEventId?: string } = {}): Promise<Stream> {
    const cookie = await cookieOf(person);
    const stream = new Stream();
    const answer = await fetch(`${api.url}/v1/stream${query}`, { headers: { cookie, ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }) }, signal: stream.#leaving.signal });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    void stream.#read(answer.body!.pipeThrough(new TextDecoderStream()));
    opened.push(stream);
    await until(() => stream.lastId !== '');
    return stream;
  }

  async #read(text: ReadableStream<string>): Promise<void> {
    let rest = '';
    try {
      for await (const chunk of text) {
        const blocks = (rest + chunk).split('\n\n');
        rest = blocks.pop()!;
        for (const block of blocks) this.#take(Object.fromEntries(block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)])));
      }
    } catch {
      // Left, or cut off.
    }
    this.ended = true;
  }

  #take({ event, id, data }: Record<string, string>): void {
    if (id !== undefined) this.lastId = id;
    if (data !== undefined) this.told.push({ event: event!, id: id!, data: JSON.parse(data) });
  }

  leave(): void {
    this.#leaving.abort();
  }

  of(dossierId: string): Told[] {
    return this.told.filter(({ data }) => data.dossierId === dossierId);
  }
}

async function cookieOf(name: string): Promise<string> {
  const answer = await fetch(`${api.url}/v1/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name, password: PASSWORD }) });
  return answer.headers.getSetCookie()[0]!.split(';')[0]!;
}

async function until(condition: () => boolean): Promise<void> {
  for (const giveUp = Date.now() + PATIENCE_MS; !condition(); ) {
    if (Date.now() > giveUp) throw new Error('it did not come');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const submit = async (name: string): Promise<string> =>
  (await window.post('/v1/dossiers', { procedure: THREE_LEVELS, unit: COMMUNE_UNIT, documents: ['request'], applicant: { name } })).body.dossierId;

test("one officer's act shows up at the other, with the holders and the open tasks of their agency", async () => {
  const second = await Stream.open('second-window');
  const dossierId = await submit('Lò Thị Mai');
  await until(() => second.of(dossierId).length === 2);
  await window.post(`/v1/dossiers/${dossierId}/acts/accept`);
  await until(() => second.of(dossierId).length === 3);
  expect(second.of(dossierId).map(({ event, data }) => [event, data.seq, data.type])).toEqual([['dossier', 1, 'DossierSubmitted'], ['dossier', 2, 'StepAssigned'], ['dossier', 3, 'DossierAccepted']]);
  expect(second.of(dossierId)[2]!.data).toMatchObject({ code: `${COMMUNE_UNIT}-220314-0001`, stage: 'processing', agencies: [COMMUNE_UNIT], tasks: [{ taskId: 'receive#1', agency: COMMUNE_UNIT, version: expect.any(Number) }] });
  // Codes and ids alone.
  expect(JSON.stringify(second.told)).not.toContain('Mai');
});

test('an agency that has nothing to do with a dossier hears nothing of it, and from its hand-over on everything', async () => {
  const { desk } = api.installation;
  const [stranger, here] = [await Stream.open('stranger'), await Stream.open('second-window')];
  const dossierId = await submit('Giàng A Chu');
  await does(desk, dossierId, 'accept', `receptionist@${COMMUNE_UNIT}`);
  await does(desk, dossierId, 'complete', `receptionist@${COMMUNE_UNIT}`);
  const task = await onlyTask(desk, dossierId);
  await api.officer('next', [`${task.officerRole}@${task.agency}`]);
  const next = await Stream.open('next');
  await does(desk, dossierId, 'take-up', officerOf(task));
  await until(() => here.of(dossierId).some(({ data }) => data.type === 'TaskTakenUp') && next.of(dossierId).some(({ data }) => data.type === 'TaskTakenUp'));
  expect(next.of(dossierId).at(-1)!.data.tasks).toMatchObject([{ taskId: task.taskId, agency: task.agency }]);
  // The unit that received it sees the dossier, and of the tasks its own.
  expect(here.of(dossierId).at(-1)!.data).toMatchObject({ agencies: [task.agency], tasks: [] });
  expect(stranger.told).toEqual([]);
});

test('who comes again with the last id misses nothing and hears nothing twice', async () => {
  const first = await Stream.open('second-window');
  const dossierId = await submit('Vàng Thị Máy');
  await until(() => first.of(dossierId).length === 2);
  const { lastId } = first;
  first.leave();
  await window.post(`/v1/dossiers/${dossierId}/acts/accept`);
  const other = await submit('Lý A Sử');
  const again = await Stream.open('second-window', { lastEventId: lastId });
  await until(() => again.of(other).length === 2);
  await window.post(`/v1/dossiers/${other}/acts/accept`);
  await until(() => again.of(other).length === 3);
  expect(again.told.map(({ data }) => [data.dossierId, data.seq])).toEqual([[dossierId, 3], [other, 1], [other, 2], [other, 3]]);
  expect(new Set(again.told.map(({ id }) => id)).size).toBe(4);
});

test('who left before anything was told comes again from there, too', async () => {
  const first = await Stream.open('second-window');
  first.leave();
  const dossierId = await submit('Sùng A Páo');
  const again = await Stream.open('second-window', { lastEventId: first.lastId });
  await until(() => again.of(dossierId).length === 2);
  expect(again.told.map(({ data }) => data.seq)).toEqual([1, 2]);
});

test('a place that is none, lies ahead, or too far behind: read everything anew, and go on from now', async () => {
  const database = openDatabase({ url: urlAs(api.installation.databaseUrl, 'recorder'), role: 'recorder', max: 1 });
  const start = (await Stream.open('second-window')).lastId;
  // Much happened elsewhere meanwhile.
  await database.pool.query(`insert into lienthong.outbox (partition, kind, dossier_id, seq) select 0, 'event', gen_random_uuid(), n from generate_series(1, 2001) n`);
  await database.close();
  for (const lastEventId of ['not-a-place', '9999999999999999999-1', start]) {
    const stream = await Stream.open('second-window', { lastEventId });
    await until(() => stream.told.length > 0);
    expect(stream.told[0]).toMatchObject({ event: 'reload', data: {} });
    const dossierId = await submit(`sau ${opened.length}`);
    await until(() => stream.of(dossierId).length === 2);
    stream.leave();
  }
});

test('it can be narrowed to one agency, of those one may see', async () => {
  await api.officer('control', ['procedure-control@H35.01']);
  const [here, elsewhere] = [await Stream.open('control', { query: `?agency=${COMMUNE_UNIT}` }), await Stream.open('control', { query: '?agency=H35.12' })];
  const dossierId = await submit('Cứ A Tủa');
  await until(() => here.of(dossierId).length === 2);
  expect(elsewhere.told).toEqual([]);
  const refused = await fetch(`${api.url}/v1/stream?agency=${COMMUNE_UNIT}`, { headers: { cookie: await cookieOf('stranger') } });
  expect(refused.status).toBe(403);
});

test('nobody listens without signing in, and a machine does not', async () => {
  expect((await api.anonymous.get('/v1/stream')).status).toBe(401);
  expect((await (await api.client('reader', { scopes: ['dossiers:read'], agencies: [COMMUNE_UNIT] })).get('/v1/stream')).status).toBe(403);
  expect((await fetch(`${api.url}/v1/stream`, { method: 'HEAD' })).status).toBe(404);
});

test('who does not read is dropped, and holds nobody up who does', async () => {
  const dossierId = await submit('Hảng A Dê');
  const database = openApiDatabase(apiUrls(api.installation.databaseUrl), 2);
  const recorder = openDatabase({ url: urlAs(api.installation.databaseUrl, 'recorder'), role: 'recorder', max: 1 });
  const live = new LiveUpdates(database);
  const listening = { reader: { person: 'p', agencies: [COMMUNE_UNIT] }, holds: async () => true };
  const [asleep, awake] = [await live.listen(listening), await live.listen(listening)];
  let read = 0;
  awake.on('data', (chunk: Buffer) => (read += String(chunk).split('event: dossier').length - 1));
  await recorder.pool.query(`insert into lienthong.outbox (partition, kind, dossier_id, seq) select 0, 'event', $1, 1 from generate_series(1, 1500) n`, [dossierId]);
  await until(() => asleep.destroyed && read === 1_500);
  await live.close();
  await Promise.all([database.close(), recorder.close()]);
});

test('the stream ends with the session; those of others go on', async () => {
  const [one, two] = [await Stream.open('second-window'), await Stream.open('window')];
  const database = openDatabase({ url: urlAs(api.installation.databaseUrl, 'api'), role: 'api', max: 1 });
  await endSessionsOf(database.db, 'second-window');
  await database.close();
  await until(() => one.ended);
  expect(two.ended).toBe(false);
}, 60_000);

test('closing the server ends every stream', async () => {
  const stream = await Stream.open('second-window');
  await api.app.close();
  await until(() => stream.ended);
});
