import { sql } from 'kysely';
import { loggedOf } from '../../api/logged';
import { clientCaller, personCaller, readerOf } from '../../api/caller';
import { NOBODY, openApiDatabase } from '../../db/api-database';
import type { ApiDatabase, Reader } from '../../db/api-database';
import { findAgencies } from '../../db/catalogue';
import { findToken } from '../../db/clients';
import { findSession } from '../../db/sessions';
import type { Topology } from '../../domain/agency/topology';
import { superuserQuery } from './environment';
import { REQUESTS } from './rights-requests';
import { ROLES, SIDES, setScene } from './rights-scene';
import type { Heard, RoleName, Scene, SceneDossier, Side } from './rights-scene';
import { RIGHTS } from './rights-table';
import { apiUrls } from '../db/logins';

interface Cell {
  readonly route: string;
  readonly role: RoleName;
  readonly side: Side | null;
  readonly answer: Heard;
}

/** Whose duty lets them see the personal data of which side; nobody else ever does. */
const SEE: Readonly<Record<Side, readonly RoleName[]>> = {
  own: ['rec', 'spc', 'div', 'lea', 'clk', 'sup', 'ctl', 'aud', 'ada', 'agc', 'rcp'],
  other: ['oth', 'ctl', 'aud', 'ada', 'rcx'],
};
/** In the database besides: a partner has part in the dossiers of the unit it was given, though no route shows them to it. */
const HAVE_PART: typeof SEE = { own: [...SEE.own, 'par'], other: SEE.other };
const APPLICANTS: readonly RoleName[] = ['rcp', 'rcx'];
const NAME_WIDTH = 62;

let scene: Scene;
let database: ApiDatabase;
const heard: Cell[] = [];

beforeAll(async () => {
  scene = await setScene();
  database = openApiDatabase(apiUrls(scene.api.installation.databaseUrl), 2);
}, 120_000);
afterAll(async () => {
  await database?.close();
  await scene?.close();
});

const query = <T extends object>(text: string, values: readonly unknown[] = []) => superuserQuery<T>(scene.api.installation.databaseUrl, text, values);
const personalOf = (side: Side): readonly string[] => [...Object.values(SIDES[side].applicant), SIDES[side].words];

/** Every route of the running API, from the document it publishes. */
function routes(): string[] {
  const { paths } = scene.api.app.swagger() as { paths: Record<string, Record<string, unknown>> };
  return Object.entries(paths)
    .flatMap(([path, operations]) => Object.keys(operations).map((method) => [path, `${method.toUpperCase()} ${path}`] as const))
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, route]) => route);
}

async function rowOf(route: string, side: Side | null): Promise<string> {
  const request = REQUESTS[route]!;
  const method = route.split(' ')[0]!;
  let dossier: SceneDossier | undefined;
  const statuses: number[] = [];
  for (const role of ROLES) {
    if (request.kind === 'act') dossier ??= await scene.dossierIn(request.state, side!);
    const asked = request.kind === 'plain' ? request.ask(scene, role) : request.kind === 'sided' ? request.ask(scene, side!, role) : request.ask(dossier!, side!, role);
    const answer = await scene.say(role, { method, ...asked });
    // What has been done cannot be done again: the next one tries on another dossier.
    if (request.kind === 'act' && answer.status < 300) dossier = undefined;
    heard.push({ route, role, side, answer });
    statuses.push(answer.status);
  }
  return [(side === 'other' ? '  … of the other agency' : route.replace('/v1', '')).padEnd(NAME_WIDTH), ...statuses].join(' ');
}

test('every route is in the table, and every caller gets exactly what is theirs', async () => {
  expect(routes().filter((route) => !(route in REQUESTS))).toEqual([]);
  expect(Object.keys(REQUESTS).filter((route) => !routes().includes(route))).toEqual([]);
  const rows = [['', ...ROLES].map((name, i) => (i === 0 ? name.padEnd(NAME_WIDTH) : name)).join(' ')];
  for (const route of routes()) {
    if (REQUESTS[route]!.kind === 'plain') rows.push(await rowOf(route, null));
    else for (const side of ['own', 'other'] as const) rows.push(await rowOf(route, side));
  }
  expect(rows).toEqual(RIGHTS.slice(1, -1).split('\n'));
}, 900_000);

test('nobody is shown a name, a number or a word of an applicant whom they have nothing to do with', () => {
  const leaks = (['own', 'other'] as const).flatMap((side) =>
    heard.filter(({ role, answer }) => !SEE[side].includes(role) && personalOf(side).some((text) => answer.text.includes(text))).map(({ route, role }) => `${role}: ${route}, of ${side}`),
  );
  expect(leaks).toEqual([]);
  // And those whose duty it is were shown it, or this would prove nothing.
  for (const side of ['own', 'other'] as const) {
    for (const role of SEE[side]) expect([role, heard.some((cell) => cell.role === role && personalOf(side).some((text) => cell.answer.text.includes(text)))]).toEqual([role, true]);
  }
});

