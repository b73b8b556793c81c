import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Connection, type ConnectionOptions } from '@temporalio/client';
import { temporalConnection, type TemporalConnection } from '../../gateway/temporal-connection';
import { Hopeless } from './hopeless';
import { Interrupted, unlessInterrupted, within } from './interrupted';
import type { Life } from './life';
import { choosePort } from './ports';
import { isAlive, isOurs, processesWith, stopProcess, untilEnded, type StopStep } from './processes';
import { withProgress, type Report } from './progress';
import { openServerLog, readServerBook, tailOf, writeServerEntry, type ServerEntry } from './server-book';
import { GUARDED, UNGUARDED, temporalBinary, type TemporalBinary } from './temporal-binary';
import { temporalReady, type SearchAttribute } from './temporal-ready';

export interface TemporalOptions {
  /** Keeps the server's database, log and ports between starts. */
  readonly dataDir: string;
  /** How to reach a server that runs elsewhere: then nothing is started. */
  readonly configured?: TemporalConnection;
  readonly namespace: string;
  /** The namespace in which agencies' own workers may work, with certificates of theirs. */
  readonly agencyNamespace?: string;
  readonly searchAttributes: readonly SearchAttribute[];
  /** Server settings; a running server that was started with others is started anew. Ignored for a configured one. */
  readonly dynamicConfig: Readonly<Record<string, string | number | boolean>>;
  /** Throw-away: everything in memory. Default: in `temporal.db` of the data directory. */
  readonly ephemeral?: boolean;
  /** The Web UI that comes up with it, for the API to pass on to operators. Default: none. */
  readonly ui?: {
    /** The path under which people reach it. */
    readonly publicPath: string;
    /** Where it has payloads decrypted. */
    readonly codecEndpoint: string;
  };
  /** Whether a server that asks for no certificate may be started where no other can be had. Default: no. */
  readonly unguarded?: boolean;
  /** Others know its ports already: it comes up there or not at all. */
  readonly onlyAt?: { readonly port: number; readonly uiPort?: number };
  readonly report: Report;
  /** Aborting it ends the start, and stops again what was started. */
  readonly signal?: AbortSignal;
}

