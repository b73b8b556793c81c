import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Place } from './compare-stores';

const fileIn = (dataDir: string): string => join(dataDir, 'store-witness.json');

/** Where PostgreSQL was seen last, by the processes of this data directory; undefined before the first time. */
export function readWitness(dataDir: string): Place | undefined {
  try {
    const { system, place } = JSON.parse(readFileSync(fileIn(dataDir), 'utf8')) as Partial<Place>;
    return typeof system === 'string' && typeof place === 'string' && /^\d+$/.test(place)
      ? { system, place }
      : undefined;
  } catch {
    // A torn or missing witness has seen nothing; the sweep's own memory in Temporal is another one.
    return undefined;
  }
}

/** Remembers where PostgreSQL is seen now. Not waited for on the disk: it is written again within a second. */
export function writeWitness(dataDir: string, place: Place): void {
  const temporary = `${fileIn(dataDir)}.${process.pid}`;
  writeFileSync(temporary, `${JSON.stringify(place)}\n`, { mode: 0o600 });
  renameSync(temporary, fileIn(dataDir));
}
