import type { LocalDate } from '../calendar/calendar';
import { refusal } from '../errors';
import { ok, refuse, type Result } from '../result';
import { RECEIVING_UNIT, type Agency, type AgencyCode, type AgencyRole } from './agency';
import { ancestorsOf } from './ancestors-of';
import { agencyOn, playersOf, type Topology } from './topology';

export interface RoleContext {
  /** The one-stop unit that received the dossier. */
  readonly receivingUnit: AgencyCode;
  /** The committee of the applicant's place. */
  readonly place: AgencyCode;
  readonly date: LocalDate;
}

/**
 * Which agency plays the role for a dossier. Of the agencies whose territory contains the place, the narrowest: a commune's own division before the
 * district's, a district's land office before the province's. Two equally narrow ones, or none, is a refusal: the catalogue must say which.
 */
export const resolveRole = (topology: Topology, role: AgencyRole, { receivingUnit, place, date }: RoleContext): Result<Agency> => {
  if (role === RECEIVING_UNIT) return existing(topology, receivingUnit, date, 'receivingUnit');
  const here = existing(topology, place, date, 'place');
  if (!here.ok) return here;

  const territories = [place, ...ancestorsOf(topology, place, date).map(({ code }) => code)];
  const candidates = playersOf(topology, role, date);
  for (const territory of territories) {
    const [found, ...others] = candidates.filter((agency) => agency.covers.includes(territory));
    if (!found) continue;
    return others.length === 0 ? ok(found) : unresolved(role, place, date, [found, ...others]);
  }
  return unresolved(role, place, date, []);
};

const existing = (topology: Topology, code: AgencyCode, date: LocalDate, field: string): Result<Agency> => {
  const agency = agencyOn(topology, code, date);
  return agency ? ok(agency) : refuse(refusal('AGENCY_UNKNOWN', { value: code, date }, field));
};

const unresolved = (role: AgencyRole, place: AgencyCode, date: LocalDate, rivals: readonly Agency[]): Result<never> => {
  const found = rivals.map(({ code }) => code).sort().join(', ') || '–';
  return refuse(refusal('AGENCY_ROLE_UNRESOLVED', { role, place, date, count: rivals.length, found }, 'agency'));
};
