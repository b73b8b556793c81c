import type { Readable } from 'node:stream';

/** Where attached files lie. A key is 32 hexadecimal digits, used once. */
export interface AttachmentStore {
  /** Keeps everything that comes, durably; one that fails, or is fed by something that fails, leaves nothing. */
  put(key: string, content: AsyncIterable<Uint8Array>): Promise<void>;
  /** Bytes, or undefined where there is nothing under this key. */
  sizeOf(key: string): Promise<number | undefined>;
  /** The content from its beginning, or undefined where there is nothing under this key. */
  get(key: string): Promise<Readable | undefined>;
  /** Also what a killed process left half-written under the key. Safe to repeat. */
  remove(key: string): Promise<void>;
}

/** A key becomes part of a path: nothing else may ever come here. */
export function requireKey(key: string): void {
  if (!/^[0-9a-f]{32}$/.test(key)) throw new Error('the key of a stored file is not 32 hexadecimal digits');
}
