import type { Text } from '../text';
import type { Agency, AgencyCode } from './agency';
import type { AgencyFile, Group, Organ, Template, Unit } from './agency-file';
import { provenanceOf } from './expand-entry';
import { definedAs, unknownName, type FilePath, type Made } from './expansion';

/** An organ of a unit, with what its successors are to be found by. */
export interface ExpandedOrgan {
  readonly made: Made;
  readonly unit: string;
  readonly organ: string;
  readonly into: readonly Destination[];
  readonly succeededBy: string | readonly AgencyCode[];
}

/** A unit that another became part of, and where that is written. */
export interface Destination {
  readonly unit: string;
  readonly at: FilePath;
}

/** Every organ of every unit of a group, and of the groups inside its units. */
export const expandGroup = (file: AgencyFile, group: Group, at: FilePath, within?: AgencyCode): ExpandedOrgan[] => {
  const template = definedAs(file.templates, group.template);
  if (!template) return [failed([...at, 'template'], unknownName('template', group.template, Object.keys(file.templates ?? {})))];
  return group.units.flatMap((unit, i) => {
    const where = [...at, 'units', i];
    const kind = unit.kind ?? group.kind ?? '';
    const written = definedAs(file.kinds, kind);
    if (!written) return [failed([...where, 'kind'], unknownName('kind', kind, Object.keys(file.kinds ?? {})))];
    const parent = group.parent ?? within;
    const code = parent === undefined ? unit.no : `${parent}.${unit.no}`;
    const place = fill(written, 'name', { vi: unit.name, en: unit.name });
    const own = template.organs
      .filter(({ only }) => only === undefined || only.includes(kind))
      .map((organ): ExpandedOrgan => {
        const made = makeOrgan(file, template, organ, { unit, code, place, parent, at: where });
        return { made, unit: unit.name, organ: organ.organ, into: destinations(unit, where), succeededBy: organ.succeededBy ?? organ.organ };
      });
    return unit.group ? [...own, ...expandGroup(file, unit.group, [...where, 'group'], code)] : own;
  });
};

interface Setting {
  readonly unit: Unit;
  readonly code: AgencyCode;
  readonly place: Text;
  readonly parent: AgencyCode | undefined;
  readonly at: FilePath;
}

const makeOrgan = (file: AgencyFile, template: Template, organ: Organ, { unit, code, place, parent, at }: Setting): Made => {
  const head = definedAs(file.heads, organ.head);
  if (!head) return { at: [at[0] ?? 0, 'templates'], refusal: unknownName('head', organ.head, Object.keys(file.heads)) };
  const belongsTo = organ.parent ?? (organ.suffix === undefined ? parent : code);
  const agency: Agency = {
    code: organ.suffix === undefined ? code : `${code}.${organ.suffix}`,
    name: fill(organ.name, 'place', place),
    tier: template.tier,
    ...(belongsTo !== undefined && { parent: belongsTo }),
    plays: organ.plays,
    covers: [code],
    validFrom: template.from,
    ...(template.to !== undefined && { validTo: template.to }),
    head,
    provenance: provenanceOf(file.defaults, unit, organ),
  };
  return { agency, at };
};

/** What a unit became part of, each named once; for one with units inside, whatever they became part of. */
const destinations = ({ into = [], group }: Unit, at: FilePath): Destination[] => {
  const all = [
    ...into.map((unit, i) => ({ unit, at: [...at, 'into', i] })),
    ...(group?.units ?? []).flatMap((inner, i) => destinations(inner, [...at, 'group', 'units', i])),
  ];
  return all.filter(({ unit }, i) => all.findIndex((other) => other.unit === unit) === i);
};

const fill = (pattern: Text, hole: string, value: Text): Text => ({
  vi: pattern.vi.replaceAll(`{${hole}}`, value.vi),
  en: pattern.en.replaceAll(`{${hole}}`, value.en),
});

const failed = (at: FilePath, refusal: ReturnType<typeof unknownName>): ExpandedOrgan => ({
  made: { at, refusal },
  unit: '',
  organ: '',
  into: [],
  succeededBy: [],
});
