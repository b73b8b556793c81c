import type { Provenance } from '../text';
import type { Agency } from './agency';
import type { AgencyEntry, AgencyFacts, AgencyFile, FactMarks } from './agency-file';
import { definedAs, unknownName, type FilePath, type Made } from './expansion';

const ORDER = { H: 0, M: 1, L: 2 } as const;

/**
 * The provenance of a fact that rests on several: the sources of all, and the weakest confidence, since a template's organ in a unit is no surer than
 * either. A level that is silent stands on the file's defaults.
 */
export const provenanceOf = (defaults: FactMarks, ...levels: readonly FactMarks[]): Provenance => {
  const marks = levels.map(({ confidence = defaults.confidence ?? 'L' }) => confidence);
  const confirmed = levels.flatMap((level) => level.confirmed ?? []);
  const assumed = new Set([...(defaults.assumed ?? []).filter((field) => !confirmed.includes(field)), ...levels.flatMap((level) => level.assumed ?? [])]);
  const notes = new Set(levels.flatMap(({ note }) => (note === undefined ? [] : [note])));
  return {
    source: [...new Set(levels.flatMap(({ source = defaults.source ?? [] }) => source))],
    confidence: marks.reduce((a, b) => (ORDER[b] > ORDER[a] ? b : a), 'H'),
    ...(assumed.size > 0 && { assumed: [...assumed] }),
    ...(notes.size > 0 && { note: [...notes].join('; ') }),
  };
};

/** A change stands on the entry's sources unless it has its own; what was noted or assumed of the time before does not carry over. */
const marksOf = (entry: AgencyEntry, change?: AgencyFacts): FactMarks => {
  const dated = change || entry.from !== undefined ? ['validFrom'] : [];
  const { assumed, note } = change ?? entry;
  return {
    source: change?.source ?? entry.source,
    confidence: change?.confidence ?? entry.confidence,
    confirmed: [...(entry.confirmed ?? []), ...(change?.confirmed ?? []), ...dated],
    assumed,
    note,
  };
};

/** The periods of an agency that is written out: one, and one more for each of its changes. */
export const expandEntry = (file: AgencyFile, entry: AgencyEntry, at: FilePath): Made[] => {
  const { changes = [], from = file.defaults.from, to = file.defaults.to } = entry;
  const starts = [from, ...changes.map((change) => change.from)];
  return starts.map((validFrom, i): Made => {
    const change = changes[i - 1];
    const facts = changes.slice(0, i).reduce<AgencyEntry>((known, later) => ({ ...known, ...given(later) }), entry);
    const head = definedAs(file.heads, facts.head);
    const where = i === 0 ? at : [...at, 'changes', i - 1];
    if (!head) return { at: [...where, 'head'], refusal: unknownName('head', facts.head, Object.keys(file.heads)) };
    const validTo = starts[i + 1] ?? to;
    const agency: Agency = {
      code: entry.code,
      name: facts.name,
      tier: entry.tier,
      ...(facts.parent !== undefined && { parent: facts.parent }),
      plays: facts.plays,
      covers: facts.covers ?? [entry.code.split('.')[0] ?? entry.code],
      validFrom,
      ...(validTo !== undefined && { validTo }),
      head,
      ...(facts.opening && { opening: facts.opening }),
      ...(i === changes.length && entry.successors && { successors: entry.successors }),
      provenance: provenanceOf(file.defaults, marksOf(entry, change)),
    };
    return { agency, at: where };
  });
};

/** The facts of a change, without the date and the marks that are its own. */
const given = ({ name, parent, plays, covers, head, opening }: AgencyFacts): Partial<AgencyFacts> => {
  const facts = { name, parent, plays, covers, head, opening };
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
};
