import { insist } from './insist';
import type { Connection } from './insist';
import { GaveUp } from './stopping';

/**
 * Asks some confirmed acts again under their keys, long after. The account notes where the answer is another one, and
 * which get none any more.
 */
export async function repeatConfirmed(connection: Connection, most: number): Promise<void> {
  const confirmed = connection.account.entries().filter(({ standing }) => standing === 'recorded');
  const every = Math.max(1, Math.ceil(confirmed.length / most));
  for (const { key } of confirmed.filter((_, index) => index % every === 0)) {
    const asked = connection.asked.get(key);
    if (asked === undefined) continue;
    try {
      await insist(connection, { ...asked, diesAfterMs: undefined });
    } catch (error) {
      if (!(error instanceof GaveUp)) throw error;
    }
  }
}
