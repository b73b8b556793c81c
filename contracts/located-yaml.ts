import {
  isAlias, isCollection, isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type ParsedNode, type YAMLParseError,
} from 'yaml';
import { shown } from '../domain/calendar/shown';
import { refusal, type ErrorCode, type Refusal } from '../domain/errors';
import { pathText, type Path } from '../domain/procedure/finding';
import { tooDeepAt } from './yaml-depth';

/** A place in a file, both counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface LocatedProblem {
  readonly position: Position;
  readonly path: Path;
  readonly refusal: Refusal;
}

/** The values of a file, with where each was written. */
export interface LocatedYaml {
  readonly value: unknown;
  readonly problems: readonly LocatedProblem[];
  /** Where the value at the path is; where it is missing, what should hold it. `key` asks for the key instead of its value. */
  readonly positionOf: (path: Path, at?: 'key' | 'value') => Position;
  /** The scalar as it was typed, e.g. `1.012790` where the value is the number 1.01279. */
  readonly typedAt: (path: Path) => string | undefined;
}

const MOST_BYTES = 1_000_000;
const MOST_VALUES = 50_000;
const MOST_DEEP = 120;
const MOST_ALIASES = 100;

/**
 * Reads YAML 1.2 (and so JSON) into plain values. Dates stay text. Text is trimmed and brought to NFC. Refused: more than 1 MB or 50,000
 * values, deep nesting, duplicate keys, tags, keys that are not text, unknown or multiplying aliases. Never throws.
 */
export const readLocatedYaml = (text: string): LocatedYaml => {
  const layout = withoutTabs(text);
  const lines = linesOf(layout);
  const at = (offset: number): Position => positionIn(lines, offset);
  const failed = (problems: LocatedProblem[]): LocatedYaml => ({ value: undefined, problems, positionOf: () => at(0), typedAt: () => undefined });

  const size = text.length > MOST_BYTES ? text.length : new TextEncoder().encode(text).length;
  if (size > MOST_BYTES) return failed([tooLarge(size, MOST_BYTES)]);

  const deep = tooDeepAt(layout, MOST_DEEP);
  if (deep !== undefined) return failed([{ position: at(deep), path: [], refusal: refusal('PROCEDURE_FILE_TOO_DEEP', { most: MOST_DEEP }) }]);

  // The reader below looks for keys given twice: the library compares every key with every other one.
  const document = parseDocument(layout, { version: '1.2', prettyErrors: false, logLevel: 'error', uniqueKeys: false });
  if (document.errors.length > 0) return failed(document.errors.slice(0, 20).map((error) => syntaxProblem(error, at(error.pos[0]))));
  // Another version reads dates as instants and "yes" as true.
  if (document.directives.yaml.version !== '1.2') return failed([{ position: at(0), path: [], refusal: refusal('PROCEDURE_FILE_TAG', { value: '%YAML' }) }]);

  const reader = new Reader(document, at);
  const value = reader.read(document.contents, []);
  return {
    value,
    problems: reader.problems,
    positionOf: (path, which) => at(reader.offsetOf(path, which === 'key')),
    typedAt: (path) => reader.typed.get(idOf(path)),
  };
};

/** Where each line begins, found once: a file may be wrong in tens of thousands of places. */
const linesOf = (text: string): LineCounter => {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1);
  return lines;
};

const positionIn = (lines: LineCounter, offset: number): Position => {
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
};

