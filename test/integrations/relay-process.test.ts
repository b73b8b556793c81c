import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { writeInstallation } from '../../gateway/installation';
import { choosePort } from '../../workers/servers/ports';
import { waitForExit } from '../../workers/servers/processes';
import { openTestDatabase, type TestDatabase } from '../db/database';
import { dossierId } from '../db/samples';
import { temporaryDataDir } from '../servers';
import { numbersTo, once, startReceiver, until, type Receiver } from './receiver';
import { keepTestLogins } from '../db/logins';
import { record, subscribe } from './relay-running';

let database: TestDatabase;
let receiver: Receiver;
const dataDir = temporaryDataDir('relay');
const processes: ChildProcess[] = [];
beforeAll(async () => {
  [database, receiver] = [await openTestDatabase(), await startReceiver()];
  keepTestLogins(dataDir, database.url);
  writeInstallation({ dataDir, mode: 'production', databaseUrl: database.url, temporalAddress: 'unused', uiUrl: null, startedAt: 0 });
});
afterAll(async () => {
  for (const each of processes) each.kill('SIGTERM');
  for (const { pid } of processes) if (pid !== undefined) await waitForExit(pid, 20_000);
  await receiver.close();
  await database.close();
});

/** As `npm start` starts it. */
async function startProcess(metricsPort: number): Promise<ChildProcess> {
  const child = fork(join(__dirname, '..', '..', 'workers', 'relay.ts'), {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, LIENTHONG_DATA: dataDir, LIENTHONG_PRIVATE_WEBHOOKS: '1', LIENTHONG_RELAY_METRICS_PORT: String(metricsPort) },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  processes.push(child);
  await new Promise((resolve) => child.once('message', resolve));
  return child;
}

test('two relay processes, one of them killed in the middle: the other carries on, and nothing is lost or out of order', async () => {
  const { id } = await subscribe(database, receiver);
  const ports = [await choosePort(), await choosePort()] as const;
  const [first] = await Promise.all(ports.map(startProcess));
  const names = numbersTo(30).map((n) => `dossier ${n}`);
  const recording = Promise.all(names.map((name) => record(database, name, 1, 8)));
  await until('some of it', () => receiver.received.length > 40);
  first!.kill('SIGKILL');
  await recording;
  await until('all of it', () => names.every((name) => once(receiver.taken(dossierId(name))).length === 8));
  expect(names.map((name) => once(receiver.taken(dossierId(name))))).toEqual(names.map(() => numbersTo(8)));
  const ids = receiver.received.filter(({ taken }) => taken).map(({ event }) => event.id);
  expect(new Set(ids).size).toBe(30 * 8);
  const metrics = await (await fetch(`http://127.0.0.1:${ports[1]}/metrics`)).text();
  expect(metrics).toContain(`lienthong_relay_dead{subscriber="subscription:${id}"} 0`);
  expect(metrics).toMatch(new RegExp(`lienthong_relay_attempts_total{subscriber="subscription:${id}",outcome="taken"} \\d+`));
});
