import { setTimeout as sleep } from 'node:timers/promises';
import { openReconciliations, reconciledCounts } from '../db/reconciliations';
import type { OpenDesk } from '../gateway/open-desk';
import { compareStores } from '../gateway/compare-stores';
import { readWitness } from '../gateway/store-witness';
import { startReconciling } from '../gateway/reconcile';
import type { Report } from './servers/progress';

/** How long (real milliseconds) the windows wait for a whole comparison; a longer one goes on behind them. */
const WINDOWS_WAIT_MS = 20_000;

/**
 * Before anybody can ask: PostgreSQL against where it was seen, Temporal against the newest ends of the log. Where
 * one of them was put back everything is compared, those first whom somebody needs.
 */
export async function compareBeforeOpening(desk: OpenDesk, dataDir: string, report: Report): Promise<void> {
  const { looked, behind, putBack } = await compareStores(desk, readWitness(dataDir), { acting: true });
  if (putBack)
    report('PostgreSQL stands before where it was seen last: what it has lost comes back from the workflows');
  if (behind.length > 0)
    report(
      `Temporal has lost ${behind.length} of ${looked} dossiers that were looked at: their workflows follow the log`,
    );
  const open = await openReconciliations(desk.db);
  if (open.length === 0) return;
  const done = startReconciling(desk.client).then(
    () => 'done' as const,
    () => 'goes on' as const,
  );
  if ((await Promise.race([done, sleep(WINDOWS_WAIT_MS, 'goes on' as const, { ref: false })])) === 'goes on') {
    report(
      'the comparison of every dossier goes on, and whoever needs one has it compared first; ' +
        '"lienthong recover --all" shows how far it is',
    );
    return;
  }
  for (const { reconciliation } of open) {
    const counts = Object.entries(await reconciledCounts(desk.db, reconciliation)).map(([outcome, n]) => `${n} ${outcome}`);
    report(
      `compared: ${counts.join(', ') || 'no dossier'} ("lienthong recover --report ${reconciliation}" names them)`,
    );
  }
}
