import { apiUrls } from '../db/logins';
import { existsSync, rmSync } from 'node:fs';
import { signInSettings } from '../../api/identity/settings';
import { proxyFindings } from '../../cli/doctor/check-api';
import { openApiDatabase } from '../../db/api-database';
import type { ApiDatabase } from '../../db/api-database';
import { NOBODY } from '../../db/api-database';
import { OF_ADDRESS, OF_KNOWN_DEVICE, OF_STRANGERS, takeTry } from '../../db/sign-in-tries';
import type { Budget } from '../../db/sign-in-tries';
import { forgetFirstAdministrator, writeFirstAdministrator } from '../../gateway/first-administrator-file';
import { COMMUNE_UNIT } from '../engine/desk-work';
import { temporaryDataDir } from '../servers';
import { PASSWORD, firstSignIn, startTestApi, superuserQuery, visitor } from './environment';
import type { TestApi, Visitor } from './environment';

let api: TestApi;
let direct: ApiDatabase;
let administrator: Visitor;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

beforeAll(async () => {
  api = await startTestApi({ at: '2022-03-14T08:00' });
  direct = openApiDatabase(apiUrls(api.installation.databaseUrl), 2);
  administrator = await api.officer('quản', [], ['administrator']);
});
afterAll(async () => {
  await direct?.close();
  await api?.close();
});

const query = <T extends object>(text: string, values: readonly unknown[] = []) =>
  superuserQuery<T>(api.installation.databaseUrl, text, values);

interface Answer {
  readonly status: number;
  readonly body: { readonly code?: string; readonly csrfToken: string; readonly wants: string | null };
  readonly cookies: readonly string[];
}

/** A browser keeps its cookies; a stranger's has none. */
function browser(address = '10.1.0.1') {
  const jar = new Map<string, string>();
  const cookie = (): string => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  return {
    jar,
    cookie,
    async signIn(name: string, password: string, more: object = {}): Promise<Answer> {
      const answer = await api.app.inject({
        method: 'POST',
        url: '/v1/session',
        payload: { name, password, ...more },
        headers: { cookie: cookie(), 'accept-language': 'en', 'user-agent': 'Firefox of the test' },
        remoteAddress: address,
      });
      const cookies = [answer.headers['set-cookie'] ?? []].flat();
      for (const each of cookies) jar.set(each.split('=')[0]!, each.split(';')[0]!.split('=')[1]!);
      return { status: answer.statusCode, body: answer.json(), cookies };
    },
  };
}
let addresses = 0;
/** Each from another address, and from one where nobody has been. */
const stranger = () => browser(`10.2.${(addresses += 1) >> 8}.${addresses & 255}`);
const statusWith = async (cookie: string) => (await visitor(api.url, { cookie }).get('/v1/session')).status;

