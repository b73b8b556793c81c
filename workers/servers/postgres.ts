import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { Hopeless } from './hopeless';
import { Interrupted, unlessInterrupted, within } from './interrupted';
import type { Life } from './life';
import { choosePort } from './ports';
import { clusterPassword, ensureCluster, keepCopy, serverEnvironment, SUPERUSER } from './postgres-cluster';
import { postgresHome, removeCluster, type PostgresHome } from './postgres-home';
import { isAlive, isOurs, stopProcess, untilEnded, type StopStep } from './processes';
import { withProgress, type Report } from './progress';
import { openServerLog, readServerBook, tailOf, writeServerEntry } from './server-book';

export interface PostgresOptions {
  /** Keeps cluster, password, log and port between starts. */
  readonly dataDir: string;
  /** DATABASE_URL, if there is one: then nothing is started, only asked. */
  readonly configured?: string;
  /** Throw-away: nothing is flushed to disk, and `stop` removes the cluster. Default: durable. */
  readonly ephemeral?: boolean;
  /** The port wanted; default: the one it had before, else any free one. */
  readonly port?: number;
  /** Others know its port already: it comes up there or not at all. */
  readonly onlyThere?: boolean;
  readonly report: Report;
  /** Aborting it ends the start, and stops again what was started. */
  readonly signal?: AbortSignal;
}

export interface ProvidedPostgres extends Life {
  /** The superuser's URL, of the database `postgres`; of a configured server, what was configured. */
  readonly url: string;
  /** How it was obtained, for people. */
  readonly how: string;
}

/** A checkpoint of a busy cluster takes its time; SIGQUIT is safe (recovery), SIGKILL is what is left. */
const GENTLY: readonly StopStep[] = [['SIGINT', 60_000], ['SIGQUIT', 10_000], ['SIGKILL', 5_000]];
const HASTILY: readonly StopStep[] = [['SIGINT', 5_000], ['SIGQUIT', 5_000], ['SIGKILL', 5_000]];
const AT_ONCE: readonly StopStep[] = [['SIGQUIT', 5_000], ['SIGKILL', 5_000]];
/** Recovery after a crash replays at most some GB of log; silence longer than this is a fault. */
const READY_MS = 300_000;

/** Provides PostgreSQL: the configured one, a live one of this data directory, or the embedded one, started. */
export async function providePostgres(options: PostgresOptions): Promise<ProvidedPostgres> {
  const { configured, dataDir, ephemeral = false, report, signal } = options;
  if (configured) return providedElsewhere(configured, signal);
  const home = await postgresHome(dataDir, report);
  const password = clusterPassword(dataDir, report);
  await withProgress(report, 'making the database', () => ensureCluster(home, password, { ephemeral, signal }));
  const urlAt = (port: number): string => `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/postgres`;
  const live = findLive(home);
  const server: Running = live ?? (await start(home, options));
  const { pid, port, child } = server;
  const end = async (steps: readonly StopStep[]): Promise<void> => {
    if (isOurs(pid, wordsOf(home))) await stopProcess(pid, steps);
  };
  writeServerEntry(dataDir, 'postgres', { pid, port });
  try {
    await withProgress(report, 'waiting for PostgreSQL', () => untilReady(urlAt(port), pid, dataDir, signal));
  } catch (error) {
    if (live === undefined) await end(HASTILY);
    throw error;
  }
  keepCopy(dataDir, password);
  return {
    url: urlAt(port),
    pid,
    found: live !== undefined,
    how: `embedded PostgreSQL ${home.major}, ${live === undefined ? 'started' : 'found running'}`,
    ended: untilEnded(pid, child),
    ask: () => askForLife(urlAt(port)),
    kill: () => end([['SIGKILL', 5_000]]),
    stop: async (hastily = false) => {
      await end(ephemeral ? AT_ONCE : hastily ? HASTILY : GENTLY);
      if (ephemeral) removeCluster(dataDir, home.cluster);
      else writeServerEntry(dataDir, 'postgres', { port });
    },
  };
}

async function providedElsewhere(url: string, signal: AbortSignal | undefined): Promise<ProvidedPostgres> {
  const refusal = await unlessInterrupted(signal, ask(url));
  if (refusal !== undefined) {
    const wayOut = 'check the address, or unset it to use the embedded server';
    throw new Error(`the PostgreSQL of DATABASE_URL does not answer (${refusal.message}): ${wayOut}`);
  }
  return {
    url,
    found: true,
    how: 'configured by DATABASE_URL',
    ended: new Promise(() => undefined),
    ask: () => askForLife(url),
    stop: async () => undefined,
  };
}

const wordsOf = ({ cluster }: PostgresHome): readonly string[] => ['postgres', `-D ${cluster}`];

interface Running {
  readonly pid: number;
  readonly port: number;
  /** Undefined if it was found running. */
  readonly child?: ChildProcess;
}

/** The postmaster of this cluster if it lives. Its lock file is removed if the process number now is a stranger's. */
function findLive(home: PostgresHome): Running | undefined {
  const lock = join(home.cluster, 'postmaster.pid');
  let lines: string[];
  try {
    lines = readFileSync(lock, 'utf8').split('\n');
  } catch {
    return undefined;
  }
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if (pid > 0 && port > 0 && isOurs(pid, wordsOf(home))) return { pid, port };
  rmSync(lock, { force: true });
  return undefined;
}

