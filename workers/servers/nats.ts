import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cacheDir } from './cache-dir';
import { choosePort } from './ports';
import { isAlive, isOurs, stopProcess, type StopStep } from './processes';
import { withProgress, type Report } from './progress';
import { runCommand } from './run-command';
import { openServerLog, tailOf } from './server-book';

const VERSION = '2.11.10';
const GO_PACKAGE = `github.com/nats-io/nats-server/v2@v${VERSION}`;
const READY_MS = 30_000;
const STOP: readonly StopStep[] = [['SIGTERM', 10_000], ['SIGKILL', 5_000]];

export interface NatsBinary {
  readonly path: string;
  /** How it was obtained, for people. */
  readonly how: string;
}

/** The `nats-server` program: on PATH, cached, built with Go; an error that names the ways out. */
export async function natsBinary(report: Report): Promise<NatsBinary> {
  if (await runs('nats-server')) return { path: 'nats-server', how: 'on PATH' };
  const path = join(cacheDir(), 'bin', `nats-server-${VERSION}`);
  if (existsSync(path) && (await runs(path))) return { path, how: `cached in ${path}` };
  const notBuilt = await buildWithGo(path, report);
  if (notBuilt === undefined) return { path, how: 'built with Go' };
  throw new Error(
    [
      'there is no NATS server. Ways out:',
      '  - put the program "nats-server" (2.10 or newer) on PATH; Debian has a package of this name',
      `  - copy it to ${path}`,
      `  - install Go 1.24 or newer: the build failed (${notBuilt})`,
    ].join('\n'),
  );
}

const runs = async (path: string): Promise<boolean> => (await runCommand(path, ['--version'], { timeoutMs: 20_000 })).ok;

/** Builds the program into the cache, whole or not at all; undefined when it worked, else why not. */
async function buildWithGo(path: string, report: Report): Promise<string | undefined> {
  const bin = join(cacheDir(), 'bin');
  mkdirSync(bin, { recursive: true });
  const unfinished = mkdtempSync(join(bin, 'building-'));
  try {
    const { ok, output } = await withProgress(report, 'building the NATS server with Go', () =>
      runCommand('go', ['install', GO_PACKAGE], { env: { ...process.env, GOBIN: unfinished, GOFLAGS: '' }, timeoutMs: 15 * 60_000 }));
    if (!ok) return output.trim().split('\n').at(-1);
    renameSync(join(unfinished, 'nats-server'), path);
    return undefined;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

export interface RunningNats {
  /** `nats://127.0.0.1:port` */
  readonly url: string;
  readonly port: number;
  /** Resolves when it has gone; what JetStream stored stays in the data directory. */
  stop(): Promise<void>;
}

/** Starts a server with JetStream that keeps its streams in `dataDir`; started there again, it has them again. */
export async function startNats({ path, dataDir, port: wanted }: { readonly path: string; readonly dataDir: string; readonly port?: number }): Promise<RunningNats> {
  const port = await choosePort(wanted);
  const log = openServerLog(dataDir, 'nats');
  const child = spawn(path, ['--addr', '127.0.0.1', '--port', String(port), '--jetstream', '--store_dir', join(dataDir, 'nats')], { stdio: ['ignore', log.fd, log.fd] });
  child.once('error', () => undefined);
  closeSync(log.fd);
  const { pid } = child;
  if (pid === undefined) throw new Error(`NATS could not be started from ${path}: is the file a program for this machine?`);
  const stop = async (): Promise<void> => {
    if (isOurs(pid, [`--port ${port}`])) await stopProcess(pid, STOP);
  };
  const until = Date.now() + READY_MS;
  while (!(await answers(port))) {
    if (isAlive(pid) && Date.now() < until) await sleep(50);
    else {
      await stop();
      throw new Error(`NATS did not come up; ${log.path} ends with:\n${tailOf(log.path)}`);
    }
  }
  return { url: `nats://127.0.0.1:${port}`, port, stop };
}

/** A NATS server speaks first: INFO, once it takes clients. */
const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: 1_000 });
    const end = (answered: boolean) => (): void => {
      socket.destroy();
      resolve(answered);
    };
    socket.once('data', end(true)).once('error', end(false)).once('timeout', end(false)).once('close', end(false));
  });
