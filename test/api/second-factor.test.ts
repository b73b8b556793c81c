import { Secret, TOTP } from 'otpauth';
import { writeInstallation } from '../../gateway/installation';
import { documentOf, lienthong } from '../cli/command';
import { COMMUNE_UNIT } from '../engine/desk-work';
import { PASSWORD, startTestApi, superuserQuery } from './environment';
import type { Reply, TestApi } from './environment';
import { SoftKey } from './soft-key';

const PUBLIC = 'https://motcua.example';
let api: TestApi;

beforeAll(async () => {
  api = await startTestApi({ at: '2022-03-14T08:00', publicUrl: PUBLIC, signIn: { secondFactor: 'required' } });
});
afterAll(() => api?.close());

const query = <T extends object>(text: string, values: readonly unknown[] = []) =>
  superuserQuery<T>(api.installation.databaseUrl, text, values);

let addresses = 0;
/** The browser of somebody; its cookies change as a browser's do. */
class Person {
  readonly jar = new Map<string, string>();
  #csrf = '';
  constructor(readonly name: string) {}

  async ask<T = any>(method: string, path: string, body?: object, headers: object = {}): Promise<Reply<T>> {
    addresses += 1;
    const answer = await api.app.inject({
      method: method as 'GET',
      url: path,
      ...(body === undefined ? {} : { payload: body }),
      headers: {
        cookie: [...this.jar].map(([name, value]) => `${name}=${value}`).join('; '),
        'x-csrf-token': this.#csrf,
        'accept-language': 'en',
        ...headers,
      },
      remoteAddress: `10.4.${addresses >> 8}.${addresses & 255}`,
    });
    for (const set of [answer.headers['set-cookie'] ?? []].flat()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set)!;
      this.jar.set(name!, value!);
    }
    const json =
      answer.body === '' || !/json/.test(String(answer.headers['content-type'])) ? answer.body : answer.json();
    if (typeof json?.csrfToken === 'string') this.#csrf = json.csrfToken;
    return { status: answer.statusCode, headers: new Headers(), body: json };
  }

  signIn(more: object = {}) {
    return this.ask('POST', '/v1/session', { name: this.name, password: PASSWORD, ...more });
  }
}

/** What the app of somebody's telephone shows; each code of this test's is of another half minute. */
const codeOf = (secret: string, offset = 0): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + offset * 30_000 });

/** Codes of half minutes that were taken already are taken again only after this. */
const forgetSteps = (person: string) =>
  query(
    `update second_factor_secrets set counter = 0 where credential_id is null
        and factor_id in (select factor_id from second_factors where person = $1)`,
    [person],
  );

const made = async (name: string, posts: readonly string[], grants: readonly ('administrator' | 'auditor')[] = []) => {
  // The environment's own visitor does not know this server's cookies.
  await api.officer(name, posts, grants).catch(() => undefined);
  return new Person(name);
};

async function withApp(name: string, posts: readonly string[], grants: readonly ('administrator' | 'auditor')[] = []) {
  const person = await made(name, posts, grants);
  await person.signIn();
  const begun = await person.ask('POST', '/v1/session/second-factors/code-app', { label: 'điện thoại' });
  const { id, secret } = begun.body;
  const confirm = `/v1/session/second-factors/code-app/${id}/confirm`;
  const confirmed = await person.ask('POST', confirm, { code: codeOf(secret) });
  expect(confirmed.status).toBe(200);
  await forgetSteps(name);
  return { person, id: id as string, secret: secret as string, codes: confirmed.body.recoveryCodes as string[] };
}

