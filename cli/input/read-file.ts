import { closeSync, openSync, readSync } from 'node:fs';
import { refusal } from '../../domain/errors';
import { Failed, Refused } from '../exit';

/** Nothing honest that a command reads comes near this. */
const LARGEST = 16 * 1024 * 1024;

/** A text file in UTF-8. Failed when it cannot be read, TEXT_NOT_STORABLE when it is no text. */
export function readTextFile(path: string, field: string): string {
  try {
    return decode(readAtMost(path, field), field);
  } catch (error) {
    if (error instanceof Refused) throw error;
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new Failed({ en: `"${path}" cannot be read (${reason}); name a file that is there and that you may read`, vi: `không đọc được "${path}" (${reason}); hãy nêu tệp có thật và được phép đọc` }, { cause: error });
  }
}

/** Devices and pipes say nothing of their size beforehand: reading stops where it is too much. */
function readAtMost(path: string, field: string): Buffer {
  const file = openSync(path, 'r');
  try {
    const parts: Buffer[] = [];
    for (let size = 0; ; ) {
      const part = Buffer.alloc(1024 * 1024);
      const read = readSync(file, part);
      if (read === 0) return Buffer.concat(parts);
      size += read;
      if (size > LARGEST) throw new Refused(refusal('TEXT_TOO_LONG', { length: `more than ${LARGEST}`, limit: 10_000 }, field));
      parts.push(part.subarray(0, read));
    }
  } finally {
    closeSync(file);
  }
}

export function decode(bytes: Buffer, field: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Refused(refusal('TEXT_NOT_STORABLE', {}, field));
  }
}
