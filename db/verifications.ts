import type { Kysely } from 'kysely';
import type { TamperFinding } from '../domain/verification/finding';
import type { Schema } from './schema';

/** A daily verification as it is kept. */
export interface KeptVerification {
  readonly verification: number;
  readonly begunRealAt: number;
  readonly finishedRealAt: number;
  readonly dossiers: number;
  readonly events: number;
  /** Places that were found; the first of them are named. */
  readonly found: number;
  readonly findings: readonly TamperFinding[];
}

const MOST_NAMED = 1_000;
/** One alarm for each of the first places; a person then looks at the whole list. */
const MOST_ALARMS = 20;

/** Keeps what a verification found, and raises an alarm for each place that has none open. */
export const keepVerification = (
  db: Kysely<Schema>,
  { findings, ...run }: Omit<KeptVerification, 'verification' | 'found'>,
): Promise<void> =>
  db.transaction().execute(async (trx) => {
    await trx
      .insertInto('verifications')
      .values({
        begun_real_at: run.begunRealAt,
        finished_real_at: run.finishedRealAt,
        dossiers: run.dossiers,
        events: run.events,
        found: findings.length,
        findings: JSON.stringify(findings.slice(0, MOST_NAMED)),
      })
      .execute();
    const open = await trx
      .selectFrom('alarms')
      .select('detail')
      .where('kind', '=', TAMPERED)
      .where('resolved_real_at', 'is', null)
      .execute();
    const known = new Set(open.map(({ detail }) => keyOf(detail as TamperFinding)));
    for (const finding of findings.filter((each) => !known.has(keyOf(each))).slice(0, MOST_ALARMS))
      await trx
        .insertInto('alarms')
        .values({ kind: TAMPERED, dossier_id: finding.dossierId, detail: JSON.stringify(finding) })
        .execute();
  });

/** Kind of the alarms that a verification raises. */
export const TAMPERED = 'verification-found';

const keyOf = ({ kind, dossierId, seq, detail }: TamperFinding): string => [kind, dossierId, seq, detail].join(' ');

/** The last daily verification; undefined before the first. */
export const lastVerification = async (db: Kysely<Schema>): Promise<KeptVerification | undefined> => {
  const row = await db
    .selectFrom('verifications')
    .selectAll()
    .orderBy('verification', 'desc')
    .limit(1)
    .executeTakeFirst();
  return (
    row && {
      verification: row.verification,
      begunRealAt: row.begun_real_at,
      finishedRealAt: row.finished_real_at,
      dossiers: row.dossiers,
      events: row.events,
      found: row.found,
      findings: row.findings as readonly TamperFinding[],
    }
  );
};