describe('a post that decides or administers', () => {
  test.each([
    ['a leader', 'lđ', [`leader@${COMMUNE_UNIT}`], []],
    ['procedure control', 'kst', ['procedure-control@H35.01.02'], []],
    ['an administrator', 'qt', [], ['administrator']],
    ['an auditor', 'kt', [], ['auditor']],
  ] as const)(
    '%s without a second factor signs in, and may set one up and nothing else',
    async (_, name, posts, grants) => {
      const person = await made(name, posts, grants as readonly ('administrator' | 'auditor')[]);
      expect(await person.signIn()).toMatchObject({
        status: 200,
        body: { wants: 'enrol', secondFactor: { demanded: true, recommended: true, kinds: [] } },
      });
      for (const path of ['/v1/dossiers', '/v1/people', '/v1/clients', '/v1/audit', '/v1/session/open', '/v1/stream']) {
        expect(await person.ask('GET', path)).toMatchObject({ status: 403, body: { code: 'SECOND_FACTOR_MISSING' } });
      }
      const grant = await person.ask('PUT', `/v1/people/${name}/grants`, { grants: ['administrator'] });
      expect(grant).toMatchObject({ status: 403, body: { code: 'SECOND_FACTOR_MISSING' } });
      expect(grant.body.detail).toContain('My account');
      expect((await person.ask('GET', '/v1/session')).status).toBe(200);
      expect((await person.ask('GET', '/v1/procedures')).status).toBe(200);
      expect((await person.ask('DELETE', '/v1/session')).status).toBe(204);
    },
  );

  test('has its rights with one', async () => {
    const { person } = await withApp('có.rồi', [`leader@${COMMUNE_UNIT}`]);
    expect((await person.ask('GET', '/v1/dossiers')).status).toBe(200);
    expect((await person.ask('GET', '/v1/session')).body).toMatchObject({
      wants: null,
      secondFactor: { provedBy: 'totp' },
    });
  });

  test('of an officer at the window asks for none, until the officer becomes a leader', async () => {
    const person = await made('lên.chức', [`receptionist@${COMMUNE_UNIT}`]);
    expect((await person.signIn()).body).toMatchObject({ wants: null, secondFactor: { demanded: false } });
    expect((await person.ask('GET', '/v1/dossiers')).status).toBe(200);
    // Behind every route's back, as time does when a post begins.
    await query(
      `insert into postings (person, agency, role, kind, from_at) values ('lên.chức', $1, 'leader', 'regular', 0)`,
      [COMMUNE_UNIT],
    );
    expect(await person.ask('GET', '/v1/dossiers')).toMatchObject({
      status: 403,
      body: { code: 'SECOND_FACTOR_MISSING' },
    });
  });
});

