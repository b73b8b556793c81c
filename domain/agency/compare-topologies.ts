import type { LocalDate } from '../calendar/calendar';
import { canonicalJson } from '../canonical-json';
import type { Text } from '../text';
import type { Agency, AgencyCode } from './agency';
import type { Renames } from './renames';
import { agencyOn, nameIn, versionsOf } from './topology';
import type { Topology } from './topology';

export const AGENCY_CHANGE_KINDS = [
  'added',
  'removed',
  'code',
  'name',
  'parent',
  'dates',
  'details',
  'sources',
] as const;
/** `code`: the same agency under another one; `details`: its roles, territory, hours, who came before and after. */
export type AgencyChangeKind = (typeof AGENCY_CHANGE_KINDS)[number];

export interface AgencyChange {
  readonly kind: AgencyChangeKind;
  /** The code it has had until now; of an added one, its new code. */
  readonly code: AgencyCode;
  readonly name: Text;
  readonly before: string | null;
  readonly after: string | null;
}

export interface Comparison {
  readonly changes: readonly AgencyChange[];
  /** Codes that were corrected: said so by whoever corrects, or plain from everything else being the same. */
  readonly renamed: Renames;
}

/** What one version of the agencies says otherwise than the one before. */
export function compareTopologies(before: Topology, after: Topology, same: Renames = {}): Comparison {
  const [old, next] = [codesOf(before), codesOf(after)];
  const gone = [...old].filter((code) => !next.has(code));
  const come = [...next].filter((code) => !old.has(code));
  const renamed = { ...plainRenames(before, after, gone, come, same), ...same };
  const taken = new Set(Object.values(renamed));
  const kept = [...old].filter((code) => next.has(code) || renamed[code] !== undefined);
  const changes = [
    ...gone.filter((code) => renamed[code] === undefined).map((code) => change('removed', before, code, code, null)),
    ...come.filter((code) => !taken.has(code)).map((code) => change('added', after, code, null, code)),
    ...kept.flatMap((code) => changesOf(before, after, code, renamed)),
  ];
  return { changes: changes.sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0)), renamed };
}

const codesOf = ({ agencies }: Topology): ReadonlySet<AgencyCode> => new Set(agencies.map(({ code }) => code));

const change = (
  kind: AgencyChangeKind,
  topology: Topology,
  code: AgencyCode,
  before: string | null,
  after: string | null,
): AgencyChange => ({ kind, code, name: nameIn(topology, code)!, before, after });

/** A code that has gone and one that has come, with the same name, tier, dates and superior: there is one of each. */
function plainRenames(
  before: Topology,
  after: Topology,
  gone: readonly AgencyCode[],
  come: readonly AgencyCode[],
  same: Renames,
): Renames {
  const said = new Set([...Object.keys(same), ...Object.values(same)]);
  const by = (topology: Topology, codes: readonly AgencyCode[]): ReadonlyMap<string, readonly AgencyCode[]> =>
    grouped(
      codes.filter((code) => !said.has(code)),
      (code) => likeness(topology, code),
    );
  const comers = by(after, come);
  const found = [...by(before, gone)].flatMap(([like, codes]) => {
    const others = comers.get(like) ?? [];
    return codes.length === 1 && others.length === 1 ? [[codes[0]!, others[0]!] as const] : [];
  });
  return Object.fromEntries(found);
}

const likeness = (topology: Topology, code: AgencyCode): string =>
  canonicalJson(
    versionsOf(topology, code).map(({ name, tier, validFrom, validTo = null, parent }) => {
      return [
        name.vi,
        tier,
        validFrom,
        validTo,
        parent === undefined ? null : (nameIn(topology, parent)?.vi ?? parent),
      ];
    }),
  );

function changesOf(before: Topology, after: Topology, code: AgencyCode, renamed: Renames): readonly AgencyChange[] {
  const now = renamed[code] ?? code;
  const [was, is] = [versionsOf(before, code).map((each) => recoded(each, renamed)), versionsOf(after, now)];
  const aspects: readonly (readonly [AgencyChangeKind, (agency: Agency) => unknown])[] = [
    ['name', ({ name }) => `${name.vi} (${name.en})`],
    ['parent', ({ parent = '–' }) => parent],
    ['dates', ({ validFrom, validTo = '…' }) => `${validFrom} – ${validTo}`],
    ['details', ({ name: _, parent: __, validFrom: ___, validTo: ____, provenance: _____, ...rest }) => rest],
    ['sources', ({ provenance }) => provenance],
  ];
  const differing = aspects.flatMap(([kind, of]) => {
    if (canonicalJson(was.map(of)) === canonicalJson(is.map(of))) return [];
    const isShown = kind !== 'details' && kind !== 'sources';
    const told = (agencies: readonly Agency[]) => (isShown ? [...new Set(agencies.map(of))].join('; ') : null);
    return [{ kind, code, name: nameIn(before, code)!, before: told(was), after: told(is) }];
  });
  return now === code ? differing : [change('code', before, code, code, now), ...differing];
}

/** An agency of the former version as it is written with the corrected codes; that alone is no change of others. */
function recoded(agency: Agency, renamed: Renames): Agency {
  const now = (code: AgencyCode): AgencyCode => renamed[code] ?? code;
  const { code, parent, covers, predecessors, successors, ...rest } = agency;
  return {
    ...rest,
    code: now(code),
    covers: covers.map(now),
    ...(parent === undefined ? {} : { parent: now(parent) }),
    ...(predecessors === undefined ? {} : { predecessors: predecessors.map(now) }),
    ...(successors === undefined ? {} : { successors: successors.map(now) }),
  };
}

/**
 * Agencies of which a new version says something else of a day before a date: what is published leaves the past alone.
 * When something ends, and who follows, is said of the day it ends.
 */
export function changedBefore(before: Topology, after: Topology, date: LocalDate): readonly AgencyCode[] {
  const codes = [...new Set([...codesOf(before), ...codesOf(after)])].sort();
  return codes.filter((code) => {
    const turns = [...versionsOf(before, code), ...versionsOf(after, code)].flatMap(({ validFrom, validTo }) => [
      validFrom,
      validTo ?? validFrom,
    ]);
    return turns.some(
      (day) => day < date && canonicalJson(asOn(before, code, day)) !== canonicalJson(asOn(after, code, day)),
    );
  });
}

function asOn(topology: Topology, code: AgencyCode, day: LocalDate): unknown {
  const agency = agencyOn(topology, code, day);
  if (agency === undefined) return null;
  const { validTo: _, successors: __, predecessors: ___, provenance: ____, ...lasting } = agency;
  return lasting;
}

/** A code that would take another agency's name over: its dossiers would be the other's. */
export function takenOver(
  before: Topology,
  after: Topology,
): { readonly code: AgencyCode; readonly other: AgencyCode; readonly name: Text } | undefined {
  const holders = grouped(codesOf(before), (code) => identity(before, code));
  for (const code of codesOf(after)) {
    const [was, is] = [identity(before, code), identity(after, code)];
    if (was === undefined || was === is) continue;
    const [other, ...more] = holders.get(is) ?? [];
    const isLeft = other !== undefined && more.length === 0 && identity(after, other) !== is;
    if (isLeft) return { code, other, name: nameIn(after, code)! };
  }
  return undefined;
}

/** By what people know it: its name, and whose it is. */
function identity(topology: Topology, code: AgencyCode): string | undefined {
  const last = versionsOf(topology, code).at(-1);
  const parent = last?.parent === undefined ? '' : (nameIn(topology, last.parent)?.vi ?? last.parent);
  return last && `${last.name.vi}\n${parent}`;
}

function grouped<T, K>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