describe('a password', () => {
  let pao: Visitor;
  beforeAll(async () => {
    pao = await api.officer('pao.lv', [`receptionist@${COMMUNE_UNIT}`]);
    await query(`update people set name = 'Lò Văn Páo' where person = 'pao.lv'`);
  });
  const choose = (who: Visitor, password: string, headers: Record<string, string> = {}) =>
    who.send('PUT', '/v1/session/password', { old: PASSWORD, new: password }, headers);
  /** A password for one sign-in, which two people give. */
  const resetOf = async (person: string): Promise<string> => {
    const path = `/v1/people/${encodeURIComponent(person)}`;
    const tag = (await administrator.get(path)).headers.get('etag')!;
    const proposed = await administrator.send('POST', `${path}/password-reset`, undefined, { 'if-match': tag });
    return (await api.confirmed(proposed)).body.secret;
  };

  test.each([
    ['aaaaaaaaaaaa', 'a repetition'],
    ['123456789012', 'row of digits'],
    ['password1234', 'lists that are tried first'],
    ['matkhau123456', 'well-known word or place'],
    ['Mật khẩu 2026!!', 'well-known word or place'],
    ['laichau123456', 'well-known word or place'],
    ['Lai Châu 2022!!', 'well-known word or place'],
    ['pao.lv.123456', 'your name or login'],
    ['Lò Văn Páo 1990', 'your name or login'],
    ['qwertyuiop12', 'lists that are tried first'],
    ['abcabcabcabcabc', 'a repetition'],
    ['01'.repeat(100), 'a repetition'],
  ])('%s is refused, with the reason and a way out in both languages', async (password, reason) => {
    const refused = await choose(pao, password);
    expect(refused).toMatchObject({ status: 422, body: { code: 'PASSWORD_KNOWN', field: 'body.new' } });
    expect(refused.body.detail).toContain(reason);
    expect(refused.body.detail).toContain('four words');
    expect((await browser().signIn('pao.lv', PASSWORD)).status).toBe(200);
  });

  test('is refused in Vietnamese, too', async () => {
    const vi = await choose(pao, 'aaaaaaaaaaaa', { 'accept-language': 'vi' });
    expect(vi.body.detail).toMatch(/dễ bị đoán: .*bốn từ/);
  });

  test.each(['nương ngô mùa thu', 'một cửa Đoàn Kết', 'con trâu đi trước cái cày'])(
    '"%s" is taken',
    async (password) => {
      const good = await api.officer('tốt', [`receptionist@${COMMUNE_UNIT}`]);
      expect((await choose(good, password)).status).toBe(200);
    },
  );

  test('the same one again is none, and nobody chooses that of somebody else', async () => {
    const own = await api.officer('cũ', [`receptionist@${COMMUNE_UNIT}`]);
    const same = await own.send('PUT', '/v1/session/password', { old: PASSWORD, new: PASSWORD });
    expect(same).toMatchObject({ status: 422, body: { code: 'PASSWORD_SAME', field: 'body.new' } });
    const tag = (await administrator.get('/v1/people/c%C5%A9')).headers.get('etag')!;
    const chosen = { password: 'nương ngô mùa thu' };
    const others = await administrator.send('PUT', '/v1/people/c%C5%A9/account', chosen, { 'if-match': tag });
    expect(others).toMatchObject({ status: 422, body: { code: 'PASSWORD_OF_ANOTHER', field: 'body.password' } });
  });

  test("that two others have given is good for choosing one's own, and for nothing else", async () => {
    await api.officer('mới', [`receptionist@${COMMUNE_UNIT}`]);
    const given = await resetOf('mới');
    const first = browser();
    const { body } = await first.signIn('mới', given);
    expect(body).toMatchObject({ wants: 'password' });
    const own = visitor(api.url, { cookie: first.cookie(), 'x-csrf-token': body.csrfToken });
    expect(await own.get('/v1/dossiers')).toMatchObject({ status: 403, body: { code: 'PASSWORD_CHANGE_WANTED' } });
    const whole = await firstSignIn(api.url, 'mới', given, 'nước mắm cốt dừa');
    expect((await whole.get('/v1/dossiers')).status).toBe(200);
    const { items } = (await whole.get('/v1/session/notices')).body;
    expect(items).toMatchObject([
      { what: 'proposed', by: 'quản', detail: 'password-reset' },
      { what: 'password-reset', by: 'quản' },
      { what: 'password-changed', by: 'mới' },
    ]);
    await whole.send('POST', '/v1/session/notices/read', { upTo: items[2].id });
    expect((await whole.get('/v1/session/notices')).body.items).toEqual([]);
  });
});