describe('a code app', () => {
  test('is asked for at the next sign-in, and each of its codes is taken once', async () => {
    const { person, secret } = await withApp('một.lần', [`leader@${COMMUNE_UNIT}`]);
    const again = new Person('một.lần');
    expect((await again.signIn()).body).toMatchObject({ wants: 'prove', secondFactor: { kinds: ['totp'] } });
    expect(await again.ask('GET', '/v1/dossiers')).toMatchObject({
      status: 403,
      body: { code: 'SECOND_FACTOR_NOT_PROVED' },
    });
    // Half a session enrols nothing: whoever knows the password alone brings no app of their own.
    const own = await again.ask('POST', '/v1/session/second-factors/code-app', { label: 'x' });
    expect(own).toMatchObject({ status: 403, body: { code: 'SECOND_FACTOR_NOT_PROVED' } });

    const code = codeOf(secret);
    expect((await again.ask('POST', '/v1/session/second-factor', { code })).body).toMatchObject({ wants: null });
    expect((await again.ask('GET', '/v1/dossiers')).status).toBe(200);
    expect((await person.ask('GET', '/v1/dossiers')).status).toBe(200);

    const replaying = new Person('một.lần');
    await replaying.signIn();
    const refused = await replaying.ask('POST', '/v1/session/second-factor', { code });
    expect(refused).toMatchObject({ status: 403, body: { code: 'CODE_WRONG', field: 'body.code' } });
    const earlier = await replaying.ask('POST', '/v1/session/second-factor', { code: codeOf(secret, -1) });
    expect(earlier.body.code).toBe('CODE_WRONG');
    const later = await replaying.ask('POST', '/v1/session/second-factor', { code: codeOf(secret, 1) });
    expect(later.status).toBe(200);
  });

  test('one code sent twice at one moment signs in once', async () => {
    const { secret } = await withApp('hai.lần', [`leader@${COMMUNE_UNIT}`]);
    const both = [new Person('hai.lần'), new Person('hai.lần')];
    for (const each of both) await each.signIn();
    const code = codeOf(secret);
    const answers = await Promise.all(both.map((each) => each.ask('POST', '/v1/session/second-factor', { code })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 403]);
  });

  test('codes that are too old or too new are none, and guesses have a budget', async () => {
    const { secret } = await withApp('đoán.mã', [`leader@${COMMUNE_UNIT}`]);
    const guessing = new Person('đoán.mã');
    await guessing.signIn();
    for (const code of [codeOf(secret, -3), codeOf(secret, 3), '000000', '123456', codeOf(secret, 10)]) {
      const answer = await guessing.ask('POST', '/v1/session/second-factor', { code });
      expect([code, answer.body.code]).toEqual([code, 'CODE_WRONG']);
    }
    const right = { code: codeOf(secret) };
    expect(await guessing.ask('POST', '/v1/session/second-factor', right)).toMatchObject({
      status: 429,
      body: { code: 'CODES_REST' },
    });
    // Signing in anew gives no new guesses.
    const anew = new Person('đoán.mã');
    await anew.signIn();
    expect(await anew.ask('POST', '/v1/session/second-factor', right)).toMatchObject({ status: 429 });
  });

  test('with the password gets its person in while a stranger has used up the tries of strangers', async () => {
    const { secret } = await withApp('bị.phá', [`leader@${COMMUNE_UNIT}`]);
    const stranger = new Person('bị.phá');
    for (let n = 0; n < 6; n += 1) await stranger.ask('POST', '/v1/session', { name: 'bị.phá', password: `sai-${n}` });
    const owner = new Person('bị.phá');
    expect(await owner.signIn()).toMatchObject({ status: 429, body: { code: 'SIGN_IN_RESTS' } });
    expect(await owner.signIn({ code: '000000' })).toMatchObject({ status: 429 });
    const guess = await stranger.ask('POST', '/v1/session', {
      name: 'bị.phá',
      password: 'sai',
      code: codeOf(secret, 5),
    });
    expect(guess.status).toBe(429);
    expect(await owner.signIn({ code: codeOf(secret) })).toMatchObject({ status: 200, body: { wants: null } });
  });

  test('that was never set up to its end shuts nobody out', async () => {
    const person = await made('bỏ.dở', [`receptionist@${COMMUNE_UNIT}`]);
    await person.signIn();
    const { body } = await person.ask('POST', '/v1/session/second-factors/code-app', { label: 'điện thoại' });
    const wrong = await person.ask('POST', `/v1/session/second-factors/code-app/${body.id}/confirm`, {
      code: '000000',
    });
    expect(wrong).toMatchObject({ status: 403, body: { code: 'CODE_WRONG' } });
    expect((await new Person('bỏ.dở').signIn()).body.wants).toBeNull();
    expect((await person.ask('GET', '/v1/session/second-factors')).body).toMatchObject({
      items: [],
      recoveryCodesLeft: 0,
    });
  });

  test('its secret is in no answer after that, and unreadable in the database and for the API itself', async () => {
    const { person, secret } = await withApp('bí.mật', [`leader@${COMMUNE_UNIT}`]);
    const list = await person.ask('GET', '/v1/session/second-factors');
    expect(JSON.stringify(list.body)).not.toContain(secret);
    const bytes = Buffer.from(Secret.fromBase32(secret).bytes).toString('hex');
    const rows = await query<{ row: string }>('select s::text as row from second_factor_secrets s');
    expect(rows.some(({ row }) => row.includes(bytes) || row.includes(secret))).toBe(false);
    const asApi = query('set role lienthong_api; select * from second_factor_secrets');
    await expect(asApi).rejects.toThrow('permission denied');
    await expect(query('set role lienthong_api; select * from recovery_codes')).rejects.toThrow('permission denied');
    await expect(query('set role lienthong_auditor; select * from second_factors')).rejects.toThrow(
      'permission denied',
    );
  });

  test('a secret that is moved to another person is worth nothing there', async () => {
    const mine = await withApp('của.tôi', [`leader@${COMMUNE_UNIT}`]);
    const theirs = await withApp('của.họ', [`leader@${COMMUNE_UNIT}`]);
    await query(
      `update second_factor_secrets set material = (select material from second_factor_secrets where factor_id = $1)
        where factor_id = $2`,
      [mine.id, theirs.id],
    );
    const thief = new Person('của.họ');
    await thief.signIn();
    expect(
      (await thief.ask('POST', '/v1/session/second-factor', { code: codeOf(mine.secret) })).status,
    ).toBeGreaterThanOrEqual(500);
    expect((await thief.ask('GET', '/v1/dossiers')).status).toBe(403);
  });
});

