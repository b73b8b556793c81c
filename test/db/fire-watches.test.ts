import { Client } from 'pg';
import type { WatchRow } from '../../domain/dossier/recording';
import { openDatabase } from '../../db/database';
import { fireDueWatches } from '../../db/fire-watches';
import { nextFireAt } from '../../db/next-fire-at';
import { recordDossier } from '../../db/record';
import { verifyLedger } from '../../db/reads/verify-ledger';
import { openTestDatabase, type TestDatabase } from './database';
import { dossierId, event, HOUR, MORNING, recording, rung, watchRow } from './samples';
import { urlAs } from './logins';

let database: TestDatabase;
beforeEach(async () => { database = await openTestDatabase(); });
afterEach(() => database.close());

const recorder = () => database.as('recorder');
const watch = (name: string, seq: number, watches: readonly WatchRow[]) =>
  recordDossier(recorder().pool, recording(dossierId(name), [event(seq)], { watches }));
const ledger = (name: string) =>
  recorder().db.selectFrom('escalations').select(['level', 'generation', 'at', 'fired_at']).where('dossier_id', '=', dossierId(name)).orderBy('entry').execute();
const messages = async () => {
  const rows = await recorder().db.selectFrom('outbox').select(['addressee', 'body']).where('kind', '=', 'escalation').orderBy('position').execute();
  return rows.map((row) => ({ addressee: row.addressee, entries: (JSON.parse(row.body!) as { entries: { level: string }[] }).entries.map((entry) => entry.level) }));
};

describe('a batch fires what is due', () => {
  test('not before its instant, and once', async () => {
    await watch('one', 1, [watchRow()]);
    expect(await fireDueWatches(recorder().pool, { officialNow: MORNING + 20 * HOUR - 1 })).toMatchObject({ fired: 0, watches: 0, messages: 0 });
    expect(await fireDueWatches(recorder().pool, { officialNow: MORNING + 20 * HOUR })).toMatchObject({ fired: 1, watches: 1 });
    expect(await fireDueWatches(recorder().pool, { officialNow: MORNING + 20 * HOUR })).toMatchObject({ fired: 0 });
    expect(await nextFireAt(recorder().pool, MORNING + 99 * HOUR)).toBe(MORNING + 24 * HOUR);
    expect(await nextFireAt(recorder().pool, MORNING + 24 * HOUR - 1)).toBeNull();
  });

  test('several levels at once, each with its own legal instant', async () => {
    await watch('late', 1, [watchRow()]);
    const firedAt = MORNING + 40 * HOUR;
    const batch = await fireDueWatches(recorder().pool, { officialNow: firedAt });
    expect(batch).toMatchObject({ fired: 3, watches: 1, lateness: { p50: 16 * HOUR, max: 20 * HOUR } });
    expect(await ledger('late')).toEqual([
      { level: 'warning', generation: 1, at: MORNING + 20 * HOUR, fired_at: firedAt },
      { level: 'overdue', generation: 1, at: MORNING + 24 * HOUR, fired_at: firedAt },
      { level: 'escalation-1', generation: 1, at: MORNING + 32 * HOUR, fired_at: firedAt },
    ]);
    expect(await nextFireAt(recorder().pool, MORNING + 9999 * HOUR)).toBeNull();
  });

  test('with one message per addressee, however many dossiers it is about', async () => {
    for (let index = 0; index < 40; index += 1) await watch(`list-${index}`, 1, [watchRow()]);
    await fireDueWatches(recorder().pool, { officialNow: MORNING + 32 * HOUR });
    const sent = await messages();
    expect(sent.map((message) => [message.addressee, message.entries.length])).toEqual([['H35', 40], ['H35.12', 120]]);
  });

  test('only of the present generation: what an act moved is told by its new date', async () => {
    await watch('moved', 1, [watchRow()]);
    await fireDueWatches(recorder().pool, { officialNow: MORNING + 20 * HOUR });
    await watch('moved', 2, [watchRow({ generation: 2, ladder: [rung('warning', MORNING + 60 * HOUR)] })]);
    await fireDueWatches(recorder().pool, { officialNow: MORNING + 59 * HOUR });
    await fireDueWatches(recorder().pool, { officialNow: MORNING + 60 * HOUR });
    expect((await ledger('moved')).map((entry) => [entry.generation, entry.level])).toEqual([[1, 'warning'], [2, 'warning']]);
  });

  test('a watch armed anew under the same generation does not tell a level again', async () => {
    await watch('rearmed', 1, [watchRow()]);
    await fireDueWatches(recorder().pool, { officialNow: MORNING + 20 * HOUR });
    await watch('rearmed', 2, [watchRow({ ladder: [] })]);
    await watch('rearmed', 3, [watchRow()]);
    await fireDueWatches(recorder().pool, { officialNow: MORNING + 24 * HOUR });
    expect((await ledger('rearmed')).map((entry) => entry.level)).toEqual(['warning', 'overdue']);
  });

  test('in batches of the size asked for', async () => {
    for (let index = 0; index < 5; index += 1) await watch(`size-${index}`, 1, [watchRow()]);
    const sizes = [];
    for (let round = 0; round < 4; round += 1) sizes.push((await fireDueWatches(recorder().pool, { officialNow: MORNING + 20 * HOUR, batchSize: 2 })).watches);
    expect(sizes).toEqual([2, 2, 1, 0]);
    expect(await verifyLedger(recorder().db)).toEqual({ intact: true, entries: 5 });
  });
});

