import { existsSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../../gateway/whole-file';

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

/** Whether the book is there and cannot be read. The servers it knew are found by what they keep open. */
export function isBookTorn(dataDir: string): boolean {
  if (!existsSync(bookFile(dataDir))) return false;
  try {
    JSON.parse(readFileSync(bookFile(dataDir), 'utf8'));
    return false;
  } catch {
    return true;
  }
}

/** Writes one entry, whole or not at all. Only its owner can read it. */
export function writeServerEntry(dataDir: string, server: keyof ServerBook, entry: ServerEntry): void {
  writeWhole(bookFile(dataDir), `${JSON.stringify({ ...readServerBook(dataDir), [server]: entry }, null, 2)}\n`);
}

const LOG_LIMIT_BYTES = 20 * 1024 * 1024;

/** Opens `log/<name>.log` of a data directory for appending; one that has grown past 20 MiB is set aside first. */
export function openServerLog(dataDir: string, name: string): { readonly path: string; readonly fd: number } {
  mkdirSync(join(dataDir, 'log'), { recursive: true, mode: 0o700 });
  const path = join(dataDir, 'log', `${name}.log`);
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT_BYTES) renameSync(path, `${path}.1`);
  return { path, fd: openSync(path, 'a', 0o600) };
}

/** The last lines of a log: what a server said before it gave up. */
export function tailOf(path: string, lines = 8): string {
  try {
    return readFileSync(path, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } catch {
    return '';
  }
}
