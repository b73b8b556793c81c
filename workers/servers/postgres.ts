import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { choosePort } from './ports';
import { clusterPassword, ensureCluster, serverEnvironment, SUPERUSER } from './postgres-cluster';
import { postgresHome, removeCluster, type PostgresHome } from './postgres-home';
import { isAlive, isOurs, stopProcess, type StopStep } from './processes';
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
  readonly report: Report;
}

export interface ProvidedPostgres {
  /** The superuser's URL, of the database `postgres`; of a configured server, what was configured. */
  readonly url: string;
  /** How it was obtained, for people. */
  readonly how: string;
  /** Undefined for a configured server, which is not ours. */
  readonly pid?: number;
  /** Stops it cleanly and resolves when it has gone; a configured server is left alone. May be called again. */
  stop(): Promise<void>;
}

/** A checkpoint of a busy cluster takes its time; SIGQUIT is safe (recovery), SIGKILL is what is left. */
const GENTLY: readonly StopStep[] = [['SIGINT', 60_000], ['SIGQUIT', 10_000], ['SIGKILL', 5_000]];
const AT_ONCE: readonly StopStep[] = [['SIGQUIT', 5_000], ['SIGKILL', 5_000]];
/** Recovery after a crash replays at most some GB of log; silence longer than this is a fault. */
const READY_MS = 300_000;

/** Provides PostgreSQL: the configured one, a live one of this data directory, or the embedded one, started. */
export async function providePostgres(options: PostgresOptions): Promise<ProvidedPostgres> {
  const { configured, dataDir, ephemeral = false, report } = options;
  if (configured) {
    const refusal = await ask(configured);
    if (refusal !== undefined) throw new Error(`the PostgreSQL of DATABASE_URL does not answer (${refusal.message}): check the address, or unset it to use the embedded server`);
    return { url: configured, how: 'configured by DATABASE_URL', stop: async () => undefined };
  }
  const home = await postgresHome(dataDir, report);
  const password = clusterPassword(dataDir);
  await withProgress(report, 'making the database', () => ensureCluster(home, password, ephemeral));
  const urlAt = (port: number): string => `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/postgres`;
  const live = findLive(home);
  const server = live ?? (await start(home, options));
  writeServerEntry(dataDir, 'postgres', server);
  await withProgress(report, 'waiting for PostgreSQL', () => untilReady(urlAt(server.port), server.pid, dataDir));
  return {
    url: urlAt(server.port),
    pid: server.pid,
    how: live === undefined ? `embedded PostgreSQL ${home.major}, started` : `embedded PostgreSQL ${home.major}, found running`,
    stop: async () => {
      if (isOurs(server.pid, wordsOf(home))) await stopProcess(server.pid, ephemeral ? AT_ONCE : GENTLY);
      if (ephemeral) removeCluster(dataDir, home.cluster);
      else writeServerEntry(dataDir, 'postgres', { port: server.port });
    },
  };
}

const wordsOf = ({ cluster }: PostgresHome): readonly string[] => ['postgres', `-D ${cluster}`];

interface Running { readonly pid: number; readonly port: number }

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
  const { dataDir, ephemeral = false } = options;
  const log = openServerLog(dataDir, 'postgres');
  try {
    for (const until = Date.now() + 20_000; ;) {
      const port = await choosePort(options.port, readServerBook(dataDir).postgres?.port);
      const child = launch(home, port, ephemeral, log.fd);
      if (await staysUp(child, home, port)) return { pid: child.pid as number, port };
      if (Date.now() > until) throw new Error(`PostgreSQL did not start; ${log.path} ends with:\n${tailOf(log.path)}`);
      await sleep(500);
    }
  } finally {
    closeSync(log.fd);
  }
}

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

async function untilReady(url: string, pid: number, dataDir: string): Promise<void> {
  for (const until = Date.now() + READY_MS; ;) {
    const refusal = await ask(url);
    if (refusal === undefined) return;
    // Wrong password or database: waiting will not mend it.
    const hopeless = refusal.code === '28P01' || refusal.code === '28000' || refusal.code === '3D000';
    if (hopeless || !isAlive(pid) || Date.now() > until) {
      const log = join(dataDir, 'log', 'postgres.log');
      throw new Error(`PostgreSQL does not answer (${refusal.message}); ${log} ends with:\n${tailOf(log)}`);
    }
    await sleep(50);
  }
}

/** Asks a server for a sign of life; what it refused with, if it did. */
async function ask(url: string): Promise<(Error & { code?: string }) | undefined> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
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