/**
 * Starts the server in a session of its own: Ctrl-C, which goes to the terminal's whole foreground group, must not reach it
 * before the workers have stopped. After a kill -9 its orphaned children may hold the shared memory for a moment: tried again.
 */
async function start(home: PostgresHome, options: PostgresOptions): Promise<Running> {
  const { dataDir, ephemeral = false, signal } = options;
  const log = openServerLog(dataDir, 'postgres');
  try {
    for (const until = Date.now() + 20_000; ;) {
      if (signal?.aborted) throw new Interrupted();
      const before = statSync(log.path).size;
      const port = await portFor(options);
      const child = launch(home, port, ephemeral, log.fd);
      if (await staysUp(child, home, port)) return { pid: child.pid as number, port, child };
      const said = readFileSync(log.path).subarray(before).toString('utf8');
      const reason = `PostgreSQL did not start; ${log.path} ends with:\n${tailOf(log.path)}`;
      if (BEYOND_WAITING.test(said) && !PASSES.test(said)) throw new Hopeless(`${reason}\n${RESTORE}`);
      if (Date.now() > until) throw new Error(reason);
      await sleep(500);
    }
  } finally {
    closeSync(log.fd);
  }
}

const portFor = async ({ dataDir, port, onlyThere = false }: PostgresOptions): Promise<number> =>
  onlyThere && port !== undefined ? port : choosePort(port, readServerBook(dataDir).postgres?.port);

/** What PostgreSQL says of files that no further try will mend. */
const BEYOND_WAITING = new RegExp(
  [
    'PANIC:', 'is not a valid data directory', 'database files are incompatible', 'could not locate a valid checkpoint',
    'invalid (primary )?checkpoint', 'control file', 'has (wrong ownership|invalid permissions)',
    'contains invalid data',
    'could not (open|read|find) .*(PG_VERSION|pg_control|postgresql\\.conf|pg_hba\\.conf|global/|base/)',
    'configuration file .* contains errors', 'invalid data in file',
  ].join('|'),
);
/** A full disk or memory makes PostgreSQL panic, too, and is over once there is room. */
const PASSES = /No space left|Cannot allocate memory/;
const RESTORE = 'restore the database from the backup, or mend what PostgreSQL names; nothing in it was changed';

function launch(home: PostgresHome, port: number, ephemeral: boolean, log: number): ChildProcess {
  const settings = {
    listen_addresses: '127.0.0.1', port, unix_socket_directories: '', timezone: 'UTC', log_timezone: 'UTC', max_connections: 200,
    ...(ephemeral ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
  };
  const child = spawn(
    home.postgres,
    ['-D', home.cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    { cwd: home.cluster, env: serverEnvironment(), uid: home.account?.uid, gid: home.account?.gid, detached: true, stdio: ['ignore', log, log] },
  );
  child.once('error', () => undefined);
  child.unref();
  return child;
}

/** True once the server holds its cluster's lock and listens, false if it gave up. */
async function staysUp(child: ChildProcess, home: PostgresHome, port: number): Promise<boolean> {
  while (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
    const live = findLockedBy(home, child.pid);
    if (live === port) return true;
    await sleep(20);
  }
  return false;
}

function findLockedBy(home: PostgresHome, pid: number): number | undefined {
  try {
    const lines = readFileSync(join(home.cluster, 'postmaster.pid'), 'utf8').split('\n');
    return Number(lines[0]) === pid && lines.length > 5 ? Number(lines[3]) : undefined;
  } catch {
    return undefined;
  }
}

async function untilReady(url: string, pid: number, dataDir: string, signal?: AbortSignal): Promise<void> {
  for (const until = Date.now() + READY_MS; ;) {
    const refusal = await unlessInterrupted(signal, ask(url));
    if (refusal === undefined) return;
    if (WRONG_PASSWORD.includes(refusal.code ?? '')) {
      const file = join(dataDir, 'postgres.password');
      const wayOut = 'put that file back from the backup';
      throw new Hopeless(`PostgreSQL refuses the password in "${file}" (${refusal.message}); ${wayOut}`);
    }
    if (!isAlive(pid) || Date.now() > until) {
      const log = join(dataDir, 'log', 'postgres.log');
      throw new Error(`PostgreSQL does not answer (${refusal.message}); ${log} ends with:\n${tailOf(log)}`);
    }
    await sleep(50);
  }
}

const WRONG_PASSWORD = ['28P01', '28000'];
const ANSWER_MS = 5_000;

/** Any answer is a sign of life, be it a refusal; only silence is none. */
async function askForLife(url: string): Promise<void> {
  const refusal = await within(ANSWER_MS, 'an answer of PostgreSQL', ask(url, ANSWER_MS));
  if (refusal !== undefined && !/^[0-9A-Z]{5}$/.test(refusal.code ?? '')) throw refusal;
}

/** Asks a server for a sign of life; what it refused with, if it did. */
async function ask(url: string, patienceMs = 10_000): Promise<(Error & { code?: string }) | undefined> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: patienceMs, query_timeout: patienceMs });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return undefined;
  } catch (error) {
    return error as Error;
  } finally {
    await client.end().catch(() => undefined);
  }
}
