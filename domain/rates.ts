/** What the two rates are made of, of any set of accepted dossiers in a stretch of time. */
export interface RateCounts {
  /** Accepted in the stretch, or before it and not ended then. */
  readonly received: number;
  /** Of what was decided in the stretch, by the law's reading (dossier/timeliness.ts). */
  readonly legal: { readonly early: number; readonly onTime: number; readonly late: number };
  /** Of everything that ended in it, late as the national portal reads it. */
  readonly portalLate: number;
  /** Open, and past the present appointment. */
  readonly overdue: number;
}

const percent = (part: number, whole: number): number | null => (whole === 0 ? null : (100 * part) / whole);

/**
 * The share of what was answered early or on time, in percent, by law (Decree 61/2018 Art. 31): of what was decided. Null where
 * nothing was. What was withdrawn or stopped is none of it.
 */
export const legalRate = ({ legal: { early, onTime, late } }: Pick<RateCounts, 'legal'>): number | null =>
  percent(early + onTime, early + onTime + late);

/** The same as the national portal computes it: all that is not late or overdue, of everything received. */
export const portalRate = ({ received, portalLate, overdue }: Omit<RateCounts, 'legal'>): number | null =>
  percent(received - portalLate - overdue, received);