export interface ProvidedTemporal extends Life {
  readonly address: string;
  /** Directory with the certificate of each part that comes to it; undefined where none is asked for, or it is not ours. */
  readonly certificates?: string;
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

/** Provides Temporal: the configured one, a live one of this data directory, or one that is started. */
export async function provideTemporal(options: TemporalOptions): Promise<ProvidedTemporal> {
  const { dataDir, configured, report, signal } = options;
  if (configured !== undefined) return providedElsewhere(options, configured);
  mkdirSync(dataDir, { recursive: true });
  const adopted = await adopt(options);
  if (adopted !== undefined) return provided(options, adopted, true, 'found running');
  const binary = await unlessInterrupted(signal, temporalBinary({ unguarded: options.unguarded ?? false, report }));
  const kind = binary.guarded ? 'with certificates' : 'WITHOUT certificates';
  return provided(options, await start(options, binary), false, `our server, ${kind}, ${binary.how}`);
}

async function providedElsewhere(options: TemporalOptions, connection: TemporalConnection): Promise<ProvidedTemporal> {
  const { address } = connection;
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

/** The installation's own part that sets Temporal up: the launcher, with the certificate of the command line. */
const asOperator = (temporalAddress: string, temporalTls: string | undefined): TemporalConnection =>
  temporalConnection({ temporalAddress, ...(temporalTls === undefined ? {} : { temporalTls }) }, {}, 'cli');

/** Our server keeps its certificates beside its database. */
const certificatesIn = (dataDir: string): string => join(dataDir, 'temporal-tls');

const isGuarded = ({ flags = '' }: ServerEntry): boolean => flags.includes('--certificates ');

const connectionTo = (options: TemporalOptions, server: ServerEntry): TemporalConnection =>
  asOperator(addressOf(server), isGuarded(server) ? certificatesIn(options.dataDir) : undefined);

const wordsOf = (server: ServerEntry): readonly string[] => [isGuarded(server) ? GUARDED : UNGUARDED, `--port ${server.port}`];

/** Whether this is the process of a Temporal server of ours that the book names. */
export const isTemporal = (server: ServerEntry): boolean => server.pid !== undefined && isOurs(server.pid, wordsOf(server));

function provided(options: TemporalOptions, server: Running, found: boolean, how: string): ProvidedTemporal {
  const { pid, port, uiPort, child } = server;
  const end = async (steps: readonly StopStep[]): Promise<void> => {
    if (isOurs(pid, wordsOf(server))) await stopProcess(pid, steps);
  };
  return {
    address: addressOf(server),
    ...(isGuarded(server) ? { certificates: certificatesIn(options.dataDir) } : {}),
    ports: { port, uiPort },
    how,
    pid,
    found,
    ended: untilEnded(pid, child),
    ask: () => askForLife(connectionTo(options, server)),
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
  const database = `--db-filename ${join(dataDir, 'temporal.db')} `;
  for (const pid of [GUARDED, UNGUARDED].flatMap((program) => processesWith([program, database]))) {
    report(`the Temporal server that runs (process ${pid}) is replaced: nobody knows its port any more`);
    await stopProcess(pid, GENTLY);
  }
}

/** A server that outlived its launcher (kill -9) goes on, if it is the one that is wanted now and answers; else it is stopped. */
async function adopt(options: TemporalOptions): Promise<Running | undefined> {
  const known = readServerBook(options.dataDir).temporal;
  if (known?.pid === undefined || !isTemporal(known)) {
    await stopForgotten(options);
    return undefined;
  }
  const { signal } = options;
  const running: Running = { ...known, pid: known.pid };
  const wanted = [guardedFlags(options), ...(options.unguarded ? [unguardedFlags(options)] : [])];
  if (wanted.some((flags) => flags.join(' ') === known.flags)) {
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

function guardedFlags(options: TemporalOptions): string[] {
  const { dataDir, agencyNamespace, ui } = options;
  return [
    ...(options.ephemeral ? [] : ['--db-filename', join(dataDir, 'temporal.db')]),
    '--certificates', certificatesIn(dataDir),
    ...contentOf(options),
    ...(agencyNamespace === undefined ? [] : ['--namespace', agencyNamespace, '--agency-namespace', agencyNamespace]),
    ...(ui === undefined ? [] : ['--ui-public-path', ui.publicPath, '--ui-codec-endpoint', ui.codecEndpoint]),
    '--log-level', 'warn',
  ];
}

/** With `synchronous=normal` a power cut would take Temporal's last commits, and leave PostgreSQL's own. */
const AS_DURABLE_AS_POSTGRES = ['--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=full'];

/** The development server's Web UI would be as open as the server itself: there is none. */
function unguardedFlags(options: TemporalOptions): string[] {
  const { dataDir, ephemeral } = options;
  return [
    ...(ephemeral ? [] : ['--db-filename', join(dataDir, 'temporal.db'), ...AS_DURABLE_AS_POSTGRES]),
    ...contentOf(options),
    '--headless',
    '--log-level', 'warn',
  ];
}

const contentOf = ({ namespace, searchAttributes, dynamicConfig }: TemporalOptions): string[] => [
  '--namespace', namespace,
  ...searchAttributes.flatMap(({ name, type }) => ['--search-attribute', `${name}=${cliTypeOf(type)}`]),
  ...Object.entries(dynamicConfig).flatMap(([key, value]) => ['--dynamic-config-value', `${key}=${JSON.stringify(value)}`]),
];

/** KEYWORD_LIST is KeywordList on the command line. */
const cliTypeOf = (type: string): string =>
  type.split('_').map((word) => word.charAt(0) + word.slice(1).toLowerCase()).join('');

/** Starts it in a session of its own, out of reach of the terminal's Ctrl-C, which must stop the workers first. */
async function start(options: TemporalOptions, { path, guarded }: TemporalBinary): Promise<Running> {
  const { dataDir, report } = options;
  const { port, uiPort } = await portsFor(options, guarded);
  const flags = guarded ? guardedFlags(options) : unguardedFlags(options);
  const log = openServerLog(dataDir, 'temporal');
  const before = statSync(log.path).size;
  const ui = uiPort === undefined ? [] : ['--ui-port', String(uiPort)];
  const command = guarded ? ['serve'] : ['server', UNGUARDED, '--ip', '127.0.0.1'];
  const child = unreadableByOthers(() =>
    spawn(path, [...command, '--port', String(port), ...ui, ...flags], { detached: true, stdio: ['ignore', log.fd, log.fd] }));
  child.once('error', () => undefined);
  child.unref();
  closeSync(log.fd);
  if (child.pid === undefined) {
    throw new Hopeless(`Temporal could not be started from ${path}: is the file a program for this machine?`);
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

/** What a process started within makes, its database say, only its owner can read. */
function unreadableByOthers<T>(begin: () => T): T {
  const before = process.umask(0o077);
  try {
    return begin();
  } finally {
    process.umask(before);
  }
}

async function portsFor(
  { dataDir, ui, onlyAt }: TemporalOptions,
  guarded: boolean,
): Promise<{ port: number; uiPort?: number }> {
  if (onlyAt !== undefined) return onlyAt;
  const before = readServerBook(dataDir).temporal;
  const port = await choosePort(before?.port);
  return { port, uiPort: ui !== undefined && guarded ? await choosePort(before?.uiPort) : undefined };
}

const untilReady = (options: TemporalOptions, server: Running, withinMs: number): Promise<void> =>
  temporalReady({
    connection: () => connectionTo(options, server),
    namespace: options.namespace,
    searchAttributes: options.searchAttributes,
    withinMs,
    signal: options.signal,
    hopeless: () => (isAlive(server.pid) ? undefined : `its process ${server.pid} has ended`),
  });
