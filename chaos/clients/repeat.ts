import { insist } from './insist';
import type { Connection } from './insist';

/** Asks some confirmed acts again under their keys, long after. The account notes where the answer is another. */
export async function repeatConfirmed(connection: Connection, most: number): Promise<number> {
  const confirmed = connection.account.entries().filter(({ standing }) => standing === 'recorded');
  const every = Math.max(1, Math.ceil(confirmed.length / most));
  const chosen = confirmed.filter((_, index) => index % every === 0);
  for (const { key } of chosen) {
    const asked = connection.asked.get(key);
    if (asked !== undefined) await insist(connection, { ...asked, diesAfterMs: undefined });
  }
  return chosen.length;
}
