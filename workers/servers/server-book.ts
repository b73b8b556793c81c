import { mkdirSync, openSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is known of a server we started; ports are kept after it has stopped, so that it comes back where it was. */
export interface ServerEntry {
  readonly pid?: number;
  readonly port: number;
  /** Temporal only: the Web UI. */
  readonly uiPort?: number;
  /** Temporal only: the flags it was started with, to see whether a running one still is what is wanted. */
  readonly flags?: string;
}

/** `servers.json` of a data directory: where an operator finds each process. */
export interface ServerBook {
  readonly postgres?: ServerEntry;
  readonly temporal?: ServerEntry;
}

const bookFile = (dataDir: string): string => join(dataDir, 'servers.json');

/** The book of a data directory; an absent or torn one is an empty one. */
export function readServerBook(dataDir: string): ServerBook {
  try {
    return JSON.parse(readFileSync(bookFile(dataDir), 'utf8')) as ServerBook;
  } catch {
    return {};
  }
}

/** Writes one entry, whole or not at all. */
export function writeServerEntry(dataDir: string, server: keyof ServerBook, entry: ServerEntry): void {
  const next = { ...readServerBook(dataDir), [server]: entry };
  const temporary = `${bookFile(dataDir)}.${process.pid}`;
  // The flags hold the token of the codec endpoint.
  writeFileSync(temporary, `${JSON.stringify(next, null, 2)}\n`, { mode: 0o600 });
  renameSync(temporary, bookFile(dataDir));
}

const LOG_LIMIT_BYTES = 20 * 1024 * 1024;

/** Opens `log/<name>.log` of a data directory for appending; one that has grown past 20 MiB is set aside first. */
export function openServerLog(dataDir: string, name: string): { readonly path: string; readonly fd: number } {
  mkdirSync(join(dataDir, 'log'), { recursive: true });
  const path = join(dataDir, 'log', `${name}.log`);
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT_BYTES) renameSync(path, `${path}.1`);
  return { path, fd: openSync(path, 'a') };
}

/** The last lines of a log: what a server said before it gave up. */
export function tailOf(path: string, lines = 8): string {
  try {
    return readFileSync(path, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } catch {
    return '';
  }
}
