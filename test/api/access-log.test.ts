import { LOGGED, loggedOf } from '../../api/logged';
import { trackingSecret } from '../../gateway/tracking-secret';
import { COMMUNE_UNIT, does, submitted } from '../engine/desk-work';
import { TRACKING_KEY, startTestApi, superuserQuery } from './environment';
import type { TestApi, Visitor } from './environment';

interface Entry {
  readonly who: string;
  readonly action: string;
  readonly route: string;
  readonly dossier_id: string | null;
  readonly detail: string | null;
}

let api: TestApi;
let receptionist: Visitor;
let auditor: Visitor;
let administrator: Visitor;
let dossierId: string;

beforeAll(async () => {
  api = await startTestApi({ at: '2022-03-14T08:00' });
  receptionist = await api.officer('pao.lv', [`receptionist@${COMMUNE_UNIT}`]);
  auditor = await api.officer('kiem.tt', [], ['auditor']);
  administrator = await api.officer('quan.hv', [], ['administrator']);
  const people = [{ subject: 'applicant' as const, name: 'Lường Thị Kín', idNumber: '014199000001' }];
  const { desk } = api.installation;
  ({ dossierId } = await submitted(desk, 'read', { people }));
  await does(desk, dossierId, 'accept', `receptionist@${COMMUNE_UNIT}`);
}, 180_000);
afterAll(() => api?.close());

const newest = async (): Promise<number> =>
  (
    await superuserQuery<{ entry: string }>(
      api.installation.databaseUrl,
      'select coalesce(max(entry), 0) as entry from access_log',
    )
  ).map(({ entry }) => Number(entry))[0]!;

/** What the log has of one request. */
async function entriesOf(ask: () => Promise<{ readonly status: number }>, status = 200): Promise<Entry[]> {
  const before = await newest();
  expect((await ask()).status).toBe(status);
  return superuserQuery<Entry>(
    api.installation.databaseUrl,
    'select who, action, route, dossier_id, detail from access_log where entry > $1 order by entry',
    [before],
  );
}

test('a search by name is written down, also where it finds nobody', async () => {
  const [entry, ...more] = await entriesOf(() => receptionist.get('/v1/dossiers?applicant=Nobody%20Here'));
  expect(entry).toMatchObject({ who: 'pao.lv', action: 'search', detail: 'by name, 0 found' });
  expect(more).toEqual([]);
  const found = await entriesOf(() => receptionist.get('/v1/dossiers?applicant=luong%20thi%20kin'));
  expect(found.map(({ action, dossier_id }) => [action, dossier_id])).toEqual([
    ['search', null],
    ['read-personal-data', dossierId],
  ]);
  expect(JSON.stringify([entry, found])).not.toMatch(/Nobody|luong|Lường/);
});

test.each([
  ['the access log itself', () => auditor, '/v1/audit?person=Lường', 'read-log', 'by person'],
  ['the acts of all dossiers', () => auditor, '/v1/audit/events', 'read-log', null],
  ['the register of people', () => receptionist, '/v1/people?q=lan', 'read-register', 'by q'],
  ['one of them', () => receptionist, '/v1/people/pao.lv', 'read-register', 'pao.lv'],
  ['machine clients', () => administrator, '/v1/clients', 'read-register', null],
  ['notices', () => administrator, '/v1/notices', 'read-records', null],
  ['escalations', () => receptionist, '/v1/escalations', 'read-records', null],
  [
    'the dossiers behind a figure',
    () => receptionist,
    '/v1/statistics/dossiers?figure=received',
    'read-records',
    'by figure',
  ],
])('reading %s is written down', async (_, visitor, path, action, detail) => {
  const entries = await entriesOf(() => visitor().get(path));
  expect(entries).toEqual([expect.objectContaining({ action, detail })]);
  expect(['kiem.tt', 'pao.lv', 'quan.hv']).toContain(entries[0]!.who);
});

test("a dossier's timeline is written down with its dossier", async () => {
  const entries = await entriesOf(() => receptionist.get(`/v1/dossiers/${dossierId}/timeline`));
  expect(entries).toEqual([expect.objectContaining({ who: 'pao.lv', action: 'read-records', dossier_id: dossierId })]);
});

test('whoever holds the receipt leaves an entry: by reading, by rating, by complaining, and on the page without a script', async () => {
  const headers = { 'x-tracking-secret': trackingSecret(TRACKING_KEY, dossierId) };
  const own = expect.objectContaining({ who: 'applicant', dossier_id: dossierId });
  const read = await entriesOf(() => api.anonymous.get(`/v1/tracking/${dossierId}`, headers));
  expect(read).toEqual([own]);
  expect(read[0]!.action).toBe('read-own');
  const rating = { attitude: 5, time: 5, ease: 5 };
  const rated = await entriesOf(
    () => api.anonymous.send('POST', `/v1/tracking/${dossierId}/rating`, rating, headers),
    409,
  );
  expect(rated).toEqual([own]);
  expect(rated[0]!.action).toBe('act');
  const body = new URLSearchParams({ code: dossierId, secret: headers['x-tracking-secret'] });
  const paged = await entriesOf(() => fetch(`${api.url}/tracking`, { method: 'POST', body }));
  expect(paged).toEqual([own]);
});

test('a route without a decision does not start, and no decision is of a route that is no more', () => {
  expect(() => loggedOf('GET', '/v1/new-one')).toThrow('api/logged.ts');
  const { paths } = api.app.swagger() as { paths: Record<string, Record<string, unknown>> };
  const running = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
  );
  const known = new Set(running.map((route) => route.replace(/\/acts\/[a-z-]+$/, '/acts/*')));
  const gone = Object.keys(LOGGED).filter((route) => route.includes('/v1/') && !known.has(route));
  expect(gone).toEqual([]);
});
