import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const OWNER_ALONE = 0o600;

/** What has passed of a file, to be read again in any order. It has no name from the beginning: nothing is left of it, whatever happens. */
export class Spool {
  readonly file: number;
  #size = 0;
  #closed = false;

  constructor() {
    const folder = mkdtempSync(join(tmpdir(), 'lienthong-spool-'));
    try {
      this.file = openSync(join(folder, 'file'), 'wx+', OWNER_ALONE);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  get size(): number {
    return this.#size;
  }

  add(chunk: Buffer): void {
    for (let written = 0; written < chunk.length; ) written += writeSync(this.file, chunk, written, chunk.length - written, this.#size + written);
    this.#size += chunk.length;
  }

  close(): void {
    if (!this.#closed) closeSync(this.file);
    this.#closed = true;
  }
}
