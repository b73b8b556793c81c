import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { logAccess } from '../../db/access-log';
import { sealAccess } from '../../db/access-seals';
import { countAged, removeAged, retentionSoFar } from '../../db/retention';
import { RETENTION_KINDS, SWEPT_KINDS, parseRetention } from '../../domain/retention';
import { keepRetention } from '../../gateway/keep-retention';
import { anchorSigner } from '../../gateway/anchor-key';
import { writeAnchor } from '../../db/anchors';
import { temporaryDataDir } from '../servers';
import { openTestDatabase, type TestDatabase } from './database';
import { MORNING, dossierId } from './samples';

const DAY = 86_400_000;
const dataDir = temporaryDataDir('retention');
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));
let database: TestDatabase;
beforeEach(async () => (database = await openTestDatabase()));
afterEach(() => database.close());

const recorder = () => database.as('recorder').db;
const usual = () => {
  const read = parseRetention(undefined);
  if (!read.ok) throw new Error('the defaults do not fit');
  return read.value;
};
const sweep = () => keepRetention(recorder(), usual(), { at: MORNING, realNow: Date.now() });

/** Entries of the access log, written so many days ago. */
const entries = async (...daysAgo: readonly number[]): Promise<void> => {
  for (const days of daysAgo) {
    const at = Date.now() - days * DAY;
    await database.query(
      `insert into lienthong.access_log (real_at, at, who, action) values ($1, $1, 'lan.nt', 'sign-in')`,
      [at],
    );
  }
};
/** Seals lie over what is there; what is still being written anywhere on the server makes them wait. */
const sealed = async (anchoredDaysAgo = 1850): Promise<void> => {
  for (let tries = 0; tries < 100; tries++) {
    if ((await sealAccess(recorder())) > 0) {
      // What no anchor has held for as long stays: nobody could tell later that its time was over.
      await writeAnchor(recorder(), anchorSigner(dataDir), Date.now() - anchoredDaysAgo * DAY, undefined);
      return;
    }
    await sleep(100);
  }
  throw new Error('the access log was not sealed');
};
const ages = async (): Promise<number[]> => {
  const rows = await database.query<{ real_at: string }>('select real_at from lienthong.access_log order by entry');
  return rows.map(({ real_at }) => Math.round((Date.now() - Number(real_at)) / DAY));
};

describe('the access log', () => {
  test('goes from its old end, up to the first entry that stays, and says so', async () => {
    // One that came late with an old time stands behind one that stays, and stays with it.
    await entries(2000, 1900);
    await sealed();
    await entries(100, 1950, 1);
    await sealed();
    expect(await countAged(database.as('auditor').db, 'access-log', Date.now() - 1830 * DAY)).toBe(3);
    expect(await sweep()).toEqual([{ kind: 'access-log', removed: 2 }]);
    expect((await ages()).slice(0, 3)).toEqual([100, 1950, 1]);
    const [told] = await database.query(
      "select who, action, detail from lienthong.access_log where action = 'retention'",
    );
    expect(told).toEqual({ who: 'retention', action: 'retention', detail: 'access-log: 2 removed' });
    expect(await retentionSoFar(database.as('auditor').db)).toMatchObject([
      { kind: 'access-log', removed: 2, upToEntry: 2 },
    ]);
    expect(await sweep()).toEqual([]);
  });

  test('stays where its seal is old and was anchored yesterday', async () => {
    await entries(2000, 1900);
    await sealed(1);
    expect(await sweep()).toEqual([]);
    expect(await ages()).toEqual([2000, 1900]);
  });

  test('is kept for 24 months at least, whoever asks and however', async () => {
    await entries(729, 10);
    const young = { before: Date.now() - 100 * DAY, limit: 10, by: 'lan.nt' };
    await expect(removeAged(recorder(), 'access-log', young)).rejects.toThrow('730 days at least');
    const refused = /append-only/;
    await expect(database.query('delete from lienthong.access_log')).rejects.toThrow(refused);
    const pretending = `begin; select set_config('lienthong.retention', 'access-log', true); delete from lienthong.access_log; commit`;
    await expect(database.query(pretending)).rejects.toThrow(refused);
    await expect(database.query('truncate lienthong.access_log')).rejects.toThrow(refused);
    await expect(database.query(`update lienthong.access_log set who = 'x'`)).rejects.toThrow(refused);
    await expect(recorder().deleteFrom('access_log').execute()).rejects.toThrow('permission denied');
    expect(await ages()).toEqual([729, 10]);
  });

  test('an old entry goes by retention alone, which leaves a record that nobody removes', async () => {
    await entries(2000);
    await expect(database.query('delete from lienthong.access_log')).rejects.toThrow(/append-only/);
    await sweep();
    await expect(database.query('delete from lienthong.retention_runs')).rejects.toThrow(/append-only/);
    for (const role of ['api', 'relay', 'auditor'] as const) {
      await expect(removeAged(database.as(role).db, 'access-log', { before: 0, limit: 1, by: 'x' })).rejects.toThrow(
        'permission denied',
      );
    }
  });
});

