import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Connection, type ConnectionOptions } from '@temporalio/client';
import { Hopeless } from './hopeless';
import { Interrupted, unlessInterrupted, within } from './interrupted';
import type { Life } from './life';
import { choosePort } from './ports';
import { isAlive, isOurs, processesWith, stopProcess, untilEnded, type StopStep } from './processes';
import { withProgress, type Report } from './progress';
import { openServerLog, readServerBook, tailOf, writeServerEntry, type ServerEntry } from './server-book';
import { temporalBinary } from './temporal-binary';
import { temporalReady, type SearchAttribute } from './temporal-ready';

export interface TemporalOptions {
  /** Keeps the server's database, log and ports between starts. */
  readonly dataDir: string;
  /** A server that runs elsewhere: then nothing is started. */
  readonly configuredAddress?: string;
  /** How to reach that one (TLS, API key). */
  readonly configuredConnection?: Omit<ConnectionOptions, 'address'>;
  readonly namespace: string;
  readonly searchAttributes: readonly SearchAttribute[];
  /** Server settings; a running server that was started with others is started anew. Ignored for a configured one. */
  readonly dynamicConfig: Readonly<Record<string, string | number | boolean>>;
  /** Throw-away: everything in memory. Default: in `temporal.db` of the data directory. */
  readonly ephemeral?: boolean;
  /** Whether the Web UI comes up with it. Default: yes. */
  readonly ui?: boolean;
  /** Where the Web UI has payloads decrypted. */
  readonly uiCodecEndpoint?: string;
  /** Others know its ports already: it comes up there or not at all. */
  readonly onlyAt?: { readonly port: number; readonly uiPort?: number };
  readonly report: Report;
  /** Aborting it ends the start, and stops again what was started. */
  readonly signal?: AbortSignal;
}

export interface ProvidedTemporal extends Life {
  readonly address: string;
  readonly uiUrl?: string;
  /** Where it listens; undefined for a configured server. */
  readonly ports?: { readonly port: number; readonly uiPort?: number };
  /** How it was obtained, for people. */
  readonly how: string;
}

const GENTLY: readonly StopStep[] = [['SIGINT', 20_000], ['SIGTERM', 5_000], ['SIGKILL', 5_000]];
const HASTILY: readonly StopStep[] = [['SIGINT', 5_000], ['SIGKILL', 5_000]];
const AT_ONCE: readonly StopStep[] = [['SIGKILL', 5_000]];
const READY_MS = 90_000;
/** A live server answers at once; one that hangs longer is replaced. */
const ADOPT_MS = 15_000;

/** Provides Temporal: the configured one, a live one of this data directory, or a development server, started. */
export async function provideTemporal(options: TemporalOptions): Promise<ProvidedTemporal> {
  const { dataDir, configuredAddress, report, signal } = options;
  if (configuredAddress) return providedElsewhere(options, configuredAddress);
  mkdirSync(dataDir, { recursive: true });
  const adopted = await adopt(options);
  if (adopted !== undefined) return provided(options, adopted, true, 'found running');
  const binary = await unlessInterrupted(signal, temporalBinary(report));
  return provided(options, await start(options, binary.path), false, `development server, ${binary.how}`);
}

async function providedElsewhere(options: TemporalOptions, address: string): Promise<ProvidedTemporal> {
  const connection = { ...options.configuredConnection, address };
  await withProgress(options.report, `asking Temporal at ${address}`, () =>
    temporalReady({ ...options, connection, withinMs: ADOPT_MS }));
  return {
    address,
    found: true,
    how: 'configured',
    ended: new Promise(() => undefined),
    ask: () => askForLife(connection),
    stop: async () => undefined,
  };
}

interface Running extends ServerEntry {
  readonly pid: number;
  /** Undefined if it was found running. */
  readonly child?: ChildProcess;
}

const addressOf = ({ port }: ServerEntry): string => `127.0.0.1:${port}`;

const wordsOf = ({ port }: ServerEntry): readonly string[] => ['start-dev', `--port ${port}`];

function provided(options: TemporalOptions, server: Running, found: boolean, how: string): ProvidedTemporal {
  const { pid, port, uiPort, child } = server;
  const end = async (steps: readonly StopStep[]): Promise<void> => {
    if (isOurs(pid, wordsOf(server))) await stopProcess(pid, steps);
  };
  return {
    address: addressOf(server),
    ...(uiPort === undefined ? {} : { uiUrl: `http://127.0.0.1:${uiPort}` }),
    ports: { port, uiPort },
    how,
    pid,
    found,
    ended: untilEnded(pid, child),
    ask: () => askForLife({ address: addressOf(server) }),
    kill: () => end(AT_ONCE),
    stop: async (hastily = false) => {
      await end(options.ephemeral ? AT_ONCE : hastily ? HASTILY : GENTLY);
      writeServerEntry(options.dataDir, 'temporal', { port, uiPort });
    },
  };
}

const ANSWER_MS = 5_000;

/** Over a connection of its own each time: one that is kept would repeat its calls after it was closed. */
async function askForLife(options: ConnectionOptions): Promise<void> {
  const connection = Connection.lazy({ ...options, interceptors: [] });
  try {
    const asked = connection.withDeadline(Date.now() + ANSWER_MS, () => connection.workflowService.getSystemInfo({}));
    await within(ANSWER_MS + 500, 'an answer of Temporal', asked);
  } finally {
    await connection.close();
  }
}

