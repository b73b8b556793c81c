import { LineCounter, parseDocument, type Document } from 'yaml';
import { z } from 'zod';
import { TIERS } from '../domain/agency/agency';
import type { AgencyFile } from '../domain/agency/agency-file';
import { checkTopology } from '../domain/agency/check-topology';
import { expandAgencyFiles } from '../domain/agency/expand-agency-files';
import type { FilePath } from '../domain/agency/expansion';
import type { Topology } from '../domain/agency/topology';
import { messageOf } from '../domain/errors';
import { tooDeepAt } from './yaml-depth';

const line = z.string().trim().min(1).max(500).normalize('NFC');
const text = z.strictObject({ vi: line, en: line });
const key = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'write lower-case words joined by hyphens, e.g. "one-stop-unit"');
const sourceKey = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.-]*$/, 'write a source key of letters, digits, dots and hyphens');
const segment = z.string().regex(/^[A-Z0-9]{2,3}$/, 'write two or three capital letters or digits, in quotes');
const code = z.string().regex(/^[A-Z0-9]{2,3}(\.[A-Z0-9]{2,3}){0,3}$/, 'write an identifier code of up to four segments, e.g. H35.12.03 (Decision 20/2020/QĐ-TTg)');
const date = z.iso.date('write a date as YYYY-MM-DD');

const minute = z.int().min(0).max(1440);
const session = z.strictObject({ from: minute, to: minute }).refine(({ from, to }) => from < to, 'a session ends after it begins');
const opening = z.strictObject({ sessions: z.array(session).min(1), weekdays: z.array(z.int().min(0).max(6)).min(1) });

const marks = {
  source: z.array(sourceKey).min(1).optional(),
  confidence: z.enum(['H', 'M', 'L']).optional(),
  assumed: z.array(line).optional(),
  confirmed: z.array(line).optional(),
  note: line.optional(),
};
const changeable = { parent: code.optional(), covers: z.array(code).min(1).optional(), opening: opening.optional(), ...marks };

const change = z.strictObject({ from: date, name: text.optional(), plays: z.array(key).optional(), head: key.optional(), ...changeable });
const entry = z
  .strictObject({
    code,
    tier: z.enum(TIERS),
    name: text,
    plays: z.array(key),
    head: key,
    from: date.optional(),
    to: date.optional(),
    successors: z.array(code).min(1).optional(),
    changes: z.array(change).optional(),
    ...changeable,
  })
  .refine(({ changes = [] }) => changes.every(({ from }, i) => i === 0 || (changes[i - 1]?.from ?? '') < from), {
    path: ['changes'],
    message: 'list changes in the order of their dates',
  });

const organ = z.strictObject({
  organ: key,
  suffix: segment.optional(),
  name: text,
  plays: z.array(key),
  head: key,
  parent: code.optional(),
  only: z.array(key).optional(),
  succeededBy: z.union([key, z.array(code).min(1)]).optional(),
  ...marks,
});
const template = z
  .strictObject({ tier: z.enum(TIERS), from: date, to: date.optional(), organs: z.array(organ).min(1) })
  .refine(({ organs }) => organs.every(({ suffix }, i) => (suffix === undefined) === (i === 0)), {
    path: ['organs'],
    message: 'the first organ is the committee and has no "suffix"; every other one has',
  });

const unitShape = { no: segment, name: line, kind: key.optional(), into: z.array(line).min(1).optional(), ...marks };
const groupShape = { template: key, kind: key.optional(), official: z.int().min(0) };
const innerGroup = z.strictObject({ ...groupShape, units: z.array(z.strictObject(unitShape)) });
const group = z.strictObject({ ...groupShape, parent: code, units: z.array(z.strictObject({ ...unitShape, group: innerGroup.optional() })) });

/** A catalogue file of agencies. Strict: a misspelt field is refused, not ignored. */
export const AgencyFileSchema = z
  .strictObject({
    sources: z.record(sourceKey, line),
    defaults: z.strictObject({ ...marks, source: z.array(sourceKey).min(1), confidence: z.enum(['H', 'M', 'L']), from: date, to: date.optional() }),
    heads: z.record(key, text),
    kinds: z.record(key, text).optional(),
    agencies: z.array(entry).optional(),
    templates: z.record(key, template).optional(),
    groups: z.array(group).optional(),
  })
  .superRefine((file, context) => {
    for (const { path, source } of sourcesUsed(file, [])) {
      if (Object.hasOwn(file.sources, source)) continue;
      const message = `source "${source}" is not described; add it under "sources", or use ${Object.keys(file.sources).join(', ')}`;
      context.addIssue({ code: 'custom', path, message });
    }
  }) satisfies z.ZodType<AgencyFile>;

