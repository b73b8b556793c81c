import { refusal, type Refusal } from '../errors';
import type { Agency, AgencyCode } from './agency';
import { existsOn, versionsOf, type Topology } from './topology';

export interface TopologyProblem {
  readonly agency: Agency;
  readonly refusal: Refusal;
}

/** What must hold of a topology on every date, not only on those a test picks. Empty where all is well. */
export const checkTopology = (topology: Topology): TopologyProblem[] =>
  topology.agencies.flatMap((agency) =>
    [overlap(topology, agency), period(agency), parent(topology, agency), ...covers(topology, agency), ...successors(topology, agency)]
      .filter((found): found is Refusal => found !== undefined)
      .map((found) => ({ agency, refusal: found })),
  );

const period = ({ code, validFrom, validTo }: Agency): Refusal | undefined =>
  validTo !== undefined && validTo <= validFrom ? refusal('AGENCY_PERIOD_EMPTY', { agency: code, from: validFrom, to: validTo }, 'to') : undefined;

const overlap = (topology: Topology, agency: Agency): Refusal | undefined => {
  const twin = versionsOf(topology, agency.code).find((other) => other !== agency && existsOn(other, agency.validFrom));
  return twin && refusal('AGENCY_CODE_TWICE', { agency: agency.code, date: agency.validFrom }, 'code');
};

const parent = (topology: Topology, agency: Agency): Refusal | undefined =>
  agency.parent === undefined || existsThroughout(topology, agency.parent, agency)
    ? undefined
    : refusal('AGENCY_OUTSIDE_PARENT', { agency: agency.code, parent: agency.parent, from: agency.validFrom, to: agency.validTo ?? '∞' }, 'parent');

const covers = (topology: Topology, agency: Agency): Refusal[] =>
  agency.covers
    .filter((code) => !existsThroughout(topology, code, agency))
    .map((code) => refusal('AGENCY_COVERS_UNKNOWN', { agency: agency.code, value: code }, 'covers'));

/** A successor must be there on the very day its predecessor no longer is. */
const successors = (topology: Topology, { code, validTo, successors: named = [] }: Agency): Refusal[] =>
  named
    .filter((next) => validTo === undefined || !versionsOf(topology, next).some((version) => existsOn(version, validTo)))
    .map((next) => refusal('AGENCY_SUCCESSOR_MISSING', { agency: code, value: next, date: validTo ?? '–' }, 'successors'));

/** Whether the code exists on every day of the agency's period, through however many of its own versions. */
const existsThroughout = (topology: Topology, code: AgencyCode, { validFrom, validTo }: Agency): boolean => {
  const versions = versionsOf(topology, code);
  const ends = versions.flatMap((version) => (version.validTo === undefined ? [] : [version.validTo]));
  const critical = [validFrom, ...ends.filter((end) => validFrom < end && (validTo === undefined || end < validTo))];
  return critical.every((date) => versions.some((version) => existsOn(version, date)));
};