describe('the access log', () => {
  interface Entry {
    readonly correlation_id: string;
    readonly action: string;
    readonly who: string;
    readonly dossier_id: string | null;
  }
  const entries = new Map<string, Entry[]>();
  beforeAll(async () => {
    const rows = await query<Entry>(`select correlation_id, action, who, dossier_id from access_log where correlation_id like 'caller:cell-%'`);
    for (const row of rows) entries.set(row.correlation_id, [...(entries.get(row.correlation_id) ?? []), row]);
  });
  const missing = (cells: readonly Cell[], ...actions: readonly string[]) =>
    cells.filter(({ answer }) => !(entries.get(answer.correlationId) ?? []).some(({ action }) => actions.includes(action))).map(({ role, route, answer }) => `${role}: ${route} ${answer.status}`);

  test('has every refusal of somebody known', () => {
    const known = heard.filter(({ role, answer }) => role !== 'nob' && !APPLICANTS.includes(role) && answer.status === 403);
    expect(known.length).toBeGreaterThan(500);
    // A proof that does not hold is a try to sign in.
    expect(missing(known, 'refused-route', 'refused-act', 'sign-in-failed')).toEqual([]);
  });

  test('has every act that was refused, for whatever reason', () => {
    const acts = heard.filter(({ route, answer }) => /acts\/|POST \/v1\/dossiers$/.test(route) && !route.includes('tracking') && [403, 404, 409, 422].includes(answer.status));
    expect(acts.length).toBeGreaterThan(500);
    expect(missing(acts, 'refused-route', 'refused-act')).toEqual([]);
  });

  test('has every try with a secret that does not fit', () => {
    const tries = heard.filter(({ route, answer }) => route.includes('/v1/tracking/') && answer.text.includes('TRACKING_UNKNOWN'));
    expect(tries.length).toBeGreaterThan(100);
    expect(missing(tries, 'refused-route')).toEqual([]);
  });

  /** Shown by a page, or handed over on request. */
  const SHOWN = ['read-personal-data', 'personal-data'];

  test('has every reading of personal data by others than the applicant, with its dossier', () => {
    for (const side of ['own', 'other'] as const) {
      const readings = heard.filter(({ role, answer }) => !APPLICANTS.includes(role) && personalOf(side).some((text) => answer.text.includes(text)));
      expect(readings.length).toBeGreaterThan(10);
      expect(missing(readings, ...SHOWN)).toEqual([]);
      const unnamed = readings.filter(({ answer }) => !(entries.get(answer.correlationId) ?? []).some(({ action, dossier_id }) => SHOWN.includes(action) && dossier_id !== null));
      expect(unnamed).toEqual([]);
    }
  });

  test('has of every route what its row in the table of routes says', () => {
    const loggedAs = (route: string): readonly string[] => {
      const [method, path] = route.split(' ') as [string, string];
      const logged = loggedOf(method, path.replace(/\{(\w+)\}/g, ':$1'));
      if ('each' in logged) return [logged.each];
      if (!('itself' in logged)) return [];
      // A list is a search where it is asked by name.
      if (logged.itself === 'search') return [];
      return logged.itself === 'read-records' ? ['read-records', 'read-personal-data'] : [logged.itself];
    };
    // A posting that is there already is answered with 200, and changes nothing.
    const changesNothing = ({ route, answer }: Cell) => /POST .*postings$/.test(route) && answer.status === 200;
    const answered = heard.filter(
      (cell) => cell.answer.status < 300 && loggedAs(cell.route).length > 0 && !changesNothing(cell),
    );
    // Of lists that were empty nobody was shown anything.
    const shown = answered.filter(({ answer }) => !answer.text.startsWith('{"items":[],'));
    expect(new Set(shown.map(({ route }) => route)).size).toBeGreaterThan(30);
    expect(shown.flatMap((cell) => missing([cell], ...loggedAs(cell.route)))).toEqual([]);
  });

  test('names who it was, and holds no personal data itself', async () => {
    expect([...new Set([...entries.values()].flat().map(({ who }) => who))].sort()).toEqual([...ROLES.filter((role) => !['nob', 'rcp', 'rcx', 'agc', 'par', 'por'].includes(role)), 'client:client-agc', 'client:client-par', 'client:client-por', 'applicant', 'nobody', 'unknown'].sort());
    const texts = (['own', 'other'] as const).flatMap(personalOf);
    expect(await query('select a::text from access_log a where a::text like any($1)', [texts.map((text) => `%${text}%`)])).toEqual([]);
  });
});

