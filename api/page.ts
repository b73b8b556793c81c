import { refusal } from '../domain/errors';
import { decodeCursor, encodeCursor } from './cursor';
import { Refused } from './problem';

/** A page of a list that is in memory as a whole; the cursor names the last entry of the page before. */
export function pageAfter<T>(all: readonly T[], keyOf: (entry: T) => string, { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number }): { items: T[]; next: string | null } {
  const [last] = (decodeCursor(cursor, ['string']) ?? []) as string[];
  const before = last === undefined ? -1 : all.findIndex((entry) => keyOf(entry) === last);
  if (last !== undefined && before < 0) throw new Refused(refusal('CURSOR_INVALID', {}, 'query.cursor'));
  const items = all.slice(before + 1, before + 1 + limit);
  const end = items.at(-1);
  return { items, next: end !== undefined && before + 1 + limit < all.length ? encodeCursor([keyOf(end)]) : null };
}
