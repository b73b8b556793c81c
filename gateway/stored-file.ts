import { createHash } from 'node:crypto';
import { Readable, Transform } from 'node:stream';
import type { TransformCallback } from 'node:stream';

/** Where attached files lie, for whoever reads them; integrations/attachments has it. */
export interface FileReader {
  /** Bytes; undefined where nothing is there. */
  sizeOf(key: string): Promise<number | undefined>;
  read(key: string): Promise<Readable | undefined>;
}

/** What the log says of a file's content. */
export interface LoggedContent {
  readonly size: number;
  /** Hex. */
  readonly sha256: string;
}

/** Why a file is not the one that was attached. */
export type FileFault = 'missing' | 'changed';

/** Files up to this size (bytes) are read whole before anything of them is answered. */
const WHOLE = 4 * 1024 * 1024;

/**
 * The file, held against what the log says of it. A small one is answered only when it is the one that was attached. Of
 * a larger one the last part is held back until all of it has proved right; else the stream breaks, and whoever reads
 * it cannot take it for whole.
 * @param onChanged Told of a fault that shows only while the stream is read.
 */
export async function openHeld(
  files: FileReader,
  key: string,
  logged: LoggedContent,
  onChanged: () => void,
): Promise<Readable | FileFault> {
  const size = await files.sizeOf(key);
  if (size === undefined) return 'missing';
  if (size !== logged.size) return 'changed';
  const content = await files.read(key);
  if (content === undefined) return 'missing';
  const held = new Held(logged);
  if (logged.size > WHOLE) return passedThrough(content, held, onChanged);
  const parts: Buffer[] = [];
  try {
    for await (const part of passedThrough(content, held, () => undefined)) parts.push(part as Buffer);
  } catch (error) {
    if (error instanceof NotAsLogged) return 'changed';
    throw error;
  }
  return Readable.from(parts, { objectMode: false });
}

/** How a whole file compares with its log; it is read part by part, and none is kept. */
export async function faultOf(files: FileReader, key: string, logged: LoggedContent): Promise<FileFault | null> {
  const opened = await openHeld(files, key, logged, () => undefined);
  if (typeof opened === 'string') return opened;
  try {
    for await (const _ of opened);
    return null;
  } catch (error) {
    if (error instanceof NotAsLogged) return 'changed';
    throw error;
  }
}

function passedThrough(content: Readable, held: Held, onChanged: () => void): Readable {
  held.once('error', (error) => {
    content.destroy();
    if (error instanceof NotAsLogged) onChanged();
  });
  content.once('error', (error) => held.destroy(error));
  held.once('close', () => content.destroy());
  return content.pipe(held);
}

export class NotAsLogged extends Error {
  override readonly name = 'NotAsLogged';
  constructor() {
    super('the file is not the one that the log has the digest of');
  }
}

/** Lets a content pass, its last part only when all of it is as the log says. */
class Held extends Transform {
  readonly #hash = createHash('sha256');
  readonly #logged: LoggedContent;
  #size = 0;
  #last: Buffer | null = null;

  constructor(logged: LoggedContent) {
    super();
    this.#logged = logged;
  }

  override _transform(part: Buffer, _: BufferEncoding, done: TransformCallback): void {
    this.#size += part.length;
    if (this.#size > this.#logged.size) return done(new NotAsLogged());
    this.#hash.update(part);
    const before = this.#last;
    this.#last = part;
    done(null, before ?? undefined);
  }

  override _flush(done: TransformCallback): void {
    const same = this.#size === this.#logged.size && this.#hash.digest('hex') === this.#logged.sha256;
    if (same) done(null, this.#last ?? undefined);
    else done(new NotAsLogged());
  }
}
