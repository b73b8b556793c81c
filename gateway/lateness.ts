import type { Kysely } from 'kysely';
import { findPresentCodes } from '../db/catalogue';
import { presently } from '../db/reads/agency-codes';
import { rebuildDossier } from '../db/reads/rebuild-dossier';
import { dossiersOfFigure, statisticsBy } from '../db/reads/statistics-by';
import type { Schema } from '../db/schema';
import type { AgencyCode } from '../domain/agency/agency';
import type { Instant } from '../domain/calendar/calendar';
import { stepOf } from '../domain/dossier/acts/advance';
import { attributeLateness, lateShares } from '../domain/dossier/attribution';
import type { LateShare } from '../domain/dossier/attribution';
import type { DossierState } from '../domain/dossier/state';
import type { Text } from '../domain/text';

export interface LatenessQuestion {
  readonly from: Instant;
  readonly to: Instant;
  readonly now: Instant;
  readonly unit?: AgencyCode;
}

/** Late days of many dossiers that one agency's step, the applicants or a partner answer for. */
export interface LatenessRow extends LateShare {
  readonly stepName: Text | null;
  readonly dossiers: number;
}

export interface Lateness {
  /** Decided late in the period. */
  readonly dossiers: number;
  /** Of these looked into. */
  readonly counted: number;
  readonly days: number;
  /** The most days first. */
  readonly rows: readonly LatenessRow[];
}

/** Where nearly everything is in time, these are all of a year. Each is decided anew from its log. */
const MOST = 300;
const AT_ONCE = 8;

/**
 * Who answers for the late days of what was decided in a period, by the core's attribution. Only what the reader may see;
 * days after the decision are nobody's, and a correction that is opened changes nothing.
 */
export async function latenessOf(
  db: Kysely<Schema>,
  question: LatenessQuestion,
  stateOf = (dossierId: string): Promise<DossierState | undefined> => rebuildDossier(db, dossierId),
): Promise<Lateness> {
  const { from, to, now, unit } = question;
  const of = unit === undefined ? {} : { unit };
  const [figures] = await statisticsBy(db, { by: 'none', bounds: [from, to], now, ...of });
  const late = await dossiersOfFigure(db, { figure: 'legalLate', from, to, now, limit: MOST, ...of });
  const present = await findPresentCodes(db);
  const rows = new Map<string, LatenessRow>();
  for (let i = 0; i < late.length; i += AT_ONCE) {
    const shares = await Promise.all(late.slice(i, i + AT_ONCE).map(async ({ dossierId }) => sharesOf(await stateOf(dossierId), now)));
    for (const { agency, ...share } of shares.flat())
      add(rows, { ...share, agency: agency === null ? null : presently(present, agency) });
  }
  const sorted = [...rows.values()].sort((x, y) => y.days - x.days);
  const days = sorted.reduce((total, row) => total + row.days, 0);
  return { dossiers: figures?.legalLate ?? 0, counted: late.length, days, rows: sorted };
}

function sharesOf(state: DossierState | undefined, now: Instant): readonly LatenessRow[] {
  if (!state) return [];
  return lateShares(attributeLateness(state, now)).map((share) => ({
    ...share,
    stepName: share.step === null ? null : stepOf(state, share.step).name,
    dossiers: 1,
  }));
}

function add(rows: Map<string, LatenessRow>, row: LatenessRow): void {
  const key = [row.kind, row.agency, row.step, row.stepName?.vi].join('\n');
  const before = rows.get(key);
  const sum = before && { dossiers: before.dossiers + row.dossiers, days: before.days + row.days };
  rows.set(key, { ...row, ...sum });
}
