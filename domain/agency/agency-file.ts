import type { LocalDate } from '../calendar/calendar';
import type { Confidence, Text } from '../text';
import type { Agency, AgencyCode, AgencyRole, Tier } from './agency';

/**
 * A catalogue file of agencies, as officials write it (docs/agencies-gaps.md describes the data). Communes are alike, so a file names each once and a
 * template says which organs each has; `expandAgencyFiles` makes agencies of it.
 */
export interface AgencyFile {
  /** Short keys of sources with what they are. Every `source` below is one of them. */
  readonly sources: Readonly<Record<string, string>>;
  /** What holds for every entry that does not say otherwise. */
  readonly defaults: FactMarks & { readonly from: LocalDate; readonly to?: LocalDate };
  /** Titles of heads by short key. */
  readonly heads: Readonly<Record<string, Text>>;
  /** How a kind of place is written around its name: `{ vi: 'xã {name}', en: '{name} commune' }`. */
  readonly kinds?: Readonly<Record<string, Text>>;
  readonly agencies?: readonly AgencyEntry[];
  readonly templates?: Readonly<Record<string, Template>>;
  readonly groups?: readonly Group[];
}

/**
 * Where a fact comes from and how sure it is. `assumed` names fields beyond those that the file assumes throughout, `confirmed` takes some of these back.
 * An entry that gives its `from` confirms it.
 */
export interface FactMarks {
  readonly source?: readonly string[];
  readonly confidence?: Confidence;
  readonly assumed?: readonly string[];
  readonly confirmed?: readonly string[];
  readonly note?: string;
}

/** What may change in the life of an agency without its becoming another. */
export interface AgencyFacts extends FactMarks {
  readonly name?: Text;
  readonly parent?: AgencyCode;
  readonly plays?: readonly AgencyRole[];
  readonly covers?: readonly AgencyCode[];
  readonly head?: string;
  readonly opening?: Agency['opening'];
}

/** One agency written out. Each of `changes` ends the period before it. */
export interface AgencyEntry extends AgencyFacts {
  readonly code: AgencyCode;
  readonly tier: Tier;
  readonly name: Text;
  readonly plays: readonly AgencyRole[];
  readonly head: string;
  readonly from?: LocalDate;
  readonly to?: LocalDate;
  readonly successors?: readonly AgencyCode[];
  readonly changes?: readonly (AgencyFacts & { readonly from: LocalDate })[];
}

/** The organs that every unit of a kind has. The first is its committee: it has no `suffix`, and the others belong to it. */
export interface Template {
  readonly tier: Tier;
  readonly from: LocalDate;
  readonly to?: LocalDate;
  readonly organs: readonly Organ[];
}

export interface Organ extends FactMarks {
  /** What the organ is called in other templates: a commune's `one-stop` is succeeded by the `one-stop` of the commune it merged into. */
  readonly organ: string;
  readonly suffix?: string;
  /** With `{place}` for the unit: `Ủy ban nhân dân {place}`. */
  readonly name: Text;
  readonly plays: readonly AgencyRole[];
  readonly head: string;
  /** Where it belongs to another agency than the unit's committee. */
  readonly parent?: AgencyCode;
  /** Only units of these kinds have it. */
  readonly only?: readonly string[];
  /** The organ of the successor unit that carries on, where it is called otherwise; or the codes of other agencies that do. */
  readonly succeededBy?: string | readonly AgencyCode[];
}

/** Units made after one template, with the units inside them. */
export interface Group {
  readonly template: string;
  /** The kind of a unit that does not say. */
  readonly kind?: string;
  /** Absent inside another unit: that unit's committee. */
  readonly parent?: AgencyCode;
  /** How many there officially are; a difference from `units` is a gap that the file admits. */
  readonly official: number;
  readonly units: readonly Unit[];
}

export interface Unit extends FactMarks {
  /** The segment of the code that the unit adds to its parent's. */
  readonly no: string;
  readonly name: string;
  readonly kind?: string;
  /** Names of the units of a later group that it became part of. A unit with `group` inherits those of its parts. */
  readonly into?: readonly string[];
  readonly group?: Group;
}
