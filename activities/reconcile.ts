import { Context, activityInfo } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import type { Kysely } from 'kysely';
import type { Pool } from 'pg';
import { archivedOf, openHeadsAfter, withoutLog } from '../db/reads/heads';
import type { Head } from '../db/reads/heads';
import {
  findReconciliation,
  finishReconciliation,
  noteReconciled,
  notYetReconciled,
  openReconciliations,
  reconciledEntries,
} from '../db/reconciliations';
import { removeOldReceipts } from '../db/receipts';
import type { Reconciliation } from '../db/reconciliations';
import type { Schema } from '../db/schema';
import type { Desk } from '../gateway/desk';
import { compareStores, passKnownCodes, presentPlace, workflowsBehind } from '../gateway/compare-stores';
import type { Place } from '../gateway/compare-stores';
import type { Signing } from '../gateway/signing';
import { mend } from './mend';

export type { Place };

export interface ReconcileActivities {
  /** Compares the two stores by sample; answers where PostgreSQL was seen, for the next look. */
  compareStores(seen: Place | null): Promise<Place>;
  /** Works every comparison that is open to its end. Interrupted, it goes on where it was. */
  reconcileStores(): Promise<number>;
}

export interface ReconcileDependencies {
  readonly pool: Pool;
  readonly db: Kysely<Schema>;
  readonly client: Client;
  readonly signing: Signing;
  readonly clock: Desk['clock'];
  readonly log?: { info(fields: object, message: string): void };
}

const AT_ONCE = 16;
const PAGE = 400;
/** Nobody repeats an act later than this (real milliseconds) under the key of its first receipt. */
const RECEIPTS_KEPT_MS = 14 * 86_400_000;

export const createReconcileActivities = (to: ReconcileDependencies): ReconcileActivities => ({
  async compareStores(seen) {
    await removeOldReceipts(to.db, RECEIPTS_KEPT_MS);
    await compareStores(to, seen ?? undefined, { acting: true });
    return presentPlace(to);
  },
  reconcileStores: () =>
    whileHeartBeats(() =>
      alone(to.pool, async () => {
        let dossiers = 0;
        for (let open = await openReconciliations(to.db); open.length > 0; open = await openReconciliations(to.db)) {
          for (const each of open) dossiers += await reconcile(to, each.reconciliation);
        }
        return dossiers;
      }),
    ),
});

const HEARTBEAT_MS = 5_000;

async function whileHeartBeats<T>(work: () => Promise<T>): Promise<T> {
  const context = Context.current();
  const beat = setInterval(() => context.heartbeat(activityInfo().attempt), HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(beat);
  }
}

/** Any constant does; it must only be the same in every worker. */
const RECONCILING_LOCK = 7_202_611_301;

/** The sweep and an operator may both have asked: one of them works, and the other finds everything done. */
async function alone<T>(pool: Pool, work: () => Promise<T>): Promise<T> {
  const connection = await pool.connect();
  try {
    await connection.query('set statement_timeout = 0');
    await connection.query('select pg_advisory_lock($1)', [RECONCILING_LOCK]);
    return await work();
  } finally {
    // Its end gives the lock back, whatever state the connection is in.
    connection.release(true);
  }
}

/**
 * One comparison: what only Temporal knows, then every dossier that is not archived. Answers how many dossiers it
 * dealt with.
 */
async function reconcile(to: ReconcileDependencies, reconciliation: number): Promise<number> {
  const work = await findReconciliation(to.db, reconciliation);
  if (!work || work.finishedRealAt !== null) return 0;
  let dealtWith = 0;
  const deal = async (heads: readonly Head[]): Promise<void> => {
    Context.current().cancellationSignal.throwIfAborted();
    dealtWith += await dealWith(to, work, heads);
  };
  if (work.reason !== 'temporal-behind') {
    await passKnownCodes(to, true);
    await eachUnlogged(to, deal);
  }
  await eachOutlived(to, deal);
  for (
    let page = await openHeadsAfter(to.db, null, PAGE);
    page.length > 0;
    page = await openHeadsAfter(to.db, page.at(-1)!.dossierId, PAGE)
  ) {
    for (let from = 0; from < page.length; from += AT_ONCE) await deal(page.slice(from, from + AT_ONCE));
  }
  await tendAgain(to, reconciliation);
  await finishReconciliation(to.db, reconciliation);
  to.log?.info({ reconciliation, reason: work.reason, dealtWith }, 'log and workflows were compared');
  return dealtWith;
}