describe('wrong tries', () => {
  const hammer = async (name: string, tries: number): Promise<readonly string[]> => {
    const codes = [];
    for (let n = 0; n < tries; n += 1) codes.push((await stranger().signIn(name, `wrong-${n}`)).body.code!);
    return codes;
  };

  test('of a stranger do not lock out whoever has signed in with this browser before', async () => {
    await api.officer('chủ', [`leader@${COMMUNE_UNIT}`]);
    const own = browser();
    expect((await own.signIn('chủ', PASSWORD)).status).toBe(200);
    expect(await hammer('chủ', 12)).toEqual([...Array(5).fill('SIGN_IN_FAILED'), ...Array(7).fill('SIGN_IN_RESTS')]);
    expect((await own.signIn('chủ', PASSWORD)).status).toBe(200);
    // A browser nobody knows waits with the strangers, and is told what to do instead.
    expect(await stranger().signIn('chủ', PASSWORD)).toMatchObject({ status: 429, body: { code: 'SIGN_IN_RESTS' } });
    // Signing in at home gives strangers no new tries.
    expect((await hammer('chủ', 1))[0]).toBe('SIGN_IN_RESTS');
  });

  test('of a known browser are its own: typing badly there locks nobody else out', async () => {
    await api.officer('vụng', [`receptionist@${COMMUNE_UNIT}`]);
    const [clumsy, home] = [browser(), browser()];
    for (const each of [clumsy, home]) await each.signIn('vụng', PASSWORD);
    for (let n = 0; n < 10; n += 1) expect((await clumsy.signIn('vụng', 'sai')).status).toBe(401);
    expect((await clumsy.signIn('vụng', PASSWORD)).status).toBe(429);
    expect((await home.signIn('vụng', PASSWORD)).status).toBe(200);
    expect((await stranger().signIn('vụng', PASSWORD)).status).toBe(200);
  });

  test("of a cookie that somebody made up, or that belongs to another person, are a stranger's", async () => {
    await api.officer('ghé', [`receptionist@${COMMUNE_UNIT}`]);
    await api.officer('hàng.xóm', [`receptionist@${COMMUNE_UNIT}`]);
    const neighbour = browser();
    await neighbour.signIn('hàng.xóm', PASSWORD);
    const forged = browser();
    forged.jar.set('lienthong_device', 'A'.repeat(43));
    for (let n = 0; n < 5; n += 1) await (n % 2 ? neighbour : forged).signIn('ghé', 'sai');
    expect((await neighbour.signIn('ghé', PASSWORD)).status).toBe(429);
    expect((await forged.signIn('ghé', PASSWORD)).status).toBe(429);
  });

  test('nobody can tell from outside which names there are', async () => {
    await api.officer('có.thật', []);
    await api.officer('đã.khóa', []);
    await query(`update accounts set disabled_real_at = 1 where person = 'đã.khóa'`);
    await api.officer('không.mật.khẩu', []);
    await query(`update accounts set password_hash = null where person = 'không.mật.khẩu'`);
    const seen = new Set<string>();
    for (const name of ['có.thật', 'đã.khóa', 'không.mật.khẩu', 'không.ai', 'có.thật2']) {
      seen.add((await hammer(name, 7)).join());
    }
    expect([...seen]).toEqual([[...Array(5).fill('SIGN_IN_FAILED'), ...Array(2).fill('SIGN_IN_RESTS')].join()]);
    expect(await stranger().signIn('đã.khóa', PASSWORD)).toMatchObject({ status: 429 });
  });

  test('at one moment share no try', async () => {
    await api.officer('song.song', []);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => stranger().signIn('song.song', `wrong-${n}`)),
    );
    expect(answers.filter(({ body }) => body.code === 'SIGN_IN_FAILED')).toHaveLength(5);
  });

  test('from one address over many names make that address rest, except for those who are known', async () => {
    await api.officer('cùng.nhà', []);
    const own = browser('10.3.0.1');
    await own.signIn('cùng.nhà', PASSWORD);
    await query(`insert into sign_in_tries values ('address:10.3.0.1', 29, $1, 0)`, [Date.now()]);
    expect((await browser('10.3.0.1').signIn('ai.đó', 'sai')).status).toBe(401);
    expect((await browser('10.3.0.1').signIn('ai.khác', 'sai')).status).toBe(429);
    expect((await own.signIn('cùng.nhà', PASSWORD)).status).toBe(200);
  });

  test('the right password of a stranger takes back what they typed wrongly', async () => {
    await api.officer('đãng.trí', []);
    for (let n = 0; n < 12; n += 1) {
      const right = n % 4 === 3;
      expect((await stranger().signIn('đãng.trí', right ? PASSWORD : 'sai')).status).toBe(right ? 200 : 401);
    }
  });

  test.each([
    ['strangers together', OF_STRANGERS, 33],
    ['one known browser', OF_KNOWN_DEVICE, 108],
    ['one address', OF_ADDRESS, 128],
  ] as const)('the guesses of %s within a day are bounded', async (name, budget: Budget, most) => {
    const db = direct.as(NOBODY);
    let guesses = 0;
    for (let now = 1_000_000; now < 1_000_000 + 24 * HOUR;) {
      const waits = await takeTry(db, `test:${name}`, budget, now);
      if (waits === 0) guesses += 1;
      else now += waits;
    }
    expect(guesses).toBe(most);
  });
});

