import { Client } from 'pg';
import { deadLetters, replayDeadLetters } from '../../db/dead-letters';
import { relayLag } from '../../db/reads/relay-lag';
import { deleteSubscription, findSubscription, rotateSecret, subscriberName, updateSubscription } from '../../db/subscriptions';
import { openTestDatabase, type TestDatabase } from '../db/database';
import { dossierId } from '../db/samples';
import { numbersTo, once, startReceiver, until, type Receiver } from './receiver';
import { record, startRelay, subscribe, type RunningRelay } from './relay-running';

let database: TestDatabase;
const receivers: Receiver[] = [];
const relays: RunningRelay[] = [];
beforeEach(async () => { database = await openTestDatabase(); });
afterEach(async () => {
  await Promise.all(relays.splice(0).map((relay) => relay.stop()));
  await Promise.all(receivers.splice(0).map((receiver) => receiver.close()));
  await database.close();
});

const receiver = async (port?: number): Promise<Receiver> => {
  const started = await startReceiver(port);
  receivers.push(started);
  return started;
};
const relay = (...options: Parameters<typeof startRelay> extends [unknown, ...infer Rest] ? Rest : never): RunningRelay => {
  const started = startRelay(database, ...options);
  relays.push(started);
  return started;
};
const named = (count: number, prefix = 'dossier'): readonly string[] => numbersTo(count).map((n) => `${prefix} ${n}`);
const parkedOf = async (id: string): Promise<number> =>
  (await database.as('auditor').db.selectFrom('parked').select('position').where('subscriber', '=', subscriberName(id)).execute()).length;
const hasAll = (to: Receiver, names: readonly string[], last: number) => () => names.every((name) => once(to.taken(dossierId(name))).length === last);

test('everything recorded arrives, signed, in the order of its dossier, while many record and some attempts fail', async () => {
  const other = await receiver();
  await subscribe(database, other);
  let attempt = 0;
  other.answer(() => (++attempt % 7 === 0 ? 503 : 204));
  relay();
  const names = named(24);
  await Promise.all(names.map((name) => record(database, name, 1, 8)));
  await until('all events of all dossiers', hasAll(other, names, 8));
  expect(names.map((name) => once(other.taken(dossierId(name))))).toEqual(names.map(() => numbersTo(8)));
});

test('a subscription begins with what is recorded from then on, or with the very first event', async () => {
  const old = await record(database, 'old', 1, 3);
  const [fresh, whole] = [await receiver(), await receiver()];
  await subscribe(database, fresh);
  await subscribe(database, whole, { fromStart: true });
  relay();
  await record(database, 'old', 4, 5);
  await until('the new events', () => fresh.taken(old).length >= 2 && whole.taken(old).length >= 5);
  expect([fresh.taken(old), whole.taken(old)]).toEqual([[4, 5], [1, 2, 3, 4, 5]]);
});

test('what is being recorded while a subscription is made belongs to it', async () => {
  const other = await receiver();
  relay();
  const slow = new Client({ connectionString: database.url });
  await slow.connect();
  await slow.query(`begin; insert into lienthong.outbox (partition, kind, addressee, body)
    values (lienthong.partition_of('H35.12'::text), 'escalation', 'H35.12', '{"addressee":"H35.12","entries":[],"firedAt":1770000000000}')`);
  await subscribe(database, other);
  await slow.query('commit');
  await slow.end();
  await until('the notice', () => other.received.length > 0);
  expect(other.received[0]!.event).toMatchObject({ type: 'vn.lienthong.notice.escalation', subject: 'H35.12', data: { addressee: 'H35.12' } });
});

test('a message that is refused for good holds up its own dossier alone; replayed, it comes with all that waited, in order', async () => {
  const other = await receiver();
  const { id } = await subscribe(database, other);
  const bad = dossierId('bad');
  let broken = true;
  other.answer((event) => (broken && event.subject === bad && event.sequence === '0000000002' ? 400 : 204));
  relay({ retryDelaysMs: [20, 20] });
  const names = named(10);
  await Promise.all([record(database, 'bad', 1, 3), ...names.map((name) => record(database, name, 1, 4))]);
  const letters = () => deadLetters(database.as('api').db, { subscriber: subscriberName(id) });
  await until('the dead letter', async () => (await letters()).length === 1);
  await record(database, 'bad', 4, 5);
  await until('the other dossiers', hasAll(other, names, 4));
  await until('what waits behind it', async () => (await letters())[0]!.behind === 3);
  expect(other.taken(bad)).toEqual([1]);
  expect((await letters())[0]).toMatchObject({ key: bad, attempts: 3, lastError: 'DeliveryFailed: the receiver answered 400' });
  expect(await relayLag(database.as('auditor').db, Date.now())).toEqual([expect.objectContaining({ subscriber: subscriberName(id), behind: 0, parked: 3, dead: 1 })]);

  broken = false;
  expect(await replayDeadLetters(database.as('api').db, subscriberName(id), Date.now())).toBe(1);
  await until('the dossier in full', () => other.taken(bad).length === 5);
  expect(other.taken(bad)).toEqual([1, 2, 3, 4, 5]);
  await record(database, 'bad', 6, 6);
  await until('and on', () => other.taken(bad).length === 6);
  expect(await letters()).toEqual([]);
});