// JSON may be indented by tabs, which YAML forbids; a tab inside a JSON text is written \t, so that each is one blank of layout.
const withoutTabs = (text: string): string => (/^\uFEFF?\s*\{/.test(text) ? text.replaceAll('\t', ' ') : text);

const syntaxProblem = (error: YAMLParseError, position: Position): LocatedProblem => {
  const make = (code: ErrorCode, details: Refusal['details']): LocatedProblem => ({ position, path: [], refusal: refusal(code, details) });
  if (error.code === 'RESOURCE_EXHAUSTION') return make('PROCEDURE_FILE_TOO_DEEP', { most: MOST_DEEP });
  return make('PROCEDURE_FILE_SYNTAX', { reason: shown(error.message.split('\n')[0] ?? error.code) });
};

const tooLarge = (size: number, most: number): LocatedProblem => ({
  position: { line: 1, column: 1 },
  path: [],
  refusal: refusal('PROCEDURE_FILE_TOO_LARGE', { size, most }),
});

const ONCE: readonly ErrorCode[] = ['PROCEDURE_FILE_TOO_LARGE', 'PROCEDURE_FILE_TOO_DEEP', 'PROCEDURE_FILE_ALIAS'];

/** Control characters other than line feed and tab, halves of characters, and marks that turn the direction of writing. */
const HIDDEN = /(?![\n\t])\p{Cc}|\p{Cs}|[\u202a-\u202e\u2066-\u2069]/u;

const idOf = (path: Path): string => JSON.stringify(path);

class Reader {
  readonly problems: LocatedProblem[] = [];
  readonly typed = new Map<string, string>();
  readonly #document: Document.Parsed;
  readonly #at: (offset: number) => Position;
  readonly #values = new Map<string, number>();
  readonly #keys = new Map<string, number>();
  readonly #noted = new Set<ErrorCode>();
  #count = 0;
  #aliases = 0;

  constructor(document: Document.Parsed, at: (offset: number) => Position) {
    this.#document = document;
    this.#at = at;
  }

  /** Offset of the value (or its key), or of the nearest thing around it. */
  offsetOf(path: Path, key: boolean): number {
    for (let length = path.length; length >= 0; length--) {
      const id = idOf(path.slice(0, length));
      // What is missing is looked for at the key of the entry that should hold it.
      const found = key || length < path.length ? (this.#keys.get(id) ?? this.#values.get(id)) : this.#values.get(id);
      if (found !== undefined) return found;
    }
    return 0;
  }

  read(node: ParsedNode | null, path: Path): unknown {
    const start = node?.range?.[0] ?? 0;
    if (node) this.#values.set(idOf(path), start);
    if (++this.#count > MOST_VALUES) return this.#refuse('PROCEDURE_FILE_TOO_LARGE', { size: this.#count, most: MOST_VALUES }, start, path);
    if (path.length > MOST_DEEP) return this.#refuse('PROCEDURE_FILE_TOO_DEEP', { most: MOST_DEEP }, start, path);
    if (!node) return null;
    if (isAlias(node)) return this.#alias(node, start, path);
    if (node.tag?.startsWith('!') || (node.tag && !CORE_TAGS.has(node.tag))) return this.#refuse('PROCEDURE_FILE_TAG', { value: shown(node.tag) }, start, path);
    if (isMap(node)) return this.#map(node, path);
    if (isSeq(node)) return node.items.map((item, i) => this.read(item as ParsedNode, [...path, i]));
    return isScalar(node) ? this.#scalar(node, path) : null;
  }

  #scalar({ value, source }: { value: unknown; source?: string }, path: Path): unknown {
    if (typeof value === 'string') {
      const hidden = HIDDEN.exec(value)?.[0];
      if (hidden === undefined) return value.normalize('NFC').trim();
      const character = `U+${(hidden.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
      return this.#refuse('PROCEDURE_TEXT_CONTROL', { character }, this.#values.get(idOf(path)) ?? 0, path);
    }
    if (source !== undefined) this.typed.set(idOf(path), source);
    return value;
  }

  #map(node: { items: readonly { key: unknown; value: unknown }[] }, path: Path): Record<string, unknown> {
    const entries: [string, unknown][] = [];
    const seen = new Set<string>();
    for (const { key, value } of node.items) {
      const offset = (key as ParsedNode | null)?.range?.[0] ?? 0;
      if (!isScalar(key) || typeof key.value !== 'string') {
        this.#refuse('PROCEDURE_FILE_TAG', { value: shown(String(key)) }, offset, path);
        continue;
      }
      const name = key.value.normalize('NFC');
      if (seen.has(name)) this.#refuse('PROCEDURE_KEY_TWICE', { key: shown(name) }, offset, [...path, name]);
      seen.add(name);
      this.#keys.set(idOf([...path, name]), offset);
      entries.push([name, this.read(value as ParsedNode | null, [...path, name])]);
      // A list or object on lines of its own begins below its key; what is wrong with the whole of it is looked for at the key.
      if (isCollection(value) && !value.flow) this.#values.set(idOf([...path, name]), offset);
    }
    // fromEntries defines even `__proto__` as an own property, so that it is found unknown instead of taking effect.
    return Object.fromEntries(entries);
  }

  #alias(node: { source: string; resolve: (document: Document) => unknown }, start: number, path: Path): unknown {
    const target = node.resolve(this.#document) as ParsedNode | undefined;
    const unusable = ++this.#aliases > MOST_ALIASES || !target || (target.range[0] <= start && start < target.range[1]);
    if (unusable) return this.#refuse('PROCEDURE_FILE_ALIAS', { value: shown(node.source), most: MOST_ALIASES }, start, path);
    const value = this.read(target, path);
    this.#values.set(idOf(path), start);
    return value;
  }

  /** What a hostile file repeats a million times is noted once. */
  #refuse(code: ErrorCode, details: Refusal['details'], offset: number, path: Path): undefined {
    if (this.#noted.has(code)) return undefined;
    if (ONCE.includes(code)) this.#noted.add(code);
    this.problems.push({ position: this.#at(offset), path, refusal: refusal(code, details, pathText(path)) });
    return undefined;
  }
}

const CORE_TAGS = new Set(['map', 'seq', 'str', 'null', 'bool', 'int', 'float'].map((name) => `tag:yaml.org,2002:${name}`));
