import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

const OWNER_ALONE = 0o600;

/**
 * Writes a small file whole or not at all: neither a kill nor a power cut leaves it empty or half written. Only its
 * owner can read it. What stood there before is replaced.
 */
export function writeWhole(path: string, text: string): void {
  const unfinished = writeAside(path, text);
  renameSync(unfinished, path);
  flushDirectory(dirname(path));
}

/** Like `writeWhole`, for what must never be replaced: false where the file was there already, and stays as it was. */
export function createWhole(path: string, text: string): boolean {
  const unfinished = writeAside(path, text);
  try {
    linkSync(unfinished, path);
    flushDirectory(dirname(path));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(unfinished, { force: true });
  }
}

function writeAside(path: string, text: string): string {
  mkdirSync(dirname(path), { recursive: true });
  const unfinished = `${path}.${process.pid}.unfinished`;
  const file = openSync(unfinished, 'w', OWNER_ALONE);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return unfinished;
}

/** The name of a file is kept by its directory, which must reach the disk, too. */
function flushDirectory(directory: string): void {
  // Windows cannot open a directory, and writes its names at once.
  if (process.platform === 'win32') return;
  const opened = openSync(directory, 'r');
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}
