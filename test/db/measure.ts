import { fireDueWatches } from '../../db/fire-watches';
import { migrate } from '../../db/migrate';
import { recordDossier } from '../../db/record';
import { openEmptyDatabase } from './database';
import { dossierId, event, HOUR, MORNING, recording, taskRow, watchRow } from './samples';

/**
 * What recording costs beside one bare insert, and a batch of 3,000 watches among 200,000: milliseconds, one client.
 * `LIENTHONG_TEST_DATABASE_URL=… npx tsx test/db/measure.ts`
 */
const ACTS = 2_000;
const ACTS_PER_DOSSIER = 8;

/** An ordinary act: two events, one task closed and one opened, one watch ended and one begun. */
const act = (index: number) => {
  const [dossier, step] = [Math.floor(index / ACTS_PER_DOSSIER), index % ACTS_PER_DOSSIER];
  const seq = step * 2 + 1;
  const closed = taskRow({ taskId: `step#${step - 1}`, version: 2, status: 'done', closedAt: MORNING });
  const ended = watchRow({ subject: `task:step#${step - 1}`, generation: 2, ladder: [] });
  return recording(dossierId(`measure-${dossier}`), [event(seq), event(seq + 1, { commandId: `c-${seq}` })], {
    tasks: [taskRow({ taskId: `step#${step}` }), ...(step > 0 ? [closed] : [])],
    watches: [watchRow({ subject: `task:step#${step}` }), ...(step > 0 ? [ended] : [])],
  });
};

const msEach = async (times: number, fn: (index: number) => Promise<unknown>): Promise<string> => {
  const started = performance.now();
  for (let index = 0; index < times; index += 1) await fn(index);
  return ((performance.now() - started) / times).toFixed(3);
};

const main = async (): Promise<void> => {
  const database = await openEmptyDatabase();
  await migrate(database.url);
  await database.query('create table lienthong.bare (id text, seq int, body text, at bigint, primary key (id, seq)); grant insert on lienthong.bare to lienthong_recorder');
  const { pool } = database.as('recorder');
  const bare = { name: 'bare', text: 'insert into lienthong.bare values ($1, $2, $3, $4)' };
  const body = JSON.stringify(event(1));
  console.log(`bare insert    ${await msEach(ACTS, (index) => pool.query({ ...bare, values: ['x', index, body, MORNING] }))} ms`);
  console.log(`recorded act   ${await msEach(ACTS, (index) => recordDossier(pool, act(index)))} ms`);
  await database.query('delete from lienthong.watches');
  await database.query(
    `insert into lienthong.watches select gen_random_uuid(), 'task:step#0', 1, 'H35.' || (n % 106), $1::bigint, $2::jsonb, 0,
            $1::bigint + case when n <= 3000 then 0 else 1000000000 end from generate_series(1, 200000) n`,
    [MORNING + 20 * HOUR, JSON.stringify(watchRow().ladder)],
  );
  const started = performance.now();
  const batch = await fireDueWatches(pool, { officialNow: MORNING + 20 * HOUR });
  console.log(`batch of ${batch.fired}  ${(performance.now() - started).toFixed(0)} ms, ${batch.messages} messages`);
  await database.close();
};

void main();