test('a subscriber that hangs and one that is away harm no other, fill no table, and miss nothing', async () => {
  const [well, hanging, away] = [await receiver(), await receiver(), await receiver()];
  await subscribe(database, well);
  const hung = await subscribe(database, hanging);
  const gone = await subscribe(database, away);
  hanging.answer(() => 'hang');
  await away.close();
  relay({ timeoutMs: 1_000 });
  const names = named(40);
  await Promise.all(names.map((name) => record(database, name, 1, 3)));
  await until('everything at the one that is well', hasAll(well, names, 3));
  expect(names.map((name) => well.taken(dossierId(name)))).toEqual(names.map(() => [1, 2, 3]));
  await until('failures of the one that hangs', () => hanging.received.length > 0);
  // Fewer dossiers than make it the subscriber's own failure, with what waits behind them.
  expect(await parkedOf(hung.id)).toBeLessThan(5 * 3);
  expect(await parkedOf(gone.id)).toBeLessThan(5 * 3);

  hanging.answer(() => 204);
  const back = await receiver(away.port);
  await until('both caught up', () => hasAll(hanging, names, 3)() && hasAll(back, names, 3)());
  expect(names.map((name) => once(back.taken(dossierId(name))))).toEqual(names.map(() => [1, 2, 3]));
  expect(names.map((name) => once(hanging.taken(dossierId(name))))).toEqual(names.map(() => [1, 2, 3]));
  await until('nothing is left aside', async () => (await parkedOf(hung.id)) + (await parkedOf(gone.id)) === 0);
});

test('a relay that is stopped in the middle, and another after it: nothing is lost, nothing out of order', async () => {
  const other = await receiver();
  await subscribe(database, other);
  const names = named(30);
  const recording = Promise.all(names.map((name) => record(database, name, 1, 6)));
  for (let round = 0; round < 3; round++) {
    const running = startRelay(database);
    await until('some more', () => other.received.length > round * 40);
    await running.stop();
  }
  await recording;
  relay();
  await until('all of it', hasAll(other, names, 6));
  expect(names.map((name) => once(other.taken(dossierId(name))))).toEqual(names.map(() => numbersTo(6)));
});

describe('several processes', () => {
  /** How many partitions each connection of a relay owns. */
  const owned = async (): Promise<readonly number[]> =>
    (await database.query<{ n: number }>(
      `select count(*) filter (where mode = 'ExclusiveLock')::int as n from pg_locks
        where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database()) group by pid order by n`,
    )).map(({ n }) => n);
  const owns = (...expected: readonly number[]) => async () => JSON.stringify(await owned()) === JSON.stringify(expected);

  test('share the partitions fairly when one joins and when one leaves', async () => {
    await subscribe(database, await receiver());
    relay();
    await until('all with the first', owns(16));
    const second = startRelay(database);
    await until('half each', owns(8, 8));
    await second.stop();
    await until('all with the first again', owns(16));
  });

  test('one that loses its connection goes on with a new one, and another has taken over meanwhile', async () => {
    const other = await receiver();
    await subscribe(database, other);
    relay();
    relay();
    await until('half each', owns(8, 8));
    const names = named(30);
    const recording = Promise.all(names.map((name) => record(database, name, 1, 6)));
    await until('some', () => other.received.length > 20);
    await database.query(
      `select pg_terminate_backend(pid) from (select pid from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database()) limit 1) one`,
    );
    await recording;
    await until('everything', hasAll(other, names, 6));
    expect(names.map((name) => once(other.taken(dossierId(name))))).toEqual(names.map(() => numbersTo(6)));
    await until('half each again', owns(8, 8));
  });
});

