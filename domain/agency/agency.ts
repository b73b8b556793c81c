import type { LocalDate, Session } from '../calendar/calendar';
import type { Provenance, Text } from '../text';

/** An official identifier code, from level 1 leftwards: `H35`, `H35.12`, `H35.12.03` (Decision 20/2020/QĐ-TTg). */
export type AgencyCode = string;

/** Tiers of the topology, widest first. Which of them exist on a date is data: districts ended on 2025-07-01. */
export const TIERS = ['province', 'district', 'commune'] as const;
export type Tier = (typeof TIERS)[number];

/**
 * The part an agency plays in a route, e.g. `commune-committee`, `land-office`, `tax-office`. Routes name roles, never agencies, so that one
 * definition serves every commune and survives a reorganisation. `receiving-unit` is whatever unit received the dossier.
 */
export type AgencyRole = string;
export const RECEIVING_UNIT: AgencyRole = 'receiving-unit';

/** The part an officer plays inside an agency (domain.md §2). */
export const OFFICER_ROLES = [
  'receptionist',
  'specialist',
  'division-head',
  'leader',
  'clerk',
  'accountant',
  'procedure-control',
] as const;
export type OfficerRole = (typeof OFFICER_ROLES)[number];

/** An agency, a one-stop unit or a territory's committee, with the dates between which it exists. */
export interface Agency {
  readonly code: AgencyCode;
  readonly name: Text;
  readonly tier: Tier;
  /** The committee, department or unit it belongs to; absent for the province itself. */
  readonly parent?: AgencyCode;
  /** Roles it plays for the places it covers. A one-stop unit plays `one-stop-unit`. */
  readonly plays: readonly AgencyRole[];
  /** Codes of the committees whose territory it serves (with everything below them). */
  readonly covers: readonly AgencyCode[];
  readonly validFrom: LocalDate;
  /** The first day it no longer exists. */
  readonly validTo?: LocalDate;
  /** Title of the head to whom overdue work is escalated. No personal names in the catalogue. */
  readonly head: Text;
  /** Opening hours for reception, where they differ from the provincial calendar's sessions. */
  readonly opening?: { readonly sessions: readonly Session[]; readonly weekdays: readonly number[] };
  readonly predecessors?: readonly AgencyCode[];
  readonly successors?: readonly AgencyCode[];
  readonly provenance: Provenance;
}