describe('a session', () => {
  test('ends when its person signs in anew with the same browser', async () => {
    await api.officer('mới.lại', [`receptionist@${COMMUNE_UNIT}`]);
    const own = browser();
    await own.signIn('mới.lại', PASSWORD);
    const old = own.cookie();
    expect(await statusWith(old)).toBe(200);
    await own.signIn('mới.lại', PASSWORD);
    expect([await statusWith(old), await statusWith(own.cookie())]).toEqual([401, 200]);
  });

  const begun = async (person: string, posts: readonly string[], grants: readonly 'administrator'[] = []) => {
    const own = await api.officer(person, posts, grants);
    const seen = (ago: number, began = ago) =>
      query(
        `update sessions set seen_real_at = $2, began_real_at = $3::bigint, expires_real_at = $3::bigint + 43200000 where person = $1`,
        [person, Date.now() - ago, Date.now() - began],
      );
    const status = async () => (await own.get('/v1/session')).status;
    return { own, seen, status };
  };

  test('of a post that decides or administers ends after an hour alone, of others after a working day', async () => {
    const leader = await begun('ngơi.lãnh.đạo', [`leader@${COMMUNE_UNIT}`]);
    const administrator = await begun('ngơi.quản.trị', [], ['administrator']);
    const officer = await begun('ngơi.một.cửa', [`receptionist@${COMMUNE_UNIT}`]);
    for (const { seen } of [leader, administrator, officer]) await seen(59 * MINUTE);
    expect(await Promise.all([leader, administrator, officer].map(({ status }) => status()))).toEqual([200, 200, 200]);
    for (const { seen } of [leader, administrator, officer]) await seen(61 * MINUTE);
    expect(await Promise.all([leader, administrator, officer].map(({ status }) => status()))).toEqual([401, 401, 200]);
    await officer.seen(10 * HOUR);
    expect(await officer.status()).toBe(401);
  });

  test('ends after twelve hours, however busy', async () => {
    const busy = await begun('bận', [`receptionist@${COMMUNE_UNIT}`]);
    await busy.seen(0, 12 * HOUR - MINUTE);
    expect(await busy.status()).toBe(200);
    await busy.seen(0, 12 * HOUR);
    expect(await busy.status()).toBe(401);
  });

  test('is not kept alive by a page that reads by itself', async () => {
    const away = await begun('đi.vắng', [`leader@${COMMUNE_UNIT}`]);
    const seenAgo = async () =>
      Date.now() -
      Number(
        (await query<{ seen: string }>(`select seen_real_at as seen from sessions where person = 'đi.vắng'`))[0]!.seen,
      );
    await away.seen(30 * MINUTE);
    expect((await away.own.get('/v1/tasks', { 'x-unattended': '1' })).status).toBe(200);
    expect(await seenAgo()).toBeGreaterThanOrEqual(30 * MINUTE);
    expect((await away.own.get('/v1/tasks')).status).toBe(200);
    expect(await seenAgo()).toBeLessThan(MINUTE);
  });

  test('is listed for its person, and ended from another one', async () => {
    await api.officer('hai.máy', [`receptionist@${COMMUNE_UNIT}`]);
    const [office, home] = [browser('10.9.0.1'), browser('10.9.0.2')];
    const { body } = await office.signIn('hai.máy', PASSWORD);
    await home.signIn('hai.máy', PASSWORD);
    const own = visitor(api.url, { cookie: office.cookie(), 'x-csrf-token': body.csrfToken });
    const { items } = (await own.get('/v1/session/open')).body;
    // The first one is of the test's own sign-in.
    expect(items).toHaveLength(3);
    expect(items.filter(({ current }: { current: boolean }) => current)).toMatchObject([{ address: '10.9.0.1' }]);
    const other = items.find(({ address }: { address: string }) => address === '10.9.0.2');
    expect(other).toMatchObject({ agent: 'Firefox of the test', current: false });
    expect((await own.send('DELETE', `/v1/session/open/${other.id}`)).status).toBe(204);
    expect(await statusWith(home.cookie())).toBe(401);
    const again = await own.send('DELETE', `/v1/session/open/${other.id}`);
    expect(again).toMatchObject({ status: 404, body: { code: 'SESSION_UNKNOWN' } });
    const strangers = await api.officer('người.lạ', [`receptionist@${COMMUNE_UNIT}`]);
    const mine = items.find(({ current }: { current: boolean }) => current).id;
    expect((await strangers.send('DELETE', `/v1/session/open/${mine}`)).status).toBe(404);
    expect(await statusWith(office.cookie())).toBe(200);
  });

  test('of before ends with a new post, a new grant, and a disabled account', async () => {
    const changed = await api.officer('đổi.việc', [`receptionist@${COMMUNE_UNIT}`]);
    const given = { agency: COMMUNE_UNIT, role: 'leader', from: '2022-03-14T08:00:00+07:00' };
    const proposed = await administrator.send('POST', '/v1/people/%C4%91%E1%BB%95i.vi%E1%BB%87c/postings', given);
    expect((await changed.get('/v1/session')).status).toBe(200);
    expect((await api.confirmed(proposed)).status).toBe(200);
    expect((await changed.get('/v1/session')).status).toBe(401);
  });
});

