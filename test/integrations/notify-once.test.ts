import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type Kysely } from 'kysely';
import { findContactPreferences, saveContactPreferences } from '../../db/contact-preferences';
import { LEASE_MS, resendNotice, troubledNotices } from '../../db/notifications';
import { savePerson } from '../../db/people';
import { storePersonalData } from '../../db/personal-data';
import type { Schema } from '../../db/schema';
import { createMailChannel } from '../../integrations/notify/mail-channel';
import { MOST_ATTEMPTS } from '../../integrations/notify/retry';
import { openTestDatabase, type TestDatabase } from '../db/database';
import { dossierId, MORNING } from '../db/samples';
import { openNotifyDesk, startGateway, startMailServer, UNIT, type Gateway, type MailServer, type NotifyDesk } from './notify-desk';
import { accepted, resolved, supplementWanted } from './notify-events';

let database: TestDatabase;
let mail: MailServer;
let gateway: Gateway;
let desk: NotifyDesk;

beforeAll(async () => {
  database = await openTestDatabase();
  [mail, gateway] = await Promise.all([startMailServer(), startGateway()]);
  desk = await openNotifyDesk(database, () => mail, () => gateway);
});
afterAll(async () => {
  await Promise.all([mail?.stop(), gateway?.stop()]);
  await database?.close();
});

const EMAIL = 'pao@hopthu.example';
const applicant = async (name: string, contact: { email?: string; phone?: string }): Promise<string> => {
  const id = dossierId(name);
  await storePersonalData(database.as('recorder').db, id, [{ subject: 'applicant', name: 'Lò Văn Páo', ...contact }]);
  return id;
};
const mailsAbout = (id: string, server = mail) => server.mails.filter((one) => one.subject?.includes(desk.codeOf(id)));
const messagesAbout = (id: string) => gateway.messages.filter((one) => one['dossierCode'] === desk.codeOf(id));
const statusesOf = async (id: string) => (await desk.notices(id)).map(({ status }) => status);

test('however often a message is delivered and whoever sends, each recipient is told once', async () => {
  const [byMail, bySms] = [await applicant('redelivered mail', { email: EMAIL }), await applicant('redelivered sms', { phone: '0912345678' })];
  const [one, other] = [desk.notifier(), desk.notifier()];
  for (const id of [byMail, bySms]) {
    await desk.record(one, id, [accepted(desk.codeOf(id)), resolved()]);
    await Promise.all([desk.deliverAgain(one, id), desk.deliverAgain(other, id), one.releaseHeld(), other.releaseHeld()]);
    await desk.deliverAgain(other, id);
    await Promise.all([one.releaseHeld(), other.releaseHeld()]);
    await one.releaseHeld();
  }
  expect(mailsAbout(byMail)).toHaveLength(2);
  expect(messagesAbout(bySms).map((message) => message['template'])).toEqual(['accepted', 'result-ready']);
});

test('a notifier that is closed leaves what it has not begun to the next one', async () => {
  const id = await applicant('closed', { email: EMAIL });
  const closed = desk.notifier();
  await desk.record(closed, id, [resolved()]);
  await closed.close();
  await closed.releaseHeld();
  expect(await statusesOf(id)).toEqual(['waiting']);
  await desk.notifier().releaseHeld();
  expect(await statusesOf(id)).toEqual(['sent']);
});

test('somebody who gives an address after they were told is not told again over the new one', async () => {
  const id = await applicant('new address', { phone: '0912345678' });
  const notifier = desk.notifier();
  await desk.record(notifier, id, [resolved()]);
  await notifier.releaseHeld();
  await database.query('update lienthong.personal_data set email = $2 where dossier_id = $1', [id, EMAIL]);
  await desk.deliverAgain(notifier, id);
  await notifier.releaseHeld();
  expect([mailsAbout(id).length, messagesAbout(id).length]).toEqual([0, 1]);
});

test('while the mail server is down letters wait; when it is back each is sent once, and in order', async () => {
  const id = await applicant('server down', { email: EMAIL });
  const down = await startMailServer();
  const port = Number(new URL(down.url).port);
  await down.stop();
  const notifier = desk.notifier({ mail: createMailChannel({ url: down.url, from: 'motcua@laichau.example' }) });
  await desk.record(notifier, id, [accepted(desk.codeOf(id)), resolved()]);
  await notifier.releaseHeld();
  expect(await desk.notices(id)).toMatchObject([{ status: 'waiting', attempts: 1, last_error: expect.stringMatching(/^smtp-E/) }, { status: 'waiting', attempts: 0 }]);
  const back = await startMailServer({}, port);
  await notifier.releaseHeld();
  expect(back.mails).toEqual([]);
  desk.realNow += 60_000;
  await notifier.releaseHeld();
  await notifier.releaseHeld();
  expect(mailsAbout(id, back).map((letter) => letter.subject)).toEqual([
    `Hồ sơ ${desk.codeOf(id)}: giấy tiếp nhận và hẹn trả kết quả`,
    `Hồ sơ ${desk.codeOf(id)}: đã có kết quả`,
  ]);
  await back.stop();
});

