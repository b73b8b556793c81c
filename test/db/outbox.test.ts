import { Client } from 'pg';
import { findCursor, OUTBOX_START, PARTITIONS, readOutbox, saveCursor, type OutboxCursor, type OutboxMessage } from '../../db/outbox';
import { recordDigest } from '../../db/record-digest';
import { RECORD_TEXT, recordDossier, recordingValues } from '../../db/record';
import { openTestDatabase, type TestDatabase } from './database';
import { dossierId, event, MORNING, recording } from './samples';

let database: TestDatabase;
beforeAll(async () => { database = await openTestDatabase(); });
afterAll(() => database.close());

const relay = () => database.as('relay').db;
const readAll = async (after: ReadonlyMap<number, OutboxCursor> = new Map()): Promise<readonly OutboxMessage[]> => {
  const pages = await Promise.all(Array.from({ length: PARTITIONS }, (_, partition) => readOutbox(relay(), partition, after.get(partition) ?? OUTBOX_START)));
  return pages.flat();
};
/**
 * A transaction of any database on the server holds readers back, so what was committed is read soon, not at once.
 * Asks until it is there; a test that waits in vain runs into its own time limit.
 */
const readUntil = async (isThere: (messages: readonly OutboxMessage[]) => boolean): Promise<readonly OutboxMessage[]> => {
  for (;;) {
    const messages = await readAll();
    if (isThere(messages)) return messages;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};
const eventsOf = (messages: readonly OutboxMessage[], id: string) => messages.flatMap((message) => (message.kind === 'event' && message.dossierId === id ? [message.seq] : []));

test('a dossier goes out in one partition and in its own order', async () => {
  const id = dossierId('order');
  await recordDossier(database.as('recorder').pool, recording(id, [event(1), event(2)]));
  await recordDossier(database.as('recorder').pool, recording(id, [event(3)]));
  const messages = await readUntil((read) => eventsOf(read, id).length === 3);
  expect(eventsOf(messages, id)).toEqual([1, 2, 3]);
  const partitions = await relay().selectFrom('outbox').select('partition').distinct().where('dossier_id', '=', id).execute();
  expect(partitions).toHaveLength(1);
});

test('readers go no further than the oldest running transaction, so that a slower one is never passed by', async () => {
  const [slow, quick] = [dossierId('slow'), dossierId('quick')];
  const client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query('begin');
  await client.query(RECORD_TEXT, recordingValues(recording(slow, [event(1)])));
  await recordDossier(database.as('recorder').pool, recording(quick, [event(1)]));
  const before = await readAll();
  expect([eventsOf(before, slow), eventsOf(before, quick)]).toEqual([[], []]);
  await client.query('commit');
  await client.end();
  const after = await readUntil((read) => eventsOf(read, slow).length > 0);
  expect([eventsOf(after, slow), eventsOf(after, quick)]).toEqual([[1], [1]]);
});

test('a subscriber goes on where it stopped', async () => {
  const id = dossierId('cursor');
  await recordDossier(database.as('recorder').pool, recording(id, [event(1), event(2), event(3)]));
  await readUntil((read) => eventsOf(read, id).length === 3);
  const { partition } = await relay().selectFrom('outbox').select('partition').where('dossier_id', '=', id).limit(1).executeTakeFirstOrThrow();
  const all = await readOutbox(relay(), partition, OUTBOX_START);
  expect(await findCursor(relay(), 'portal', partition)).toEqual(OUTBOX_START);
  await saveCursor(relay(), 'portal', partition, all[0]!);
  expect(await readOutbox(relay(), partition, await findCursor(relay(), 'portal', partition))).toEqual(all.slice(1));
});

test('an agency gets one digest a day', async () => {
  const digest = { agency: 'H35.12', date: '2026-02-13', at: MORNING, content: { dueToday: 3, overdue: 1 } };
  const sent = await Promise.all(Array.from({ length: 5 }, () => recordDigest(database.as('recorder').db, digest)));
  expect(sent.filter(Boolean)).toHaveLength(1);
  expect(await recordDigest(database.as('recorder').db, { ...digest, date: '2026-02-23' })).toBe(true);
  const messages = await readUntil((read) => read.filter((message) => message.kind === 'digest').length === 2);
  const bodies = messages.flatMap((message) => (message.kind === 'digest' ? [JSON.parse(message.body) as { date: string }] : [])).sort((a, b) => a.date.localeCompare(b.date));
  expect(bodies).toMatchObject([{ addressee: 'H35.12', date: '2026-02-13', content: { overdue: 1 } }, { date: '2026-02-23' }]);
});