test("the file of the first administrator goes with the password it holds, and with nobody else's", () => {
  const dataDir = temporaryDataDir('first');
  const file = writeFirstAdministrator(dataDir, 'admin', 'x');
  forgetFirstAdministrator(dataDir, 'another');
  expect(existsSync(file)).toBe(true);
  forgetFirstAdministrator(dataDir, 'admin');
  forgetFirstAdministrator(dataDir, 'admin');
  expect(existsSync(file)).toBe(false);
  rmSync(dataDir, { recursive: true });
});

test('a proxy that is not believed is told of to whoever asks from this machine, and to nobody through it', async () => {
  const health = (headers = {}) => api.app.inject({ url: '/healthz', headers });
  expect(proxyFindings(new Headers((await health()).headers as Record<string, string>))).toEqual([]);
  const signIn = (headers = {}) => api.app.inject({ method: 'POST', url: '/v1/session', headers, payload: { name: 'nobody', password: 'x' } });
  const findings = async () => proxyFindings(new Headers((await health()).headers as Record<string, string>));
  const forwarded = { 'x-forwarded-for': '203.0.113.7' };
  // One that is made up, among those of others, says nothing.
  for (let n = 0; n < 3; n++) await signIn();
  await signIn(forwarded);
  await health(forwarded);
  expect(await findings()).toEqual([]);
  for (let n = 0; n < 400; n++) await api.app.inject({ url: '/v1/identity', headers: forwarded });
  expect((await health(forwarded)).headers['x-untrusted-proxy']).toBeUndefined();
  // Whoever makes it up all day turns nothing red.
  expect(await findings()).toMatchObject([{ check: 'api-proxy', severity: 'warn' }]);
  expect(JSON.stringify(await findings())).toContain('LIENTHONG_TRUST_PROXY');
  for (let n = 0; n < 400; n++) await api.app.inject({ url: '/v1/identity' });
  expect(await findings()).toEqual([]);
});

test.each([
  [{ LIENTHONG_SECOND_FACTOR: 'maybe' }, 'it is "required" or "offered"'],
  [{ LIENTHONG_IDLE_MINUTES: '0' }, 'from 5 to 720'],
  [{ LIENTHONG_IDLE_MINUTES: 'x' }, 'from 5 to 720'],
])('settings %j are refused at the start', (env, way) => {
  expect(() => signInSettings(env, { production: true, key: new Uint8Array(32) })).toThrow(way);
});

test('production demands a second factor unless it is told otherwise, a demonstration offers one', () => {
  const of = (env: Record<string, string>, production: boolean) =>
    signInSettings(env, { production, key: new Uint8Array(32) }).secondFactor;
  expect([of({}, true), of({}, false)]).toEqual(['required', 'offered']);
  expect(of({ LIENTHONG_SECOND_FACTOR: 'offered' }, true)).toBe('offered');
});
