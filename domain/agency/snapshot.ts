import type { LocalDate } from '../calendar/calendar';
import type { EscalationAddressee } from '../procedure/procedure';
import type { Text } from '../text';
import type { AgencyCode, AgencyRole, OfficerRole, Tier } from './agency';

/** What a dossier needs to know of one agency: its name, its tier and whom to tell when its work is late. */
export interface AgencyInfo {
  readonly name: Text;
  readonly tier: Tier;
  readonly chain: Readonly<Record<EscalationAddressee, AgencyCode>>;
  /** The posts it has; absent in what an earlier program resolved. */
  readonly posts?: readonly OfficerRole[];
}

/**
 * The agencies of one dossier, resolved once from the topology in force and replaced only by an event
 * (`AgenciesReorganised`), so that deciding needs nothing but the state.
 */
export interface AgencySnapshot {
  readonly asOf: LocalDate;
  /** The published topology it was resolved on; what was recorded by earlier programs does not say. */
  readonly version?: number;
  readonly roles: Readonly<Record<AgencyRole, AgencyCode>>;
  readonly agencies: Readonly<Record<AgencyCode, AgencyInfo>>;
}
