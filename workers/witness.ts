import type { Logger } from 'pino';
import { beginReconciliation } from '../db/reconciliations';
import { passKnownCodes, presentPlace, wasPutBack } from '../gateway/compare-stores';
import type { Desk } from '../gateway/desk';
import { readWitness, writeWitness } from '../gateway/store-witness';

const LOOK_EVERY_MS = 1_000;

/**
 * Remembers outside the database how far the database was, once a second: an older copy in its place is found out by
 * that, whoever put it there, and everything is compared. Answers how to stop, after a last look.
 */
export function keepWitness(
  desk: Pick<Desk, 'db' | 'client' | 'clock'>,
  dataDir: string,
  log?: Pick<Logger, 'warn'>,
): () => Promise<void> {
  const { db } = desk;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const look = async (): Promise<void> => {
    // Read first: another worker's would be of a later moment.
    const seen = readWitness(dataDir);
    const now = await presentPlace({ db });
    if (wasPutBack(seen, now)) {
      log?.warn(
        { seen, now },
        'the database stands before where it was seen: everything is compared with its workflow',
      );
      // Begun before the witness forgets.
      await beginReconciliation(db, 'log-behind', { seen, now });
      await passKnownCodes(desk, true);
    }
    writeWitness(dataDir, now);
  };
  const lookOn = async (): Promise<void> => {
    // A database that is away is looked at again when it is back.
    await look().catch(() => undefined);
    if (!stopped) timer = setTimeout(() => void (looking = lookOn()), LOOK_EVERY_MS);
  };
  let looking = lookOn();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await looking;
    await look().catch(() => undefined);
  };
}