describe('recovery codes', () => {
  test('are shown once, each gets its person in once, and the person is told', async () => {
    const { codes } = await withApp('mất.máy', [`leader@${COMMUNE_UNIT}`]);
    expect(codes).toHaveLength(10);
    const person = new Person('mất.máy');
    await person.signIn();
    const typed = codes[0]!.toLowerCase().replaceAll('-', ' ');
    expect((await person.ask('POST', '/v1/session/second-factor', { code: typed })).body).toMatchObject({
      wants: null,
      secondFactor: { provedBy: 'recovery-code' },
    });
    const again = new Person('mất.máy');
    await again.signIn();
    expect((await again.ask('POST', '/v1/session/second-factor', { code: codes[0]! })).body.code).toBe('CODE_WRONG');
    expect((await again.ask('POST', '/v1/session/second-factor', { code: codes[1]! })).status).toBe(200);
    expect((await again.ask('GET', '/v1/session/second-factors')).body.recoveryCodesLeft).toBe(8);
    expect(
      (await again.ask('GET', '/v1/session/notices')).body.items.map(({ what }: { what: string }) => what),
    ).toEqual(['second-factor-added', 'recovery-code-used', 'recovery-code-used']);
  });

  test('of another person are none, and new ones make the old ones worthless', async () => {
    const mine = await withApp('mã.tôi', [`leader@${COMMUNE_UNIT}`]);
    const theirs = await withApp('mã.họ', [`leader@${COMMUNE_UNIT}`]);
    const renewed = (await mine.person.ask('POST', '/v1/session/recovery-codes')).body.recoveryCodes;
    const person = new Person('mã.tôi');
    await person.signIn();
    for (const code of [theirs.codes[0]!, mine.codes[0]!]) {
      expect((await person.ask('POST', '/v1/session/second-factor', { code })).body.code).toBe('CODE_WRONG');
    }
    expect((await person.ask('POST', '/v1/session/second-factor', { code: renewed[0] })).status).toBe(200);
  });
});