describe('a subscription', () => {
  test('is not asked again once its receiver has answered 410, and gets what it missed when it is made active', async () => {
    const other = await receiver();
    const { id, name, url } = await subscribe(database, other);
    other.answer(() => 410);
    relay();
    const dossier = await record(database, 'gone', 1, 1);
    const api = database.as('api').db;
    await until('it is inactive', async () => !(await findSubscription(api, id))!.active);
    const asked = other.received.length;
    await record(database, 'gone', 2, 3);
    await record(database, 'another', 1, 1);
    const stored = (await findSubscription(api, id))!;
    expect(stored.goneRealAt).not.toBeNull();
    other.answer(() => 204);
    expect(other.received.length).toBe(asked);
    expect(await updateSubscription(api, id, stored.version + 1, { name, url, eventTypes: null, agencies: null, active: true })).toBeUndefined();
    expect(await updateSubscription(api, id, stored.version, { name, url, eventTypes: null, agencies: null, active: true })).toMatchObject({ active: true, goneRealAt: null });
    await until('what it missed', () => other.taken(dossier).length === 3);
    expect(other.taken(dossier)).toEqual([1, 2, 3]);
  });

  test('hears of what it asked for: kinds of events, and agencies', async () => {
    const [accepted, province] = [await receiver(), await receiver()];
    await subscribe(database, accepted, { eventTypes: ['TaskReleased'] });
    await subscribe(database, province, { agencies: ['H35.40'] });
    relay();
    const mine = await record(database, 'mine', 1, 2);
    await record(database, 'mine', 3, 3, { type: 'TaskReleased', payload: { type: 'TaskReleased', taskId: 'examine#1' } });
    await record(database, 'mine', 4, 4, { actor: { kind: 'officer', person: 'p-9', agency: 'H35.40', role: 'specialist' } });
    await until('what was asked for', () => accepted.received.length > 0 && province.received.length > 0);
    expect([accepted.taken(mine), province.taken(mine)]).toEqual([[3], [4]]);
  });

  test('with a new secret is signed with both for a day, so that its receiver may change over', async () => {
    const other = await receiver();
    const { id, secret } = await subscribe(database, other);
    const next = await rotateSecret(database.as('api').db, id, Date.now());
    relay();
    const dossier = await record(database, 'secret', 1, 1);
    await until('it is taken by who knows the old one', () => other.taken(dossier).length === 1);
    other.trust(next);
    await record(database, 'secret', 2, 2);
    await until('and by who knows the new one', () => other.taken(dossier).length === 2);
    expect(other.received.at(-1)!.headers['webhook-id']).toBe(`${dossier}/2`);
    expect(secret).not.toBe(next);
    await expect(database.as('api').db.selectFrom('subscription_secrets').select('secret').execute()).rejects.toThrow('permission denied');
    await expect(database.as('auditor').db.selectFrom('subscription_secrets').select('secret').execute()).rejects.toThrow('permission denied');
  });

  test('that is deleted leaves nothing behind', async () => {
    const other = await receiver();
    const { id } = await subscribe(database, other);
    other.answer(() => 400);
    relay({ retryDelaysMs: [] });
    await record(database, 'deleted', 1, 3);
    await until('a dead letter', async () => (await parkedOf(id)) > 0);
    expect(await deleteSubscription(database.as('api').db, id)).toBe(true);
    await until('the relay has noticed', async () => (await database.query(`select from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`)).length === 0);
    const left = await database.query(`select (select count(*)::int from lienthong.parked) as parked, (select count(*)::int from lienthong.outbox_cursors) as cursors,
                                              (select count(*)::int from lienthong.subscription_secrets) as secrets`);
    expect(left).toEqual([{ parked: 0, cursors: 0, secrets: 0 }]);
    expect(await findSubscription(database.as('api').db, id)).toBeUndefined();
  });

  test('is not led elsewhere by a redirection, nor into a private network unless that is allowed', async () => {
    const [redirecting, inside] = [await receiver(), await receiver()];
    await subscribe(database, redirecting);
    redirecting.answer(() => 302);
    relay({ retryDelaysMs: [20] });
    await record(database, 'redirected', 1, 1);
    await until('both attempts', () => redirecting.received.length === 2);
    expect(redirecting.received.every(({ headers }) => headers['webhook-id'] !== undefined)).toBe(true);
    await relays.splice(0)[0]!.stop();

    const direct = await subscribe(database, inside);
    const byName = await subscribe(database, inside, { url: `http://localhost:${inside.port}/` });
    relay({ allowPrivate: false, retryDelaysMs: [] });
    await record(database, 'private', 1, 1);
    const letters = async () => (await deadLetters(database.as('api').db)).filter(({ subscriber }) => [direct.id, byName.id].map(subscriberName).includes(subscriber));
    await until('both are refused', async () => (await letters()).length === 2);
    expect((await letters()).map(({ lastError }) => lastError)).toEqual(Array(2).fill('DeliveryFailed: its address lies in a private network, which this installation does not send to'));
    expect(inside.received).toEqual([]);
  });
});
