import { refusal } from '../domain/errors';
import { Refused } from './problem';

/** Where a page ended: the sort key of its last row, opaque to the caller. */
export const encodeCursor = (key: readonly (string | number)[]): string => Buffer.from(JSON.stringify(key)).toString('base64url');

export function decodeCursor(cursor: string | undefined, types: readonly ('string' | 'number')[]): (string | number)[] | undefined {
  if (cursor === undefined) return undefined;
  try {
    const key = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown;
    if (Array.isArray(key) && key.length === types.length && key.every((part, i) => typeof part === types[i] && (typeof part !== 'number' || Number.isSafeInteger(part)))) return key as (string | number)[];
  } catch {
    // Not one of ours.
  }
  throw new Refused(refusal('CURSOR_INVALID', {}, 'query.cursor'));
}