describe('changing what one proves with', () => {
  test('needs a proof of the last minutes, and the last one stays where the post demands one', async () => {
    const { person, id, secret } = await withApp('đổi.máy', [`leader@${COMMUNE_UNIT}`]);
    const remove = () => person.ask('DELETE', `/v1/session/second-factors/${id}`);
    await query(`update sessions set proved_real_at = proved_real_at - 660000 where person = 'đổi.máy'`);
    expect(await remove()).toMatchObject({ status: 403, body: { code: 'SECOND_FACTOR_STALE' } });
    expect((await person.ask('POST', '/v1/session/second-factors/code-app', { label: 'x' })).body.code).toBe(
      'SECOND_FACTOR_STALE',
    );
    expect((await person.ask('POST', '/v1/session/recovery-codes')).body.code).toBe('SECOND_FACTOR_STALE');
    await person.ask('POST', '/v1/session/second-factor', { code: codeOf(secret) });
    expect(await remove()).toMatchObject({ status: 409, body: { code: 'SECOND_FACTOR_LAST' } });

    const begun = await person.ask('POST', '/v1/session/second-factors/code-app', { label: 'máy mới' });
    const elsewhere = new Person('đổi.máy');
    await elsewhere.signIn();
    await elsewhere.ask('POST', '/v1/session/second-factor', { code: codeOf(secret, 1) });
    expect((await elsewhere.ask('GET', '/v1/dossiers')).status).toBe(200);
    const confirm = `/v1/session/second-factors/code-app/${begun.body.id}/confirm`;
    expect((await person.ask('POST', confirm, { code: codeOf(begun.body.secret) })).body.recoveryCodes).toBeNull();
    expect((await elsewhere.ask('GET', '/v1/dossiers')).status).toBe(401);
    expect((await remove()).status).toBe(200);
    expect((await person.ask('GET', '/v1/session/second-factors')).body.items).toMatchObject([{ label: 'máy mới' }]);
  });

  test('an open session alone sets nothing up', async () => {
    const person = await made('để.mở', [`receptionist@${COMMUNE_UNIT}`]);
    await person.signIn();
    await query(`update sessions set began_real_at = began_real_at - 660000 where person = 'để.mở'`);
    const refused = await person.ask('POST', '/v1/session/second-factors/code-app', { label: 'x' });
    expect(refused).toMatchObject({ status: 403, body: { code: 'SIGN_IN_STALE' } });
  });

  test("somebody who has lost all is reset by an administrator, who resets nobody's own; it is logged and told", async () => {
    const { person: lost } = await withApp('mất.hết', [`leader@${COMMUNE_UNIT}`]);
    const { person: administrator } = await withApp('qt.mới', [], ['administrator']);
    const reset = async (who: string) => {
      const { body } = await administrator.ask('GET', `/v1/people/${encodeURIComponent(who)}`);
      return administrator.ask('DELETE', `/v1/people/${encodeURIComponent(who)}/second-factors`, undefined, {
        'if-match': `"${body.version}"`,
      });
    };
    expect(await reset('qt.mới')).toMatchObject({ status: 403, body: { code: 'OWN_RIGHTS' } });
    const proposed = await reset('mất.hết');
    expect(proposed).toMatchObject({ status: 202, body: { kind: 'second-factor-reset', concerns: 'mất.hết' } });
    expect((await lost.ask('GET', '/v1/session')).status).toBe(200);
    const { person: second } = await withApp('kiểm.hai', [], ['auditor']);
    const confirmed = await second.ask('POST', `/v1/confirmations/${proposed.body.id}/confirm`);
    expect(confirmed).toMatchObject({ status: 200, body: { confirmation: { state: 'confirmed', decidedBy: 'kiểm.hai' } } });
    expect((await lost.ask('GET', '/v1/session')).status).toBe(401);
    const log = await query<{ detail: string }>(
      `select detail from access_log where who in ('qt.mới', 'kiểm.hai') and detail like 'confirmation %' order by entry`,
    );
    expect(log.map(({ detail }) => detail.replace(proposed.body.id, 'it'))).toEqual([
      'confirmation it proposed: person mất.hết second factors reset',
      'confirmation it confirmed, proposed by qt.mới: person mất.hết second factors reset',
    ]);
    const anew = new Person('mất.hết');
    expect((await anew.signIn()).body.wants).toBe('enrol');
    const told = await query(
      `select what, by_whom from account_notices where person = 'mất.hết' and what like '%reset'`,
    );
    expect(told).toEqual([{ what: 'second-factor-reset', by_whom: 'qt.mới' }]);
  });
});

