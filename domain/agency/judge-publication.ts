import type { LocalDate } from '../calendar/calendar';
import { canonicalJson } from '../canonical-json';
import { refusal } from '../errors';
import type { Refusal } from '../errors';
import { ok, refuse } from '../result';
import type { Result } from '../result';
import type { AgencyCode } from './agency';
import { changedBefore, compareTopologies, takenOver } from './compare-topologies';
import type { AgencyChange, Comparison } from './compare-topologies';
import type { PublicationKind } from './publication';
import { withEarlierCodes } from './renames';
import type { Renames } from './renames';
import { nameIn, versionsOf } from './topology';
import type { Topology } from './topology';

/** What somebody wants to publish. */
export interface GivenAgencies {
  readonly kind: PublicationKind;
  readonly topology: Topology;
  /** Codes that were wrong, each with the right one: the same agency. */
  readonly same: Renames;
  /** From when on a change holds; a correction holds from the beginning. */
  readonly from: LocalDate;
}

export interface StoredAgencies {
  readonly version: number;
  readonly topology: Topology;
  /** With every code that any version ever knew. */
  readonly known: Topology;
  readonly renames: Renames;
}

/** What is open at an agency, in numbers. */
export interface AgencyWork {
  readonly openTasks: number;
  readonly openDossiers: number;
  readonly postings: number;
  readonly clients: number;
  readonly subscriptions: number;
  /** Legal codes of dossiers that the agency has given; they stay. */
  readonly codesGiven: number;
}

export const isSameTopology = (one: Topology, other: Topology): boolean =>
  canonicalJson(one.agencies) === canonicalJson(other.agencies);

/** What would change, or why it cannot be published, as far as the agencies themselves say it. */
export function judgeAgencies(stored: StoredAgencies, given: GivenAgencies): Result<Comparison> {
  const { topology, same } = given;
  const unfit = Object.entries(same).find(([old, next]) => !mayFollow(stored, topology, old, next));
  if (unfit) return refuse(refusal('AGENCY_SAME_INVALID', { old: unfit[0], new: unfit[1] }, 'same'));
  const merging = mergedInto(same);
  if (merging) return refuse(refusal('AGENCY_SAME_MERGES', merging, 'same'));
  const comparison = compareTopologies(stored.topology, topology, same);
  const retired = retiredCode(stored, topology, comparison.renamed);
  if (retired) return refuse(retired);
  const taken = takenOver(stored.topology, topology);
  if (taken) {
    const { code: value, other, name } = taken;
    return refuse(refusal('AGENCY_CODES_SWAPPED', { value, other, name: name.en }, 'files'));
  }
  return ok(comparison);
}

/** Whether a correction may make one code into another: the old one has gone, and the new one was nobody else's. */
function mayFollow({ topology: before }: StoredAgencies, after: Topology, old: AgencyCode, next: AgencyCode): boolean {
  const has = (topology: Topology, code: AgencyCode): boolean => versionsOf(topology, code).length > 0;
  return has(before, old) && !has(after, old) && has(after, next) && !has(before, next);
}

/** Two agencies that would share one code: a correction says that they are the same, and they are not. */
function mergedInto(same: Renames): { readonly olds: string; readonly new: AgencyCode } | undefined {
  const olds = (next: AgencyCode): readonly AgencyCode[] => Object.keys(same).filter((old) => same[old] === next);
  const next = Object.values(same).find((each) => olds(each).length > 1);
  return next === undefined ? undefined : { olds: olds(next).join(', '), new: next };
}

/** A code that comes anew and was another agency's: whoever reads a closed dossier would take one for the other. */
function retiredCode(
  { topology, known, renames }: StoredAgencies,
  after: Topology,
  renamed: Renames,
): Refusal | undefined {
  const come = [...new Set(after.agencies.map(({ code }) => code))].filter(
    (code) => versionsOf(topology, code).length === 0,
  );
  const value = come.find((code) => {
    if (versionsOf(known, code).length === 0) return false;
    const old = Object.keys(renamed).find((each) => renamed[each] === code);
    return old === undefined || !withEarlierCodes(renames, [old]).includes(code);
  });
  return value === undefined
    ? undefined
    : refusal('AGENCY_CODE_RETIRED', { value, name: nameIn(known, value)?.en ?? value }, 'files');
}

/** An agency that is left out while work stands there: nobody could finish it. */
export function strandedIn(
  changes: readonly AgencyChange[],
  workOf: (code: AgencyCode) => AgencyWork | undefined,
): Refusal | undefined {
  for (const { kind, code } of changes) {
    const work = workOf(code);
    if (kind !== 'removed' || !work) continue;
    const { openTasks: tasks, openDossiers: dossiers, postings: posts } = work;
    if (tasks + dossiers + posts > 0)
      return refusal('AGENCY_HAS_WORK', { agency: code, tasks, dossiers, posts }, 'files');
  }
  return undefined;
}

const EXAMPLES = 5;

/** What is published from a date on leaves what was before it as it was. */
export function pastChanged({ topology }: StoredAgencies, given: GivenAgencies, today: LocalDate): Refusal | undefined {
  if (given.kind === 'correct') return undefined;
  if (given.from < today) return refusal('AGENCY_FROM_PAST', { value: given.from, today }, 'from');
  const changed = changedBefore(topology, given.topology, given.from);
  if (changed.length === 0) return undefined;
  const agencies = `${changed.slice(0, EXAMPLES).join(', ')}${changed.length > EXAMPLES ? ' …' : ''}`;
  return refusal('AGENCY_PAST_CHANGED', { agencies, count: changed.length, date: given.from }, 'files');
}
