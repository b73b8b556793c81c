import { isDossierId } from '../db/reads/dossier-by-id-or-code';
import { refusal } from '../domain/errors';
import { Refused } from './problem';

/** Where a page ended: the sort key of its last row, opaque to the caller. */
export const encodeCursor = (key: readonly (string | number)[]): string => Buffer.from(JSON.stringify(key)).toString('base64url');

type Part = 'string' | 'number' | 'uuid';

export function decodeCursor(cursor: string | undefined, types: readonly Part[]): (string | number)[] | undefined {
  if (cursor === undefined) return undefined;
  try {
    const key = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown;
    if (Array.isArray(key) && key.length === types.length && key.every((part, i) => isPart(part, types[i]!))) return key as (string | number)[];
  } catch {
    // Not one of ours.
  }
  throw new Refused(refusal('CURSOR_INVALID', {}, 'query.cursor'));
}

/** What PostgreSQL would refuse is no cursor of ours either: somebody has made it up. */
const isPart = (part: unknown, type: Part): boolean =>
  type === 'number' ? Number.isSafeInteger(part) : typeof part === 'string' && (type === 'uuid' ? isDossierId(part) : !part.includes('\0'));
