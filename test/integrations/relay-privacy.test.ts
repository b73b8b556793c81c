import { openDatabase } from '../../db/database';
import { createSubscription } from '../../db/subscriptions';
import { eventsOf } from '../../db/reads/history-of';
import { createRelay } from '../../integrations/relay/relay';
import { createSubscribed } from '../../integrations/relay/subscribed';
import { does, onlyTask, officerOf, submitted, COMMUNE_UNIT } from '../engine/desk-work';
import { startTestInstallation, type TestInstallation } from '../engine/environment';
import { describeOn } from '../servers';
import { CloudEvent } from '../../contracts/cloud-event';
import { startReceiver, until, type Receiver } from './receiver';
import { urlAs } from '../db/logins';

/** Everything that somebody typed in; each holds the mark. */
const MARK = 'Xuyến';
const APPLICANT = { subject: 'applicant', name: `Lò Thị ${MARK}`, idNumber: '012345678901', phone: '0987654321', email: 'xuyen@example.vn', address: `Bản ${MARK}, xã Mường Than` } as const;

describeOn('temporal', 'what leaves', () => {
  let there: TestInstallation;
  let receiver: Receiver;
  beforeAll(async () => { [there, receiver] = await Promise.all([startTestInstallation({ at: '2022-03-14T08:00' }), startReceiver()]); });
  afterAll(async () => {
    await receiver?.close();
    await there?.close();
  });

  it('holds no name, number, address or word of anybody, from a dossier full of them', async () => {
    const { desk } = there;
    const api = openDatabase({ url: urlAs(there.databaseUrl, 'api'), role: 'api', max: 1 });
    await createSubscription(api.db, { kind: 'webhook', name: 'all', url: receiver.url, eventTypes: null, agencies: null, createdAt: desk.clock.now(), createdBy: 'p-1', fromStart: true });
    await api.close();
    const database = openDatabase({ url: urlAs(there.databaseUrl, 'relay'), role: 'relay', max: 6 });
    const subscribed = createSubscribed({ db: database.db, allowPrivate: true });
    const lines: string[] = [];
    const log = (fields: object, message: string): void => void lines.push(JSON.stringify({ ...fields, message }));
    const relay = createRelay({ database, subscribers: () => subscribed.read(), log: { info: log, warn: log } });
    const running = relay.run();

    const { dossierId } = await submitted(desk, 'privacy', { people: [APPLICANT] });
    const window = `receptionist@${COMMUNE_UNIT}`;
    await does(desk, dossierId, 'accept', window);
    await does(desk, dossierId, 'complete', window, { fields: { note: `Chị ${MARK} nộp đủ` } });
    const officer = officerOf(await onlyTask(desk, dossierId));
    await does(desk, dossierId, 'request-supplement', officer, { fields: { items: [`Giấy khai sinh của ${MARK}`], note: `Gọi ${MARK} 0987654321` } });
    await does(desk, dossierId, 'provide-supplement', 'applicant');
    await does(desk, dossierId, 'confirm-supplement', officer);
    await does(desk, dossierId, 'withdraw', 'applicant', { fields: { reason: `${MARK} chuyển nhà` }, operator: MARK });

    const events = await eventsOf(desk.db, dossierId);
    await until('all of them', () => receiver.taken(dossierId).length === events.length);
    relay.shutdown();
    await running;
    await subscribed.close();
    await database.close();
    expect(receiver.received.map(({ event }) => CloudEvent.safeParse(event).success)).not.toContain(false);
    const left = [...receiver.received.map(({ raw, headers }) => raw + JSON.stringify(headers)), ...lines].join('\n');
    for (const secret of [MARK, 'Lò Thị', APPLICANT.idNumber, APPLICANT.phone, APPLICANT.email, 'Mường Than', 'khai sinh', 'chuyển nhà']) expect(left).not.toContain(secret);
    expect(receiver.received.at(-1)!.event).toMatchObject({ type: expect.stringMatching(/^vn\.lienthong\.dossier\./), dossiercode: expect.stringContaining(COMMUNE_UNIT) });
  });
});