test('a mail server that will not have the recipient is believed; one that is busy is asked again', async () => {
  const [refused, busy] = [await applicant('refused', { email: 'nobody@hopthu.example' }), await applicant('busy', { email: 'busy@hopthu.example' })];
  let calls = 0;
  const server = await startMailServer({
    onRcptTo: ({ address }, _session, done) => {
      if (address.startsWith('nobody')) return done(Object.assign(new Error(`no such user ${address}`), { responseCode: 550 }));
      return done(calls++ === 0 ? Object.assign(new Error('try later'), { responseCode: 451 }) : undefined);
    },
  });
  const notifier = desk.notifier({ mail: createMailChannel({ url: server.url, from: 'motcua@laichau.example' }) });
  for (const id of [refused, busy]) await desk.record(notifier, id, [resolved()]);
  await notifier.releaseHeld();
  expect(await desk.notices(refused)).toMatchObject([{ status: 'failed', last_error: 'smtp-550' }]);
  expect(await desk.notices(busy)).toMatchObject([{ status: 'waiting', last_error: 'smtp-451' }]);
  desk.realNow += 60_000;
  await notifier.releaseHeld();
  expect([await statusesOf(refused), await statusesOf(busy), server.mails.length]).toEqual([['failed'], ['sent'], 1]);
  expect(desk.logged.join('\n')).not.toContain('nobody@');
  await server.stop();
});

test('what nobody takes for a day and a half is left to a person', async () => {
  const id = await applicant('never', { phone: '0912345678' });
  const notifier = desk.notifier();
  await desk.record(notifier, id, [resolved()]);
  gateway.answers = Array(MOST_ATTEMPTS).fill(503);
  for (let i = 0; i <= MOST_ATTEMPTS; i++) {
    await notifier.releaseHeld();
    desk.realNow += 3_600_000;
  }
  expect(await desk.notices(id)).toMatchObject([{ status: 'failed', attempts: MOST_ATTEMPTS, last_error: 'gateway-503' }]);
  expect(new Set(messagesAbout(id).map((message) => message['id'])).size).toBe(1);
});

test('a gateway that refuses for good is believed', async () => {
  const id = await applicant('refused number', { phone: '0912345678' });
  const notifier = desk.notifier();
  await desk.record(notifier, id, [resolved()]);
  gateway.answers = [422];
  await notifier.releaseHeld();
  expect(await desk.notices(id)).toMatchObject([{ status: 'failed', last_error: 'gateway-422' }]);
});

test('when the connection ends before the mail server has answered, nobody sends the letter a second time', async () => {
  const id = await applicant('no answer', { email: EMAIL });
  const server: MailServer = await startMailServer({ onData: (stream) => void stream.on('end', () => server.sever()).resume() });
  const notifier = desk.notifier({ mail: createMailChannel({ url: server.url, from: 'motcua@laichau.example' }) });
  await desk.record(notifier, id, [resolved()]);
  await notifier.releaseHeld();
  expect(await desk.notices(id)).toMatchObject([{ status: 'unknown', attempts: 1 }]);
  await desk.deliverAgain(notifier, id);
  desk.realNow += 10 * LEASE_MS;
  await notifier.releaseHeld();
  expect(await desk.notices(id)).toMatchObject([{ status: 'unknown', attempts: 1 }]);
  await server.stop();
});