test('whoever keeps the machine lets the only administrator in again, and it is logged and told', async () => {
  const { person } = await withApp('quản.duy.nhất', [], ['administrator']);
  const { dataDir, databaseUrl } = api.installation;
  writeInstallation({ dataDir, databaseUrl, mode: 'production', temporalAddress: 'x', uiUrl: null, startedAt: 1 });
  const command = (who: string) =>
    lienthong(['people', 'reset-second-factor', who, '--json'], { env: { LIENTHONG_DATA: dataDir } });
  // As long as there are others, one of them confirms it.
  const proposed = await command('quản.duy.nhất');
  expect([proposed.code, documentOf(proposed)]).toMatchObject([5, { waits: true, confirmation: expect.any(String) }]);
  const { confirmation: id } = documentOf(proposed) as { confirmation: string };
  const alone = await lienthong(['confirmations', 'confirm', id, '--json'], { env: { LIENTHONG_DATA: dataDir } });
  expect([alone.code, documentOf(alone)]).toMatchObject([3, { refused: { code: 'CONFIRMATION_BY_OTHERS' } }]);
  expect((await person.ask('GET', '/v1/session')).status).toBe(200);
  await query(`delete from person_grants where person <> 'quản.duy.nhất'`);
  expect(documentOf(await command('quản.duy.nhất'))).toEqual({ person: 'quản.duy.nhất', removed: 1 });
  expect((await person.ask('GET', '/v1/session')).status).toBe(401);
  expect((await new Person('quản.duy.nhất').signIn()).body.wants).toBe('enrol');
  const log = await query(
    `select who, action, detail from access_log where detail like $1 order by entry`,
    [`confirmation ${id} confirmed by the operator alone%`],
  );
  expect(log).toEqual([
    { who: expect.stringMatching(/^os:/), action: 'administration', detail: expect.stringMatching(/second factors reset$/) },
  ]);
  expect((await command('không.có')).code).not.toBe(0);
});

