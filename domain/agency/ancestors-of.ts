import type { LocalDate } from '../calendar/calendar';
import type { Agency, AgencyCode } from './agency';
import { agencyOn, type Topology } from './topology';

/**
 * Parents of the agency on the date, the nearest first, up to the province. Empty for the province and for a code that does not exist then.
 * A parent that repeats (a faulty catalogue) ends the chain.
 */
export const ancestorsOf = (topology: Topology, code: AgencyCode, date: LocalDate): Agency[] => {
  const chain: Agency[] = [];
  let next = agencyOn(topology, code, date)?.parent;
  while (next !== undefined && next !== code && !chain.some((agency) => agency.code === next)) {
    const parent = agencyOn(topology, next, date);
    if (!parent) break;
    chain.push(parent);
    next = parent.parent;
  }
  return chain;
};