describe('in the database itself, under the rights the API gives each caller', () => {
  /** By design: ids and positions alone, for live updates; what they stand for is read under the watcher's own rights. */
  const IDS_ALONE: Readonly<Record<string, readonly string[]>> = { outbox: ['dossier_id', 'kind', 'partition', 'position', 'seq', 'txid'] };

  interface Table {
    readonly name: string;
    readonly columns: readonly string[];
  }
  const readers = new Map<RoleName, Reader>();
  let api: readonly Table[];
  let auditor: readonly Table[];

  const tablesOf = async (role: string): Promise<readonly Table[]> =>
    query<Table & object>(
      `select c.relname as name, array_agg(a.attname::text order by a.attname) as columns
         from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where c.relnamespace = 'lienthong'::regnamespace and c.relkind in ('r', 'p', 'v') and has_column_privilege($1, c.oid, a.attnum, 'select')
        group by 1 order by 1`,
      [role],
    );

  beforeAll(async () => {
    const { desk } = scene.api.installation;
    const db = database.as(NOBODY);
    const topology = (await findAgencies(db))?.topology as Topology;
    for (const role of ROLES) {
      const { cookie, authorization, 'x-tracking-secret': secret } = scene.headersOf(role);
      const caller =
        cookie !== undefined
          ? personCaller((await findSession(db, cookie.split('=')[1]!, Date.now(), desk.clock.now()))!, topology)
          : authorization !== undefined
            ? clientCaller((await findToken(db, authorization.split(' ')[1]!, Date.now()))!)
            : ({ kind: 'nobody' } as const);
      readers.set(role, secret === undefined ? readerOf(caller) : { person: 'applicant', agencies: [], dossier: scene.main[role === 'rcp' ? 'own' : 'other'].dossierId });
    }
    [api, auditor] = [await tablesOf('lienthong_api'), await tablesOf('lienthong_auditor')];
  });

  const ofRole = (role: RoleName) => ({ db: database.as(readers.get(role)!), tables: readers.get(role)!.audits ? auditor : api });
  const sides = ROLES.flatMap((role) => (['own', 'other'] as const).filter((side) => !HAVE_PART[side].includes(role)).map((side) => [role, side] as const));

  test.each(sides)('%s reads no row of the dossier of the %s agency, in any table', async (role, side) => {
    const { db, tables } = ofRole(role);
    const seen: string[] = [];
    for (const { name, columns } of tables) {
      if (!columns.includes('dossier_id') || name in IDS_ALONE) continue;
      const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(name)} where dossier_id = ${scene.main[side].dossierId}::uuid`.execute(db);
      if (rows[0]!.n > 0) seen.push(name);
    }
    expect(seen).toEqual([]);
  });

  test.each(sides)('%s finds no name, number or word of the applicant of the %s agency, in any table', async (role, side) => {
    const { db, tables } = ofRole(role);
    const found: string[] = [];
    for (const { name, columns } of tables) {
      const text = sql`concat_ws('|', ${sql.join(columns.map((column) => sql`${sql.ref(column)}::text`))})`;
      const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(name)} where ${text} like any(${personalOf(side).map((part) => `%${part}%`)})`.execute(db);
      if (rows[0]!.n > 0) found.push(name);
    }
    expect(found).toEqual([]);
  });

  test('what everybody may read of a table that names dossiers is ids alone', () => {
    for (const [name, columns] of Object.entries(IDS_ALONE)) expect(api.find((table) => table.name === name)?.columns).toEqual(columns);
  });

  test('the scene has rows of both dossiers in the tables that hold what is theirs', async () => {
    const holding: string[] = [];
    for (const { name, columns } of auditor) {
      if (!columns.includes('dossier_id')) continue;
      const rows = await query<{ n: number }>(`select count(distinct dossier_id)::int as n from ${name} where dossier_id = any($1)`, [[scene.main.own.dossierId, scene.main.other.dossierId]]);
      if (rows[0]!.n === 2) holding.push(name);
    }
    expect(holding).toEqual(expect.arrayContaining(['attachments', 'complaints', 'dossiers', 'events', 'heads', 'outbox', 'personal_data', 'submissions', 'task_people', 'tasks', 'texts', 'watches']));
  });
});

describe('whoever audits', () => {
  test('signs in anew, and out, like anybody: the role that changes nothing is for reading', async () => {
    const auditor = await scene.api.officer('another-auditor', [], ['auditor']);
    expect((await auditor.send('POST', '/v1/session', { name: 'another-auditor', password: 'wrong' })).status).toBe(401);
    expect((await auditor.send('DELETE', '/v1/session')).status).toBe(204);
    expect((await auditor.get('/v1/session')).status).toBe(401);
  });
});