describe('a security key', () => {
  const rpId = 'motcua.example';
  const withKey = async (name: string) => {
    const person = await made(name, [`leader@${COMMUNE_UNIT}`]);
    await person.signIn();
    const { body: options } = await person.ask('POST', '/v1/session/second-factors/key/begin');
    const key = new SoftKey();
    const enrol = await person.ask('POST', '/v1/session/second-factors/key', {
      label: 'khóa',
      key: key.made({ challenge: options.challenge, origin: PUBLIC, rpId, counter: 1 }),
    });
    expect(enrol).toMatchObject({ status: 200, body: { factor: { kind: 'webauthn', label: 'khóa' } } });
    return { person, key };
  };
  const begun = async (name: string) => {
    const person = new Person(name);
    await person.signIn();
    const { body } = await person.ask('POST', '/v1/session/second-factor/key/begin');
    return { person, challenge: body.challenge as string };
  };

  test('is made for this host with a PIN or finger, and proves once for each challenge', async () => {
    const { key } = await withKey('khóa.một');
    const { person, challenge } = await begun('khóa.một');
    const proof = key.proof({ challenge, origin: PUBLIC, rpId, counter: 2 });
    expect(await person.ask('POST', '/v1/session/second-factor/key', proof)).toMatchObject({
      status: 200,
      body: { wants: null },
    });
    expect((await person.ask('GET', '/v1/dossiers')).status).toBe(200);
    const replay = await begun('khóa.một');
    const answer = await replay.person.ask('POST', '/v1/session/second-factor/key', proof);
    expect(answer).toMatchObject({ status: 403, body: { code: 'KEY_NOT_PROVED' } });
  });

  test.each([
    ['of another origin', { origin: 'https://motcua.example.evil.vn' }],
    ['by http', { origin: 'http://motcua.example' }],
    ['for another host', { rpId: 'evil.example' }],
    ['without PIN or finger', { verified: false }],
    ['whose counter goes back', { counter: 1 }],
    ['of a challenge nobody gave', { challenge: 'A'.repeat(43) }],
  ])('an answer %s is refused', async (title, wrong) => {
    const name = `khóa.${title.length}`;
    const { key } = await withKey(name);
    const { person, challenge } = await begun(name);
    const proof = key.proof({ challenge, origin: PUBLIC, rpId, counter: 2, ...wrong });
    const answer = await person.ask('POST', '/v1/session/second-factor/key', proof);
    expect(answer).toMatchObject({ status: 403, body: { code: 'KEY_NOT_PROVED' } });
    expect((await person.ask('GET', '/v1/dossiers')).status).toBe(403);
  });

  test('of somebody else proves nothing, nor does a challenge that was given to somebody else', async () => {
    const mine = await withKey('khóa.tôi');
    const theirs = await withKey('khóa.họ');
    const { person, challenge } = await begun('khóa.họ');
    const other = await begun('khóa.tôi');
    for (const [key, of] of [
      [mine.key, challenge],
      [theirs.key, other.challenge],
    ] as const) {
      const proof = key.proof({ challenge: of, origin: PUBLIC, rpId, counter: 9 });
      expect((await person.ask('POST', '/v1/session/second-factor/key', proof)).body.code).toBe('KEY_NOT_PROVED');
    }
  });

  test('alone signs in, also while a stranger has used up the tries of strangers', async () => {
    const { key } = await withKey('khóa.mình');
    const stranger = new Person('khóa.mình');
    for (let n = 0; n < 6; n += 1)
      await stranger.ask('POST', '/v1/session', { name: 'khóa.mình', password: `sai-${n}` });
    const person = new Person('khóa.mình');
    const { body } = await person.ask('POST', '/v1/session/key/begin');
    expect(body.allowCredentials ?? []).toEqual([]);
    const proof = key.proof({ challenge: body.challenge, origin: PUBLIC, rpId, counter: 2 });
    expect(await person.ask('POST', '/v1/session/key', proof)).toMatchObject({
      status: 200,
      body: { person: 'khóa.mình', wants: null },
    });
    expect((await stranger.ask('POST', '/v1/session/key', proof)).body.code).toBe('KEY_NOT_PROVED');
    await query(`update accounts set disabled_real_at = 1 where person = 'khóa.mình'`);
    const { body: next } = await stranger.ask('POST', '/v1/session/key/begin');
    const late = key.proof({ challenge: next.challenge, origin: PUBLIC, rpId, counter: 3 });
    expect((await stranger.ask('POST', '/v1/session/key', late)).status).toBe(403);
  });

  test('with certificates of its own making is refused before anything is fetched for them', async () => {
    const person = await made('khóa.giả', [`leader@${COMMUNE_UNIT}`]);
    await person.signIn();
    const { body } = await person.ask('POST', '/v1/session/second-factors/key/begin');
    const x5c = new Map<string, unknown>([
      ['x5c', [new Uint8Array(100)]],
      ['sig', new Uint8Array(64)],
      ['alg', -7],
    ]);
    for (const fmt of ['packed', 'apple', 'android-key', 'tpm', 'fido-u2f']) {
      const key = new SoftKey().made({ challenge: body.challenge, origin: PUBLIC, rpId }, x5c, fmt);
      const answer = await person.ask('POST', '/v1/session/second-factors/key', { label: 'x', key });
      expect(answer).toMatchObject({ status: 403, body: { code: 'KEY_NOT_PROVED' } });
    }
  });

  test.each([
    ['no base64', { attestationObject: '***' }, 400],
    ['no CBOR', { attestationObject: 'AAAA' }, 403],
    ['ten thousand brackets of CBOR', { attestationObject: Buffer.alloc(10_000, 0x81).toString('base64url') }, 403],
    ['no JSON', { clientDataJSON: 'AAAA' }, 403],
  ])('%s is refused', async (title, wrong, status) => {
    const person = await made(`khóa.rác.${title.length}`, [`leader@${COMMUNE_UNIT}`]);
    await person.signIn();
    const { body } = await person.ask('POST', '/v1/session/second-factors/key/begin');
    const made_ = new SoftKey().made({ challenge: body.challenge, origin: PUBLIC, rpId });
    const key = { ...made_, response: { ...made_.response, ...wrong } };
    expect((await person.ask('POST', '/v1/session/second-factors/key', { label: 'x', key })).status).toBe(status);
  });
});