describe('3,000 levels due together', () => {
  /** As the recording function would have written them, in one statement. */
  const arm = () =>
    database.query(
      `insert into lienthong.watches
       select gen_random_uuid(), 'task:examine#1', 1, 'H35.' || (n % 106), $1::bigint,
              jsonb_build_array(jsonb_build_object('level', 'overdue', 'at', $1::bigint, 'to', jsonb_build_array(
                jsonb_build_object('agency', 'H35.' || (n % 106), 'role', 'agency-head'))),
                jsonb_build_object('level', 'escalation-1', 'at', $1::bigint + 1, 'to', jsonb_build_array(
                jsonb_build_object('agency', 'H35', 'role', 'committee-chair')))), 0, $1::bigint
         from generate_series(1, 3000) n`,
      [MORNING],
    );

  const told = () =>
    database.query<{ level: string; n: number; dossiers: number }>(
      `select level, count(*)::int as n, count(distinct dossier_id)::int as dossiers from lienthong.escalations group by level order by level`,
    );

  test('are each told once by two schedulers, one of which is killed in the middle', async () => {
    await arm();
    const doomed = openDatabase({ url: urlAs(database.url, 'recorder'), role: 'recorder', applicationName: 'doomed-scheduler' });
    // Holding the ledger's head stops both schedulers with their rows locked and their messages written.
    const holder = new Client({ connectionString: database.url });
    await holder.connect();
    await holder.query('begin; select 1 from lienthong.escalation_head for update');
    const officialNow = MORNING + 1;
    const lost = fireDueWatches(doomed.pool, { officialNow, batchSize: 1_000 }).then(() => 'committed', () => 'killed');
    await waiting(1);
    const survivor = fireDueWatches(recorder().pool, { officialNow, batchSize: 1_500 });
    await waiting(2);
    await database.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'doomed-scheduler' and datname = current_database()`);
    expect(await lost).toBe('killed');
    await holder.query('commit');
    await holder.end();
    expect(await survivor).toMatchObject({ watches: 1_500, fired: 3_000 });

    const again = async () => {
      let fired = 0;
      for (;;) {
        const batch = await fireDueWatches(recorder().pool, { officialNow, batchSize: 400 });
        fired += batch.fired;
        if (batch.watches === 0) return fired;
      }
    };
    const [one, two] = await Promise.all([again(), again()]);
    expect(one + two).toBe(3_000);
    expect(await told()).toEqual([{ level: 'escalation-1', n: 3000, dossiers: 3000 }, { level: 'overdue', n: 3000, dossiers: 3000 }]);
    expect(await verifyLedger(recorder().db)).toEqual({ intact: true, entries: 6_000 });
    const entries = (await messages()).flatMap((message) => message.entries);
    expect(entries).toHaveLength(6_000);
    await doomed.close();
  });

  /** Until so many schedulers wait for the ledger's head. */
  const waiting = async (count: number) => {
    for (;;) {
      const [row] = await database.query<{ n: number }>(
        `select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%escalation_head%'`,
      );
      if (row!.n >= count) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };

  test('an entry altered in the ledger is named', async () => {
    await arm();
    await fireDueWatches(recorder().pool, { officialNow: MORNING });
    await database.query(`begin; alter table lienthong.escalations disable trigger escalations_append_only;
      update lienthong.escalations set body = replace(body, 'overdue', 'warning') where entry = 1234;
      alter table lienthong.escalations enable trigger escalations_append_only; commit`);
    expect(await verifyLedger(recorder().db)).toEqual({ intact: false, brokenEntry: 1234 });
  });
});
