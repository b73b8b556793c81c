import type { Agency, AgencyCode } from './agency';
import type { AgencyFile } from './agency-file';
import { expandEntry } from './expand-entry';
import { expandGroup, type ExpandedOrgan } from './expand-group';
import { unknownName, type Expansion, type FilePath, type Made } from './expansion';

/**
 * Makes agencies of catalogue files: entries with their changes, and groups of units with the organs of their templates. Successors of a unit's organs
 * follow from what the unit merged `into`; predecessors are the successors read backwards, so that the two never disagree.
 */
export const expandAgencyFiles = (files: readonly AgencyFile[]): Expansion => {
  const made: Made[] = files.flatMap((file, number) => (file.agencies ?? []).flatMap((entry, i) => expandEntry(file, entry, [number, 'agencies', i])));
  const organs = files.flatMap((file, number) => (file.groups ?? []).flatMap((group, i) => expandGroup(file, group, [number, 'groups', i])));
  const linked = linkSuccessors(organs);
  const agencies = [...made, ...linked].filter((one) => 'agency' in one);
  const problems = firstAtEachPlace([...made, ...linked].filter((one) => 'refusal' in one));
  return { agencies: withPredecessors(agencies), problems };
};

/** Finds the organs of the units that a unit became part of: units without an end. Only one that ends has successors. */
const linkSuccessors = (organs: readonly ExpandedOrgan[]): Made[] => {
  const byUnit = new Map<string, Map<string, AgencyCode>>();
  for (const { made, unit, organ } of organs) {
    if (!('agency' in made) || made.agency.validTo !== undefined) continue;
    byUnit.set(unit, (byUnit.get(unit) ?? new Map<string, AgencyCode>()).set(organ, made.agency.code));
  }
  return organs.map(({ made, into, succeededBy }) => {
    if (!('agency' in made) || made.agency.validTo === undefined) return made;
    if (typeof succeededBy !== 'string') return { ...made, agency: { ...made.agency, successors: succeededBy } };
    const missing = into.find(({ unit }) => !byUnit.get(unit)?.has(succeededBy));
    if (missing) return { at: missing.at, refusal: unknownName('into', `${missing.unit} (${succeededBy})`, [...byUnit.keys()]) };
    const successors = into.flatMap(({ unit }) => byUnit.get(unit)?.get(succeededBy) ?? []);
    return successors.length === 0 ? made : { ...made, agency: { ...made.agency, successors } };
  });
};

/** One mistake is one problem, however many organs stumble over it. */
const firstAtEachPlace = <T extends { readonly at: FilePath }>(problems: readonly T[]): T[] => {
  const places = problems.map(({ at }) => at.join('.'));
  return problems.filter((_, i) => places.indexOf(places[i] ?? '') === i);
};

const withPredecessors = (made: readonly { readonly agency: Agency; readonly at: FilePath }[]): Expansion['agencies'] => {
  const heirs = new Map<AgencyCode, Agency[]>();
  for (const { agency } of made) {
    for (const next of agency.successors ?? []) heirs.set(next, [...(heirs.get(next) ?? []), agency]);
  }
  return made.map(({ agency, at }) => {
    const predecessors = (heirs.get(agency.code) ?? [])
      .filter(({ validTo }) => validTo !== undefined && agency.validFrom <= validTo && (agency.validTo === undefined || validTo < agency.validTo))
      .map(({ code }) => code);
    return predecessors.length === 0 ? { agency, at } : { agency: { ...agency, predecessors: [...new Set(predecessors)].sort() }, at };
  });
};
