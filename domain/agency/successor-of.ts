import type { LocalDate } from '../calendar/calendar';
import { refusal } from '../errors';
import { ok, refuse, type Result } from '../result';
import type { AgencyCode } from './agency';
import { agencyOn, versionsOf, type Topology } from './topology';

/**
 * The agency that carries on on the date, following successors as often as needed; the agency itself while it exists. Where it was divided among
 * several, law leaves the choice to a person (Decree 140/2025 Art. 32: the provincial chairman assigns), and so does this.
 */
export const successorOf = (topology: Topology, code: AgencyCode, date: LocalDate): Result<AgencyCode> => {
  if (agencyOn(topology, code, date)) return ok(code);
  const past = versionsOf(topology, code).filter(({ validTo }) => validTo !== undefined && validTo <= date);
  if (past.length === 0) return refuse(refusal('AGENCY_UNKNOWN', { value: code, date }, 'agency'));

  const heirs = follow(topology, code, date, new Set([code]));
  const [only, ...others] = heirs;
  if (only === undefined) return refuse(refusal('AGENCY_SUCCESSOR_UNKNOWN', { value: code, date }, 'agency'));
  if (others.length > 0) return refuse(refusal('AGENCY_SUCCESSOR_AMBIGUOUS', { value: code, date, found: heirs.join(', ') }, 'agency'));
  return ok(only);
};

/** Every agency of the date that descends from the code, in order. `seen` keeps a circular catalogue from going on for ever. */
const follow = (topology: Topology, code: AgencyCode, date: LocalDate, seen: Set<AgencyCode>): AgencyCode[] => {
  const last = versionsOf(topology, code)
    .filter(({ validTo }) => validTo !== undefined && validTo <= date)
    .reduce<string[]>((latest, { successors = [] }) => (successors.length > 0 ? [...successors] : latest), []);
  const heirs = last.flatMap((next) => {
    if (seen.has(next)) return [];
    seen.add(next);
    return agencyOn(topology, next, date) ? [next] : follow(topology, next, date, seen);
  });
  return heirs.sort();
};
