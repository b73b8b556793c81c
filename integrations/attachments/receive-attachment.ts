import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { refusal } from '../../domain/errors';
import type { Refusal } from '../../domain/errors';
import { ok, refuse } from '../../domain/result';
import type { Result } from '../../domain/result';
import type { DeclaredFile } from './file-types';
import { Recogniser } from './recognise';
import type { Scan } from './scan-command';
import type { AttachmentStore } from './store';

export interface Reception {
  readonly store: AttachmentStore;
  /** None: files are kept as unscanned. */
  readonly scan: Scan | null;
  readonly limitBytes: number;
}

export interface ReceivedFile {
  readonly mediaType: string;
  /** Bytes. */
  readonly size: number;
  /** Hex. */
  readonly sha256: string;
  readonly scan: 'clean' | 'unscanned';
}

/**
 * Lets a file pass into the storage, looking at each part once and keeping none. The storage gives it its name only after
 * the last byte was counted, recognised and scanned: a file that is refused, or breaks off, never was there. What is left
 * unread of `content` after a refusal is the caller's to drain or to cut off.
 */
export async function receiveAttachment({ store, scan, limitBytes }: Reception, key: string, content: Readable, declared: DeclaredFile): Promise<Result<ReceivedFile>> {
  let refused: Refusal | null = null;
  let received: ReceivedFile | null = null;
  const stop = (why: Refusal): never => {
    refused = why;
    throw new Error(why.code);
  };

  async function* passing(): AsyncGenerator<Buffer> {
    const recogniser = new Recogniser(declared);
    const hash = createHash('sha256');
    const run = scan?.() ?? null;
    let size = 0;
    try {
      for await (const chunk of unbroken(content, stop)) {
        size += chunk.length;
        if (size > limitBytes) stop(refusal('ATTACHMENT_TOO_LARGE', { limit: Math.floor(limitBytes / MEGABYTE) }, 'file'));
        const wrong = recogniser.take(chunk);
        if (wrong) stop(wrong);
        hash.update(chunk);
        await run?.write(chunk);
        yield chunk;
      }
      if (size === 0) stop(refusal('ATTACHMENT_EMPTY', {}, 'file'));
      const type = await recogniser.end();
      if (!type.ok) return stop(type.refusal);
      const outcome = (await run?.finish()) ?? 'unscanned';
      if (outcome === 'infected') return stop(refusal('ATTACHMENT_INFECTED', {}, 'file'));
      if (outcome === 'failed') return stop(refusal('ATTACHMENT_NOT_SCANNED', {}, 'file'));
      received = { mediaType: type.value.mediaType, size, sha256: hash.digest('hex'), scan: outcome };
    } finally {
      recogniser.close();
      run?.cancel();
    }
  }

  try {
    await store.put(key, passing());
  } catch (error) {
    // The storage passes on what it was fed; anything else is its own trouble.
    if (refused !== null) return refuse(refused);
    throw error;
  }
  return ok(received!);
}

export const MEGABYTE = 1024 * 1024;

/** The parts of an upload; a sender who is gone is a refusal like another, and is left to the caller. */
async function* unbroken(content: Readable, stop: (why: Refusal) => never): AsyncGenerator<Buffer> {
  const parts = content.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>;
  for (;;) {
    const next = await parts.next().catch(() => stop(refusal('ATTACHMENT_BROKEN_OFF', {}, 'file')));
    if (next.done) return;
    yield next.value;
  }
}