/** Every source key used anywhere in the file, with its place. */
const sourcesUsed = (value: unknown, path: (string | number)[]): { path: (string | number)[]; source: string }[] => {
  if (Array.isArray(value)) return value.flatMap((item, i) => sourcesUsed(item, [...path, i]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === 'source' && Array.isArray(inner)
      ? inner.map((source, i) => ({ path: [...path, name, i], source: String(source) }))
      : sourcesUsed(inner, [...path, name]),
  );
};

export interface AgencySource {
  /** What the file is called in messages. */
  readonly file: string;
  readonly text: string;
}

/** What is wrong in a catalogue file, and where; `line` counts from 1. */
export interface AgencyFileProblem {
  readonly file: string;
  readonly line: number;
  readonly field: string;
  readonly message: string;
}

export type LoadedTopology =
  | { readonly ok: true; readonly topology: Topology; readonly files: readonly AgencyFile[] }
  | { readonly ok: false; readonly problems: readonly AgencyFileProblem[] };

/** Reads catalogue files (YAML 1.2) into one topology, or names every mistake in them with its line. */
export const loadTopology = (sources: readonly AgencySource[]): LoadedTopology => {
  const read = sources.map(readFile);
  const unreadable = read.flatMap(({ problems }) => problems);
  if (unreadable.length > 0) return { ok: false, problems: unreadable };

  const files = read.flatMap(({ value }) => (value ? [value] : []));
  const place = ([number, ...path]: FilePath, message: string): AgencyFileProblem => {
    const source = read[Number(number)];
    return { file: source?.file ?? '', line: source?.lineOf(path) ?? 1, field: path.join('.'), message };
  };
  const { agencies, problems } = expandAgencyFiles(files);
  if (problems.length > 0) return { ok: false, problems: problems.map(({ refusal, at }) => place(at, messageOf(refusal))) };

  const topology = { agencies: agencies.map(({ agency }) => agency) };
  const faults = checkTopology(topology);
  if (faults.length === 0) return { ok: true, topology, files };
  const written = new Map(agencies.map(({ agency, at }) => [agency, at]));
  return { ok: false, problems: faults.map(({ agency, refusal }) => place([...(written.get(agency) ?? [0]), refusal.field ?? ''], messageOf(refusal))) };
};

interface ReadFile {
  readonly file: string;
  readonly value?: AgencyFile;
  readonly problems: readonly AgencyFileProblem[];
  readonly lineOf: (path: FilePath) => number;
}

/** The largest file of the catalogue has 15 KB; nothing honest comes near this. */
const LARGEST_FILE = 1_000_000;
const MOST_DEEP = 30;
/** Of what is wrong with one file; the first problems are enough to begin with. */
const MOST_PROBLEMS = 100;

const readFile = ({ file, text: yaml }: AgencySource): ReadFile => {
  const whole = (message: string): ReadFile => ({ file, problems: [{ file, line: 1, field: '', message }], lineOf: () => 1 });
  if (yaml.length > LARGEST_FILE) return whole(`the file has ${yaml.length} characters; at most ${LARGEST_FILE} are read, divide it`);
  if (tooDeepAt(yaml, MOST_DEEP) !== undefined) return whole(`lists and maps lie deeper than ${MOST_DEEP} in each other; flatten them`);
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines, prettyErrors: false });
  const lineOf = (path: FilePath): number => lines.linePos(offsetOf(document, path)).line;
  const syntax = document.errors.slice(0, MOST_PROBLEMS).map(({ pos, message }) => ({ file, line: lines.linePos(pos[0]).line, field: '', message: message.split('\n')[0] ?? message }));
  if (syntax.length > 0) return { file, problems: syntax, lineOf };

  const parsed = AgencyFileSchema.safeParse(document.toJS({ maxAliasCount: 100 }));
  if (parsed.success) return { file, value: parsed.data, problems: [], lineOf };
  const problems = parsed.error.issues.slice(0, MOST_PROBLEMS).map((issue) => {
    const unknown = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
    const path = [...issue.path, ...unknown].map((step) => (typeof step === 'number' ? step : String(step)));
    return { file, line: lineOf(path), field: path.join('.'), message: issue.message };
  });
  return { file, problems, lineOf };
};

/** Where a path is written; for a field that is missing, where the entry that lacks it begins. */
const offsetOf = (document: Document.Parsed, path: FilePath): number => {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true) as { range?: [number, number, number] } | undefined;
    if (node?.range) return node.range[0];
  }
  return 0;
};
