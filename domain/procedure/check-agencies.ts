import { RECEIVING_UNIT, type AgencyRole } from '../agency/agency';
import { placesServedBy } from '../agency/committee';
import { resolveRole } from '../agency/resolve-role';
import { standardPosts } from '../agency/standard-posts';
import { agenciesOn, playersOf, type Topology } from '../agency/topology';
import { unitsOffering } from '../agency/units-offering';
import type { LocalDate } from '../calendar/calendar';
import { finding, listed, type Finding, type Path } from './finding';
import { nearest } from './nearest';
import type { Procedure } from './procedure';
import { stepsOf, type Located } from './walk';

const EXAMPLES = 3;

/**
 * Every agency role of the route leads to exactly one agency, at every unit where the procedure is offered and for every place that the
 * unit may serve, on the date.
 */
export const checkAgencies = (procedure: Procedure, blocks: readonly Located[], topology: Topology, date: LocalDate): Finding[] => {
  const { role, tiers } = procedure.offeredAt;
  const units = unitsOffering(topology, procedure.offeredAt, date);
  if (units.length === 0) return [finding('PROCEDURE_OFFERED_NOWHERE', ['offeredAt'], { role, tiers: listed(tiers), date })];

  const served = units.map((unit) => ({ unit, places: placesServedBy(topology, unit.code, date) }));
  return rolesOf(blocks).flatMap(({ role: wanted, path }) => {
    const unresolved = new Map<string, boolean>();
    // A role depends on the place alone, so that each place is asked about once, however many units serve it.
    const fails = (place: string, unit: string): boolean => {
      const known = unresolved.get(place);
      if (known !== undefined) return known;
      const failed = !resolveRole(topology, wanted, { receivingUnit: unit, place, date }).ok;
      unresolved.set(place, failed);
      return failed;
    };
    const failures = served.flatMap(({ unit, places }) => {
      const place = places.find(({ code }) => fails(code, unit.code));
      return place ? [`${unit.code} → ${place.code}`] : [];
    });
    if (failures.length === 0) return [];
    const played = [...new Set(agenciesOn(topology, date).flatMap(({ plays }) => plays))].sort();
    const examples = listed(failures.slice(0, EXAMPLES));
    return [finding('PROCEDURE_ROLE_UNRESOLVED', path, { role: wanted, failed: failures.length, tried: units.length, date, examples, nearest: nearest(wanted, played) })];
  });
};

/** The tier that decides exists on the date: there are no districts since 1 July 2025. */
export const checkTier = ({ tier }: Procedure, topology: Topology, date: LocalDate): Finding[] => {
  const tiers = [...new Set(agenciesOn(topology, date).map((agency) => agency.tier))].sort();
  return tiers.length === 0 || tiers.includes(tier) ? [] : [finding('PROCEDURE_TIER_ABSENT', ['tier'], { value: tier, date, allowed: listed(tiers) })];
};

/** Every step's officer is a post that exists where the step is done; otherwise nobody could ever take it up. */
export const checkPosts = (procedure: Procedure, blocks: readonly Located[], topology: Topology, date: LocalDate): Finding[] => {
  const receiving = unitsOffering(topology, procedure.offeredAt, date);
  return stepsOf(blocks).flatMap(({ block, path }) => {
    const players = block.agency === RECEIVING_UNIT ? receiving : playersOf(topology, block.agency, date);
    const posts = [...new Set(players.flatMap(standardPosts))];
    if (players.length === 0 || posts.includes(block.officer)) return [];
    return [finding('PROCEDURE_POST_MISSING', [...path, 'officer'], { step: block.step, officer: block.officer, role: block.agency, date, posts: listed(posts) })];
  });
};

/** Each role once, where the route first names it. The receiving unit needs no resolving. */
const rolesOf = (blocks: readonly Located[]): { role: AgencyRole; path: Path }[] => {
  const first = new Map<AgencyRole, Path>();
  const note = (role: AgencyRole, path: Path): void => {
    if (role !== RECEIVING_UNIT && !first.has(role)) first.set(role, path);
  };
  for (const { block, path } of stepsOf(blocks)) {
    note(block.agency, [...path, 'agency']);
    block.consult?.agencies.forEach((role, i) => note(role, [...path, 'consult', 'agencies', i]));
  }
  return [...first].map(([role, path]) => ({ role, path }));
};
