import type { LocalDate } from '../calendar/calendar';
import type { Agency, AgencyCode, AgencyRole, Tier } from './agency';
import { TIERS } from './agency';
import { agencyOn, playersOf, type Topology } from './topology';
import { ancestorsOf } from './ancestors-of';

/** The role of the people's committee of a tier: `commune-committee`, `district-committee`, `province-committee`. */
export const committeeRole = (tier: Tier): AgencyRole => `${tier}-committee`;

export const isCommittee = (agency: Agency): boolean => agency.plays.includes(committeeRole(agency.tier));

/** The agency itself if it is a committee, otherwise the nearest one it belongs to. */
export const committeeAt = (topology: Topology, code: AgencyCode, date: LocalDate): Agency | undefined => {
  const self = agencyOn(topology, code, date);
  return self && [self, ...ancestorsOf(topology, code, date)].find(isCommittee);
};

/**
 * The committees of the lowest tier on the date: what an applicant's place may be. Communes, in either topology; nothing here knows that.
 */
export const places = (topology: Topology, date: LocalDate): Agency[] => {
  for (const tier of [...TIERS].reverse()) {
    const committees = playersOf(topology, committeeRole(tier), date);
    if (committees.length > 0) return committees;
  }
  return [];
};

/** The places a unit serves: those among its `covers` or below them. A provincial centre serves them all (Decree 118/2025 Art. 14). */
export const placesServedBy = (topology: Topology, unit: AgencyCode, date: LocalDate): Agency[] => {
  const covers = agencyOn(topology, unit, date)?.covers ?? [];
  return places(topology, date).filter((place) => [place, ...ancestorsOf(topology, place.code, date)].some(({ code }) => covers.includes(code)));
};
