import { sql, type Kysely } from 'kysely';
import { canonicalJson } from '../domain/canonical-json';
import type { Schema } from './schema';

/** Why the two stores are compared: one seems to have been put back, or somebody asked. */
export type ReconciliationReason = 'temporal-behind' | 'log-behind' | 'asked';

export interface Reconciliation {
  readonly reconciliation: number;
  readonly reason: ReconciliationReason;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly begunRealAt: number;
  readonly finishedRealAt: number | null;
}

export interface ReconciledDossier {
  readonly dossierId: string;
  readonly outcome: string;
  /** Last event of the log, afterwards. */
  readonly seq: number;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Any constant does; whoever opens a comparison looks first, and two must not look at once. */
const OPENING_LOCK = 7_202_611_300;

/**
 * The comparison that is under way, else a new one. A log that is behind asks for more than a workflow that is: it is
 * begun beside that.
 */
export const beginReconciliation = (
  db: Kysely<Schema>,
  reason: ReconciliationReason,
  detail: object,
): Promise<number> =>
  db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${OPENING_LOCK})`.execute(trx);
    const underWay = await openReconciliations(trx);
    const open = underWay.find((each) => covers(each, reason, detail));
    if (open) return open.reconciliation;
    const { reconciliation } = await trx
      .insertInto('reconciliations')
      .values({ reason, detail: JSON.stringify(detail), finished_real_at: null })
      .returning('reconciliation')
      .executeTakeFirstOrThrow();
    return reconciliation;
  });

/** Put back once more, everything that was dealt with is looked at again. */
function covers(open: Reconciliation, reason: ReconciliationReason, detail: object): boolean {
  if (reason !== 'log-behind') return open.reason === reason || open.reason === 'log-behind';
  const seen = (detail as { readonly seen?: unknown }).seen ?? null;
  return open.reason === reason && canonicalJson(open.detail['seen'] ?? null) === canonicalJson(seen);
}

/** Those that are not finished, the oldest first. */
export const openReconciliations = async (db: Kysely<Schema>): Promise<readonly Reconciliation[]> => {
  const rows = await db
    .selectFrom('reconciliations')
    .selectAll()
    .where('finished_real_at', 'is', null)
    .orderBy('reconciliation')
    .execute();
  return rows.map(reconciliationFrom);
};

export const findReconciliation = async (
  db: Kysely<Schema>,
  reconciliation: number,
): Promise<Reconciliation | undefined> => {
  const row = await db
    .selectFrom('reconciliations')
    .selectAll()
    .where('reconciliation', '=', reconciliation)
    .executeTakeFirst();
  return row && reconciliationFrom(row);
};

const reconciliationFrom = (row: {
  reconciliation: number;
  reason: ReconciliationReason;
  detail: unknown;
  begun_real_at: number;
  finished_real_at: number | null;
}): Reconciliation => ({
  reconciliation: row.reconciliation,
  reason: row.reason,
  detail: row.detail as Reconciliation['detail'],
  begunRealAt: row.begun_real_at,
  finishedRealAt: row.finished_real_at,
});

export const finishReconciliation = async (db: Kysely<Schema>, reconciliation: number): Promise<void> => {
  await db
    .updateTable('reconciliations')
    .set({ finished_real_at: sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint` })
    .where('reconciliation', '=', reconciliation)
    .where('finished_real_at', 'is', null)
    .execute();
};

/** What became of these dossiers. Looked at again, the first account stands unless it found nothing wrong. */
export const noteReconciled = async (
  db: Kysely<Schema>,
  reconciliation: number,
  dossiers: readonly ReconciledDossier[],
): Promise<void> => {
  if (dossiers.length === 0) return;
  await db
    .insertInto('reconciled_dossiers')
    .values(
      dossiers.map(({ dossierId, outcome, seq, detail }) => ({
        reconciliation,
        dossier_id: dossierId,
        outcome,
        seq,
        detail: JSON.stringify(detail),
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['reconciliation', 'dossier_id'])
        .doUpdateSet(({ ref }) => ({
          outcome: ref('excluded.outcome'),
          seq: ref('excluded.seq'),
          detail: ref('excluded.detail'),
        }))
        .where('reconciled_dossiers.outcome', 'in', ['well', 'unreadable', 'unknown']),
    )
    .execute();
};

/** Of these dossiers those that this comparison has not dealt with. */
export const notYetReconciled = async (
  db: Kysely<Schema>,
  reconciliation: number,
  dossierIds: readonly string[],
): Promise<readonly string[]> => {
  const { rows } = await sql<{ id: string }>`
    select id::text from not_yet_reconciled(${reconciliation}::integer, ${`{${dossierIds.join(',')}}`}::uuid[]) id`.execute(db);
  return rows.map(({ id }) => id);
};

/** How many dossiers came out how. */
export const reconciledCounts = async (
  db: Kysely<Schema>,
  reconciliation: number,
): Promise<Readonly<Record<string, number>>> => {
  const rows = await db
    .selectFrom('reconciled_dossiers')
    .select(['outcome', ({ fn }) => fn.countAll<number>().as('n')])
    .where('reconciliation', '=', reconciliation)
    .groupBy('outcome')
    .execute();
  return Object.fromEntries(rows.map(({ outcome, n }) => [outcome, Number(n)]));
};

export interface ReconciledEntry extends ReconciledDossier {
  readonly code: string | null;
  /** The applicant, where the name is still there. */
  readonly applicant: string | null;
}

/** Those of which a person must know, by name: what came back in part, or not at all. */
export const reconciledEntries = async (
  db: Kysely<Schema>,
  reconciliation: number,
  outcomes: readonly string[],
): Promise<readonly ReconciledEntry[]> => {
  const rows = await db
    .selectFrom('reconciled_dossiers as r')
    .leftJoin('dossiers as d', 'd.dossier_id', 'r.dossier_id')
    .leftJoin('personal_data as p', (join) =>
      join.onRef('p.dossier_id', '=', 'r.dossier_id').on('p.subject', '=', 'applicant'),
    )
    .select(['r.dossier_id', 'r.outcome', 'r.seq', 'r.detail', 'd.code', 'p.name'])
    .where('r.reconciliation', '=', reconciliation)
    .where('r.outcome', 'in', [...outcomes])
    .orderBy('r.outcome')
    .orderBy('r.dossier_id')
    .execute();
  return rows.map((row) => ({
    dossierId: row.dossier_id,
    outcome: row.outcome,
    seq: row.seq,
    detail: row.detail as ReconciledDossier['detail'],
    code: row.code,
    applicant: row.name,
  }));
};