async function dealWith(
  to: ReconcileDependencies,
  { reconciliation, reason }: Reconciliation,
  heads: readonly Head[],
): Promise<number> {
  const waiting = new Set(
    await notYetReconciled(
      to.db,
      reconciliation,
      heads.map(({ dossierId }) => dossierId),
    ),
  );
  const left = heads.filter(({ dossierId }) => waiting.has(dossierId));
  // Where only Temporal can have lost anything, its own account of each run says whether it has.
  const suspects =
    reason === 'temporal-behind'
      ? new Set((await workflowsBehind(to.client, left)).map(({ dossierId }) => dossierId))
      : waiting;
  const well = left.filter(({ dossierId }) => !suspects.has(dossierId));
  await noteReconciled(
    to.db,
    reconciliation,
    well.map(({ dossierId, seq }) => ({ dossierId, outcome: 'well', seq, detail: {} })),
  );
  await Promise.all(
    left.filter(({ dossierId }) => suspects.has(dossierId)).map(({ dossierId }) => tend(to, reconciliation, dossierId)),
  );
  return left.length;
}

/** One dossier that cannot be mended must not keep the others waiting: it is named in the report. */
async function tend(to: ReconcileDependencies, reconciliation: number, dossierId: string): Promise<void> {
  try {
    const { outcome, seq, detail } = await mend(to, dossierId);
    if (outcome === 'unknown') await noteReconciled(to.db, reconciliation, [{ dossierId, outcome, seq, detail }]);
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0]!.slice(0, 200) : String(error);
    await noteReconciled(to.db, reconciliation, [{ dossierId, outcome: 'unreadable', seq: 0, detail: { reason } }]);
  }
}

const AGAIN = 3;
const AGAIN_AFTER_MS = 3_000;

/** What did not answer may have waited for a worker that has died: it is asked again before anybody is told of it. */
async function tendAgain(to: ReconcileDependencies, reconciliation: number): Promise<void> {
  for (let tries = 0; tries < AGAIN; tries++) {
    const silent = await reconciledEntries(to.db, reconciliation, ['unreadable', 'unknown']);
    if (silent.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS));
    for (let from = 0; from < silent.length; from += AT_ONCE) {
      await Promise.all(silent.slice(from, from + AT_ONCE).map(({ dossierId }) => tend(to, reconciliation, dossierId)));
    }
  }
}

type Deal = (heads: readonly Head[]) => Promise<void>;

/** Dossiers that Temporal knows, running or over, and the log does not. */
const eachUnlogged = ({ client, db }: ReconcileDependencies, deal: Deal): Promise<void> =>
  eachWorkflow(client, `WorkflowType = 'dossier'`, deal, async (ids) =>
    (await withoutLog(db, ids)).map((dossierId) => ({ dossierId, seq: 0, closed: false, run: null })),
  );

/** Dossiers that are archived, and whose workflow was put back to when they were not. */
const eachOutlived = ({ client, db }: ReconcileDependencies, deal: Deal): Promise<void> =>
  eachWorkflow(client, `WorkflowType = 'dossier' AND ExecutionStatus = 'Running'`, deal, (ids) => archivedOf(db, ids));

const LISTED_AT_ONCE = 1_000;

/** Of all workflows that a query finds, deals with those that the log picks out, by pages. */
async function eachWorkflow(
  client: Client,
  query: string,
  deal: Deal,
  pick: (ids: readonly string[]) => Promise<readonly Head[]>,
): Promise<void> {
  let ids = new Set<string>();
  const flush = async (): Promise<void> => {
    const picked = await pick([...ids]);
    ids = new Set();
    for (let from = 0; from < picked.length; from += AT_ONCE) await deal(picked.slice(from, from + AT_ONCE));
  };
  for await (const { workflowId } of client.workflow.list({ query, pageSize: LISTED_AT_ONCE })) {
    ids.add(workflowId);
    if (ids.size >= LISTED_AT_ONCE) await flush();
  }
  await flush();
}
