import type { LocalDate } from '../calendar/calendar';
import type { Text } from '../text';
import type { Agency, AgencyCode, AgencyRole } from './agency';

/**
 * Every agency of the province with its dates. A code may occur several times, once for each period between two changes of the same agency
 * (a merged department keeps its code); on any one date it occurs at most once.
 */
export interface Topology {
  readonly agencies: readonly Agency[];
}

interface TopologyIndex {
  readonly byCode: ReadonlyMap<AgencyCode, readonly Agency[]>;
  readonly byParent: ReadonlyMap<AgencyCode, readonly Agency[]>;
  readonly byRole: ReadonlyMap<AgencyRole, readonly Agency[]>;
}

const NONE: readonly Agency[] = [];
const indexes = new WeakMap<Topology, TopologyIndex>();

const groupBy = (agencies: readonly Agency[], keysOf: (agency: Agency) => readonly string[]): Map<string, Agency[]> => {
  const groups = new Map<string, Agency[]>();
  for (const agency of agencies) {
    for (const key of keysOf(agency)) {
      const group = groups.get(key);
      if (group) group.push(agency);
      else groups.set(key, [agency]);
    }
  }
  return groups;
};

/** Built once per topology value; a topology is never changed in place. */
const indexOf = (topology: Topology): TopologyIndex => {
  const known = indexes.get(topology);
  if (known) return known;
  const index: TopologyIndex = {
    byCode: groupBy(topology.agencies, (agency) => [agency.code]),
    byParent: groupBy(topology.agencies, (agency) => (agency.parent === undefined ? [] : [agency.parent])),
    byRole: groupBy(topology.agencies, (agency) => agency.plays),
  };
  indexes.set(topology, index);
  return index;
};

/** Whether the agency exists on the date: from `validFrom` on, before `validTo`. */
export const existsOn = (agency: Agency, date: LocalDate): boolean =>
  agency.validFrom <= date && (agency.validTo === undefined || date < agency.validTo);

export const agenciesOn = (topology: Topology, date: LocalDate): Agency[] => topology.agencies.filter((agency) => existsOn(agency, date));

/** Every period of the agency, in the order of the catalogue. */
export const versionsOf = (topology: Topology, code: AgencyCode): readonly Agency[] => indexOf(topology).byCode.get(code) ?? NONE;

/** The agency as it is on the date; undefined where the code is unknown or does not exist then. */
export const agencyOn = (topology: Topology, code: AgencyCode, date: LocalDate): Agency | undefined =>
  versionsOf(topology, code).find((agency) => existsOn(agency, date));

/** What belongs to the agency directly, on the date. */
export const childrenOf = (topology: Topology, code: AgencyCode, date: LocalDate): Agency[] =>
  (indexOf(topology).byParent.get(code) ?? NONE).filter((agency) => existsOn(agency, date));

/** Agencies that play the role on the date, wherever they are. */
export const playersOf = (topology: Topology, role: AgencyRole, date: LocalDate): Agency[] =>
  (indexOf(topology).byRole.get(role) ?? NONE).filter((agency) => existsOn(agency, date));

/** A topology with the agencies of an older one whose codes it does not know at all. */
export const withOlder = (topology: Topology, older: Topology): Topology => {
  const forgotten = older.agencies.filter(({ code }) => versionsOf(topology, code).length === 0);
  return forgotten.length === 0 ? topology : { agencies: [...topology.agencies, ...forgotten] };
};

/** What the agency is called, by its last period; undefined where the topology does not know it. */
export const nameIn = (topology: Topology, code: AgencyCode): Text | undefined => versionsOf(topology, code).at(-1)?.name;
