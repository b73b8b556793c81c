import type { LocalDate } from '../calendar/calendar';
import { NO_RENAMES } from './renames';
import type { Renames } from './renames';

export const PUBLICATION_KINDS = ['publish', 'correct'] as const;
export type PublicationKind = (typeof PUBLICATION_KINDS)[number];

/** Why there is a version of the agencies: a change from a date on, or the correction of what was wrong all along. */
export interface AgencyPublication {
  readonly kind: PublicationKind;
  /** The first day that a change concerns; null for a correction. */
  readonly from: LocalDate | null;
  readonly legalBasis: string;
  /** Codes that a correction replaced. */
  readonly renamed: Renames;
}

/** As it is kept with its version. */
export const describePublication = (publication: AgencyPublication): string => JSON.stringify(publication);

/** Undefined for a version that came with the program's own catalogue. */
export const publicationIn = (reason: string): AgencyPublication | undefined =>
  reason.startsWith('{') ? (JSON.parse(reason) as AgencyPublication) : undefined;

/** What all versions together replaced, given the oldest first: of a code that went twice the last one counts. */
export const renamesIn = (reasons: readonly string[]): Renames =>
  Object.assign({}, NO_RENAMES, ...reasons.map((reason) => publicationIn(reason)?.renamed ?? NO_RENAMES)) as Renames;