/** Two servers must never work on one file. One that an emptied servers.json does not name is found by that file. */
async function stopForgotten({ dataDir, report }: TemporalOptions): Promise<void> {
  for (const pid of processesWith(['start-dev', `--db-filename ${join(dataDir, 'temporal.db')} `])) {
    report(`the Temporal server that runs (process ${pid}) is replaced: nobody knows its port any more`);
    await stopProcess(pid, GENTLY);
  }
}

/** A server that outlived its launcher (kill -9) goes on, if it is the one that is wanted now and answers; else it is stopped. */
async function adopt(options: TemporalOptions): Promise<Running | undefined> {
  const known = readServerBook(options.dataDir).temporal;
  if (known?.pid === undefined || !isOurs(known.pid, wordsOf(known))) {
    await stopForgotten(options);
    return undefined;
  }
  const { signal } = options;
  const running: Running = { ...known, pid: known.pid };
  if (known.flags === flagsOf(options).join(' ')) {
    try {
      await withProgress(options.report, 'waiting for Temporal', () => untilReady(options, running, ADOPT_MS));
      return running;
    } catch (error) {
      if (signal?.aborted) throw error;
      options.report(`the Temporal server that runs (process ${running.pid}) is replaced: ${(error as Error).message}`);
    }
  }
  await stopProcess(running.pid, GENTLY);
  return undefined;
}

/** With `synchronous=normal` a power cut would take Temporal's last commits, and leave PostgreSQL's own. */
const AS_DURABLE_AS_POSTGRES = ['--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=full'];

function flagsOf({ dataDir, namespace, searchAttributes, dynamicConfig, ephemeral = false, ui = true, uiCodecEndpoint }: TemporalOptions): string[] {
  return [
    ...(ephemeral ? [] : ['--db-filename', join(dataDir, 'temporal.db'), ...AS_DURABLE_AS_POSTGRES]),
    '--namespace', namespace,
    ...searchAttributes.flatMap(({ name, type }) => ['--search-attribute', `${name}=${cliTypeOf(type)}`]),
    ...Object.entries(dynamicConfig).flatMap(([key, value]) => ['--dynamic-config-value', `${key}=${JSON.stringify(value)}`]),
    ...(ui ? [] : ['--headless']),
    ...(uiCodecEndpoint === undefined ? [] : ['--ui-codec-endpoint', uiCodecEndpoint]),
    '--log-level', 'warn',
  ];
}

/** KEYWORD_LIST is KeywordList on the command line. */
const cliTypeOf = (type: string): string =>
  type.split('_').map((word) => word.charAt(0) + word.slice(1).toLowerCase()).join('');

/** Starts it in a session of its own, out of reach of the terminal's Ctrl-C, which must stop the workers first. */
async function start(options: TemporalOptions, binary: string): Promise<Running> {
  const { dataDir, report } = options;
  const { port, uiPort } = await portsFor(options);
  const flags = flagsOf(options);
  const log = openServerLog(dataDir, 'temporal');
  const before = statSync(log.path).size;
  const ui = uiPort === undefined ? [] : ['--ui-port', String(uiPort)];
  const child = spawn(
    binary,
    ['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port), ...ui, ...flags],
    { detached: true, stdio: ['ignore', log.fd, log.fd] },
  );
  child.once('error', () => undefined);
  child.unref();
  closeSync(log.fd);
  if (child.pid === undefined) {
    throw new Hopeless(`Temporal could not be started from ${binary}: is the file a program for this machine?`);
  }
  const entry = { pid: child.pid, port, uiPort, flags: flags.join(' ') };
  writeServerEntry(dataDir, 'temporal', entry);
  try {
    await withProgress(report, 'starting Temporal', () => untilReady(options, entry, READY_MS));
    return { ...entry, child };
  } catch (error) {
    await stopProcess(entry.pid, options.signal?.aborted ? HASTILY : GENTLY);
    if (error instanceof Interrupted) throw error;
    const said = readFileSync(log.path).subarray(before).toString('utf8');
    const reason = `${(error as Error).message}; ${log.path} ends with:\n${tailOf(log.path)}`;
    if (TORN.test(said)) throw new Hopeless(`${reason}\nrestore "${join(dataDir, 'temporal.db')}" from the backup`);
    throw new Error(reason);
  }
}

/** What SQLite says of a file that no further try will mend. */
const TORN = /file is not a database|database disk image is malformed/;

async function portsFor({ dataDir, ui = true, onlyAt }: TemporalOptions): Promise<{ port: number; uiPort?: number }> {
  if (onlyAt !== undefined) return onlyAt;
  const before = readServerBook(dataDir).temporal;
  const port = await choosePort(before?.port);
  return { port, uiPort: ui ? await choosePort(before?.uiPort) : undefined };
}

const untilReady = (options: TemporalOptions, server: Running, withinMs: number): Promise<void> =>
  temporalReady({
    connection: { address: addressOf(server) },
    namespace: options.namespace,
    searchAttributes: options.searchAttributes,
    withinMs,
    signal: options.signal,
    hopeless: () => (isAlive(server.pid) ? undefined : `its process ${server.pid} has ended`),
  });
