import { spawn } from 'node:child_process';
import { closeSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ConnectionOptions } from '@temporalio/client';
import { choosePort } from './ports';
import { isAlive, isOurs, stopProcess, type StopStep } from './processes';
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
  readonly report: Report;
}

export interface ProvidedTemporal {
  readonly address: string;
  readonly uiUrl?: string;
  /** How it was obtained, for people. */
  readonly how: string;
  /** Undefined for a configured server, which is not ours. */
  readonly pid?: number;
  /** Stops it cleanly and resolves when it has gone; a configured server is left alone. May be called again. */
  stop(): Promise<void>;
}

const GENTLY: readonly StopStep[] = [['SIGINT', 20_000], ['SIGTERM', 5_000], ['SIGKILL', 5_000]];
const AT_ONCE: readonly StopStep[] = [['SIGKILL', 5_000]];
const READY_MS = 90_000;
/** A live server answers at once; one that hangs longer is replaced. */
const ADOPT_MS = 15_000;

/** Provides Temporal: the configured one, a live one of this data directory, or a development server, started. */
export async function provideTemporal(options: TemporalOptions): Promise<ProvidedTemporal> {
  const { dataDir, configuredAddress, report } = options;
  if (configuredAddress) {
    await withProgress(report, `asking Temporal at ${configuredAddress}`, () =>
      temporalReady({ ...options, connection: { ...options.configuredConnection, address: configuredAddress }, withinMs: ADOPT_MS }));
    return { address: configuredAddress, how: 'configured', stop: async () => undefined };
  }
  mkdirSync(dataDir, { recursive: true });
  const adopted = await adopt(options);
  if (adopted !== undefined) return provided(options, adopted, 'found running');
  const binary = await temporalBinary(report);
  return provided(options, await start(options, binary.path), `development server, ${binary.how}`);
}

type Running = ServerEntry & { readonly pid: number };

const addressOf = ({ port }: ServerEntry): string => `127.0.0.1:${port}`;

const wordsOf = ({ port }: ServerEntry): readonly string[] => ['start-dev', `--port ${port}`];

function provided(options: TemporalOptions, server: Running, how: string): ProvidedTemporal {
  return {
    address: addressOf(server),
    ...(server.uiPort === undefined ? {} : { uiUrl: `http://127.0.0.1:${server.uiPort}` }),
    how,
    pid: server.pid,
    stop: async () => {
      if (isOurs(server.pid, wordsOf(server))) await stopProcess(server.pid, options.ephemeral ? AT_ONCE : GENTLY);
      writeServerEntry(options.dataDir, 'temporal', { port: server.port, uiPort: server.uiPort });
    },
  };
}

/** A server that outlived its launcher (kill -9) goes on, if it is the one that is wanted now and answers; else it is stopped. */
async function adopt(options: TemporalOptions): Promise<Running | undefined> {
  const known = readServerBook(options.dataDir).temporal;
  if (known?.pid === undefined || !isOurs(known.pid, wordsOf(known))) return undefined;
  const running: Running = { ...known, pid: known.pid };
  if (known.flags === flagsOf(options).join(' ')) {
    try {
      await withProgress(options.report, 'waiting for Temporal', () => untilReady(options, running, ADOPT_MS));
      return running;
    } catch (error) {
      options.report(`the Temporal server that runs (process ${running.pid}) is replaced: ${(error as Error).message}`);
    }
  }
  await stopProcess(running.pid, GENTLY);
  return undefined;
}

function flagsOf({ dataDir, namespace, searchAttributes, dynamicConfig, ephemeral = false, ui = true, uiCodecEndpoint }: TemporalOptions): string[] {
  return [
    ...(ephemeral ? [] : ['--db-filename', join(dataDir, 'temporal.db'), '--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=normal']),
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
  const { dataDir, report, ui = true } = options;
  const before = readServerBook(dataDir).temporal;
  const port = await choosePort(before?.port);
  const uiPort = ui ? await choosePort(before?.uiPort) : undefined;
  const flags = flagsOf(options);
  const log = openServerLog(dataDir, 'temporal');
  const child = spawn(
    binary,
    ['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port), ...(uiPort === undefined ? [] : ['--ui-port', String(uiPort)]), ...flags],
    { detached: true, stdio: ['ignore', log.fd, log.fd] },
  );
  child.once('error', () => undefined);
  child.unref();
  closeSync(log.fd);
  if (child.pid === undefined) throw new Error(`Temporal could not be started from ${binary}: is the file a program for this machine?`);
  const running: Running = { pid: child.pid, port, uiPort, flags: flags.join(' ') };
  writeServerEntry(dataDir, 'temporal', running);
  try {
    await withProgress(report, 'starting Temporal', () => untilReady(options, running, READY_MS));
    return running;
  } catch (error) {
    await stopProcess(running.pid, GENTLY);
    throw new Error(`${(error as Error).message}; ${log.path} ends with:\n${tailOf(log.path)}`);
  }
}

const untilReady = (options: TemporalOptions, server: Running, withinMs: number): Promise<void> =>
  temporalReady({
    connection: { address: addressOf(server) },
    namespace: options.namespace,
    searchAttributes: options.searchAttributes,
    withinMs,
    hopeless: () => (isAlive(server.pid) ? undefined : `its process ${server.pid} has ended`),
  });