describe('a process that is killed while it sends', () => {
  /** Runs a notifier in a process of its own and kills it as soon as the other side has what it sends. */
  const killedWhileSending = async (mailUrl: string, gatewayUrl: string, has: Promise<unknown>): Promise<void> => {
    const given = { databaseUrl: database.url, mailUrl, gateway: { url: gatewayUrl, secret: gateway.secret }, now: desk.now, realNow: desk.realNow };
    const child = fork(join(__dirname, 'notify-process.ts'), [JSON.stringify(given)], { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const exit = once(child, 'exit');
    await Promise.race([has, exit.then(() => Promise.reject(new Error('the notifier ended by itself')))]);
    child.kill('SIGKILL');
    await exit;
  };

  test('after a letter left, its fate is unknown: a person is shown it, and may send it again', async () => {
    const id = await applicant('killed mail', { email: EMAIL });
    let arrived = (): void => undefined;
    const has = new Promise<void>((resolve) => (arrived = resolve));
    const silent = await startMailServer({ onData: (stream) => void stream.on('end', arrived).resume() });
    const notifier = desk.notifier();
    await desk.record(notifier, id, [resolved()]);
    await killedWhileSending(silent.url, gateway.url, has);
    await notifier.releaseHeld();
    expect(await statusesOf(id)).toEqual(['sending']);
    desk.realNow += LEASE_MS;
    await notifier.releaseHeld();
    expect(mailsAbout(id)).toEqual([]);
    expect(await desk.notices(id)).toMatchObject([{ status: 'unknown', last_error: 'process-ended' }]);

    const [shown] = await asOfficer('lan', [UNIT], (db) => troubledNotices(db, { limit: 1 }));
    expect(shown).toMatchObject({ status: 'unknown', dossierId: id, template: 'result-ready', channel: 'email' });
    const pressed = await Promise.all([1, 2].map(() => asOfficer('lan', [UNIT], (db) => resendNotice(db, shown!.notice, 'lan'))));
    expect(pressed.sort()).toEqual([false, true]);
    await notifier.releaseHeld();
    expect(mailsAbout(id).map((letter) => letter.messageId)).toEqual([`<${shown!.notice}@laichau.example>`]);
    await silent.stop();
  });

  test('after a message left, the gateway gets it again under the same id', async () => {
    const id = await applicant('killed sms', { phone: '0912345678' });
    let arrived = (): void => undefined;
    const has = new Promise<void>((resolve) => (arrived = resolve));
    const silent = await startGateway({ hang: () => arrived() });
    const notifier = desk.notifier();
    await desk.record(notifier, id, [resolved()]);
    await killedWhileSending(mail.url, silent.url, has);
    desk.realNow += LEASE_MS;
    await notifier.releaseHeld();
    expect(await statusesOf(id)).toEqual(['sent']);
    expect([...silent.messages, ...messagesAbout(id)].map((message) => message['id'])).toEqual(Array(2).fill((await desk.notices(id))[0]!.notice));
    await silent.stop();
  });
});

/** As the API reads and writes: under the rights of whoever is signed in. */
const asOfficer = <T>(person: string, agencies: readonly string[], work: (db: Kysely<Schema>) => Promise<T>): Promise<T> =>
  database.for({ person, agencies }).transaction().execute(work);

describe('who may look after notices and addresses', () => {
  const preferences = { email: 'lan@laichau.example', phone: null, language: 'vi', channels: ['email'], quiet: true } as const;

  test('notices are shown to the agency whose matter they are, and to administrators', async () => {
    const id = await applicant('whose', {});
    const notifier = desk.notifier();
    await desk.record(notifier, id, [supplementWanted()]);
    await notifier.releaseHeld();
    const seen = async (person: string, agencies: readonly string[]) =>
      (await asOfficer(person, agencies, (db) => troubledNotices(db, { limit: 100, statuses: ['no-address'] }))).filter((notice) => notice.dossierId === id).length;
    await savePerson(database.as('recorder').db, 'admin', 'Quản Trị');
    await database.query(`insert into lienthong.person_grants values ('admin', 'administrator', 0, 'test')`);
    expect([await seen('lan', [UNIT]), await seen('lan', ['H35.99']), await seen('admin', []), await seen('', [])]).toEqual([1, 0, 1, 0]);
    expect(await asOfficer('lan', ['H35.99'], async (db) => resendNotice(db, (await desk.notices(id))[0]!.notice, 'lan'))).toBe(false);
  });

  test('an officer keeps their own addresses, their agency its box, and of two changes to one version the second is told so', async () => {
    const save = (key: { kind: 'person' | 'agency'; key: string }, ifVersion: number) =>
      asOfficer('lan', [UNIT], (db) => saveContactPreferences(db, key, preferences, { by: 'lan', at: MORNING, ifVersion }));
    const own = { kind: 'person', key: 'lan' } as const;
    expect([await save(own, 0), await save(own, 1), await save(own, 1), await save(own, 0)]).toEqual([1, 2, undefined, undefined]);
    expect(await asOfficer('lan', [UNIT], (db) => findContactPreferences(db, own))).toMatchObject({ ...preferences, version: 2 });
    expect(await save({ kind: 'agency', key: UNIT }, 0)).toBe(1);
    await expect(save({ kind: 'agency', key: 'H35.99' }, 0)).rejects.toThrow(/row-level security/);
    await expect(save({ kind: 'person', key: 'somebody-else' }, 0)).rejects.toThrow(/row-level security/);
    expect(await asOfficer('other', [UNIT], (db) => findContactPreferences(db, own))).toBeUndefined();
  });
});
