import { closeSync, openSync, readSync } from 'node:fs';
import { refusal } from '../../domain/errors';
import { Failed, Refused } from '../exit';

/** Nothing honest that a command reads comes near this. */
const LARGEST = 16 * 1024 * 1024;

/** A text file in UTF-8. Failed when it cannot be read, TEXT_NOT_UTF8 when it is no text. */
export function readTextFile(path: string, field: string): string {
  try {
    return decode(readAtMost(path, field), field, path);
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

/** The bytes of `file` as text; TEXT_NOT_UTF8 names the first line that is none. */
export function decode(bytes: Buffer, field: string, file: string): string {
  const text = (part: Buffer): string => new TextDecoder('utf-8', { fatal: true }).decode(part);
  try {
    return text(bytes);
  } catch {
    let line = 1;
    // No byte of a character of several bytes is a line break.
    for (let from = 0; ; line++) {
      const end = bytes.indexOf(0x0a, from);
      try {
        text(bytes.subarray(from, end < 0 ? bytes.length : end));
      } catch {
        break;
      }
      if (end < 0) break;
      from = end + 1;
    }
    throw new Refused(refusal('TEXT_NOT_UTF8', { file, line }, field));
  }
}
