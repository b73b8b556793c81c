import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { writeInstallation } from '../../gateway/installation';
import { waitForExit } from '../../workers/servers/processes';
import { openTestDatabase, type TestDatabase } from '../db/database';
import { dossierId } from '../db/samples';
import { temporaryDataDir } from '../servers';
import { numbersTo, once, startReceiver, until, type Receiver } from './receiver';
import { record, subscribe } from './relay-running';

let database: TestDatabase;
let receiver: Receiver;
const dataDir = temporaryDataDir('relay');
const processes: ChildProcess[] = [];
beforeAll(async () => {
  [database, receiver] = [await openTestDatabase(), await startReceiver()];
  writeInstallation({ dataDir, mode: 'production', databaseUrl: database.url, temporalAddress: 'unused', uiUrl: null, startedAt: 0 });
});
afterAll(async () => {
  for (const each of processes) each.kill('SIGTERM');
  for (const { pid } of processes) if (pid !== undefined) await waitForExit(pid, 20_000);
  await receiver.close();
  await database.close();
});

/** As `npm start` starts it. */
async function startProcess(): Promise<ChildProcess> {
  const child = fork(join(__dirname, '..', '..', 'workers', 'relay.ts'), {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  processes.push(child);
  await new Promise((resolve) => child.once('message', resolve));
  return child;
}

test('two relay processes, one of them killed in the middle: the other carries on, and nothing is lost or out of order', async () => {
  await subscribe(database, receiver);
  const [first] = await Promise.all([startProcess(), startProcess()]);
  const names = numbersTo(30).map((n) => `dossier ${n}`);
  const recording = Promise.all(names.map((name) => record(database, name, 1, 8)));
  await until('some of it', () => receiver.received.length > 40);
  first.kill('SIGKILL');
  await recording;
  await until('all of it', () => names.every((name) => once(receiver.taken(dossierId(name))).length === 8));
  expect(names.map((name) => once(receiver.taken(dossierId(name))))).toEqual(names.map(() => numbersTo(8)));
  const ids = receiver.received.filter(({ taken }) => taken).map(({ event }) => event.id);
  expect(new Set(ids).size).toBe(30 * 8);
});