test('the database keeps each kind as long as the program says at least', async () => {
  const rows = await database.query<{ kind: string; least_days: number }>(
    'select * from lienthong.retention_floors order by kind',
  );
  const expected = SWEPT_KINDS.map((kind) => ({ kind, least_days: RETENTION_KINDS[kind].leastDays }));
  expect(rows).toEqual(expected.sort((a, b) => (a.kind < b.kind ? -1 : 1)));
});

test('messages stay while a subscriber has not taken them, or has put them aside', async () => {
  const old = Date.now() - 400 * DAY;
  const message = (position: number) =>
    `insert into lienthong.outbox (partition, kind, dossier_id, seq, written_real_at)
       values (3, 'event', '${dossierId('m')}', ${position}, ${old})`;
  for (let each = 1; each <= 3; each += 1) await database.query(message(each));
  const rows = await database.query<{ txid: string; position: string }>(
    'select txid::text, position from lienthong.outbox order by position',
  );
  const cursor = (subscriber: string, at: number) =>
    database.query(
      `insert into lienthong.outbox_cursors (subscriber, partition, txid, position) values ($1, 3, $2::xid8, $3)`,
      [subscriber, rows[at]!.txid, rows[at]!.position],
    );
  await cursor('fast', 2);
  await cursor('slow', 1);
  await database.query(
    `insert into lienthong.parked (subscriber, partition, txid, position, key, parked_real_at) values ('fast', 3, $1::xid8, $2, 'k', $3)`,
    [rows[0]!.txid, rows[0]!.position, old],
  );
  expect(await sweep()).toEqual([{ kind: 'messages', removed: 1 }]);
  const left = await database.query<{ position: string }>('select position from lienthong.outbox order by position');
  expect(left.map(({ position }) => position)).toEqual([rows[0]!.position, rows[2]!.position]);
});

test('sessions, stamps and acts go when they are done with, never what still waits', async () => {
  const old = Date.now() - 800 * DAY;
  await database.query(`insert into lienthong.people (person, name) values ('lan.nt', 'Lan')`);
  const session = (token: string, expires: number) =>
    database.query(
      `insert into lienthong.sessions (token_hash, person, csrf, began_real_at, seen_real_at, expires_real_at)
         values ($1, 'lan.nt', 'x', $2, $2, $3)`,
      [Buffer.from(token), old, expires],
    );
  await session('over', old);
  await session('going', Date.now() + DAY);
  const command = (id: string, status: string) =>
    database.query(
      `insert into lienthong.commands (command_id, dossier_id, who, agencies, act, prepared, received_at, status, next_attempt_real_at)
         values ($1, $2, 'lan.nt', '{}', 'accept', '{}', 0, $3, $4)`,
      [id, dossierId('c'), status, old],
    );
  await command('done', 'recorded');
  await command('waits', 'pending');
  await sql`insert into receipts (dossier_id, command_id, stamped_at, received_real_at) values (${dossierId('c')}, 'k', 0, ${old})`.execute(
    recorder(),
  );
  await logAccess(recorder(), { at: MORNING, who: 'lan.nt', action: 'sign-in' });
  expect(await sweep()).toEqual([
    { kind: 'sessions', removed: 1 },
    { kind: 'commands', removed: 1 },
    { kind: 'stamps', removed: 1 },
  ]);
  const left = await database.query('select command_id from lienthong.commands');
  expect(left).toEqual([{ command_id: 'waits' }]);
});
