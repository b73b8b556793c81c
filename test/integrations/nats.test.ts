import { jetstreamManager, type StoredMsg } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { createSubscription, subscriberName } from '../../db/subscriptions';
import { CloudEvent } from '../../contracts/cloud-event';
import { natsSubscriber, STREAM } from '../../integrations/nats/nats';
import { openTestDatabase, type TestDatabase } from '../db/database';
import { dossierId, event, MORNING } from '../db/samples';
import { describeOn, startTestNats, temporaryDataDir } from '../servers';
import type { RunningNats } from '../../workers/servers/nats';
import { numbersTo, until } from './receiver';
import { record, startRelay } from './relay-running';

describeOn('nats', 'JetStream', () => {
  const dataDir = temporaryDataDir('nats');
  let server: RunningNats;
  let database: TestDatabase;
  beforeAll(async () => { [server, database] = await Promise.all([startTestNats(dataDir), openTestDatabase()]); });
  afterAll(async () => {
    await server.stop();
    await database.close();
  });

  /** Every message of the stream, in its order. */
  async function stored(): Promise<readonly StoredMsg[]> {
    const connection: NatsConnection = await connect({ servers: server.url });
    try {
      const { streams } = await jetstreamManager(connection);
      const { state } = await streams.info(STREAM);
      const messages: StoredMsg[] = [];
      for (let seq = state.first_seq; seq <= state.last_seq; seq++) messages.push((await streams.getMessage(STREAM, { seq }))!);
      return messages;
    } finally {
      await connection.close();
    }
  }
  const count = async (): Promise<number> => (await stored().catch(() => [])).length;

  test('holds every event once and in its dossier\'s order, also when the server is restarted in between', async () => {
    const { subscription } = await createSubscription(database.as('api').db, {
      kind: 'nats', name: 'the province\'s bus', url: server.url, eventTypes: null, agencies: null, createdAt: MORNING, createdBy: 'p-1', fromStart: false,
    });
    const relay = startRelay(database);
    const names = numbersTo(12).map((n) => `dossier ${n}`);
    await Promise.all(names.map((name) => record(database, name, 1, 4)));
    await until('the first events', async () => (await count()) === 48);
    await server.stop();
    const recording = Promise.all(names.map((name) => record(database, name, 5, 8)));
    await new Promise((resolve) => setTimeout(resolve, 500));
    server = await startTestNats(dataDir, server.port);
    await recording;
    await until('the rest', async () => (await count()) >= 96);
    await relay.stop();

    const events = (await stored()).map((message) => ({ subject: message.subject, event: CloudEvent.parse(message.json()) }));
    expect(events).toHaveLength(96);
    for (const id of names.map(dossierId)) {
      const own = events.filter(({ event }) => event.subject === id);
      expect(own.map(({ event }) => event.id)).toEqual(numbersTo(8).map((seq) => `${id}/${seq}`));
      expect(own[0]!.subject).toBe(`lienthong.dossier.${id}.OfficerAssigned`);
    }
    expect(await database.query('select from lienthong.parked where subscriber = $1', [subscriberName(subscription.id)])).toEqual([]);
  });

  test('drops what it has already, by the id of the message', async () => {
    const subscriber = natsSubscriber({ name: 'again', url: server.url, wants: () => true, allowPrivate: true });
    const before = await count();
    const message = {
      kind: 'event' as const,
      dossierId: dossierId('again'),
      seq: 1,
      dossier: { code: null, procedureCode: '1.012790', procedureVersion: 1, receivingUnit: 'H35.12', holders: [], nationalStatus: 1 },
      event: event(1),
    };
    for (let attempt = 1; attempt <= 3; attempt++) await subscriber.deliver(message, { number: attempt, signal: new AbortController().signal });
    await subscriber.close();
    expect(await count()).toBe(before + 1);
  });

  test('of a private network is not spoken to unless that is allowed', async () => {
    const subscriber = natsSubscriber({ name: 'inside', url: server.url, wants: () => true, allowPrivate: false });
    const notice = { kind: 'escalation' as const, position: 1, addressee: 'H35.12', body: { addressee: 'H35.12', entries: [], firedAt: MORNING } };
    await expect(subscriber.deliver(notice, { number: 1, signal: new AbortController().signal })).rejects.toThrow('private network');
  });
});
