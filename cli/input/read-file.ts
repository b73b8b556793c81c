import { readFileSync, statSync } from 'node:fs';
import { refusal } from '../../domain/errors';
import { Failed, Refused } from '../exit';

/** Nothing honest that a command reads comes near this. */
const LARGEST = 64 * 1024 * 1024;

/** A text file in UTF-8. Failed when it cannot be read, TEXT_NOT_STORABLE when it is no text. */
export function readTextFile(path: string, field: string): string {
  try {
    const { size } = statSync(path);
    if (size > LARGEST) throw new Refused(refusal('TEXT_TOO_LONG', { length: size, limit: 10_000 }, field));
    return decode(readFileSync(path), field);
  } catch (error) {
    if (error instanceof Refused) throw error;
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new Failed({ en: `"${path}" cannot be read (${reason}); name a file that is there and that you may read`, vi: `không đọc được "${path}" (${reason}); hãy nêu tệp có thật và được phép đọc` }, { cause: error });
  }
}

export function decode(bytes: Buffer, field: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Refused(refusal('TEXT_NOT_STORABLE', {}, field));
  }
}
