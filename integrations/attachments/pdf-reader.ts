import { readSync } from 'node:fs';
import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import type { Refusal } from '../../domain/errors';
import { ok, refuse } from '../../domain/result';
import { endsAsArchive, followedByAnother, hidden, hidesAnother } from './hidden-formats';
import { active, notAllowed } from './reader';
import type { Reader } from './reader';
import { Spool } from './spool';

const unpack = promisify(inflate);

const NAME_ENDS = '(?![\\w.#-])';
/** Nobody writes longer comments where these are looked for; one that is longer could hide what follows. */
const LONGEST_COMMENT = 100;
const BLANK = `[\\s\\x00]|%[^\\r\\n]{0,${LONGEST_COMMENT}}[\\r\\n]`;
/** Between two words of a PDF: blanks and comments. */
const GAP = `(?:${BLANK})*`;
const REFERENCE = `(\\d+)(?:${BLANK})+(\\d+)(?:${BLANK})+R\\b`;

/** What acts by itself, or sends the reader elsewhere: scripts, programs, other files, forms that are sent off, films. */
const ACTIVE = new RegExp(
  [
    `/(?:JavaScript|JS|Launch|ImportData|SubmitForm|GoToE|GoToR|RichMedia|Rendition|Movie|Sound)${NAME_ENDS}`,
    `/(?:EmbeddedFiles?|FileAttachment|XFA|FFilter|FDecodeParms)${NAME_ENDS}`,
    // Actions of pages and fields, done when something happens to them.
    `/AA${GAP}(?:<<|${REFERENCE})`,
    `/EF${GAP}<<`,
    // A file that lies elsewhere, as the content of a stream or by its name.
    `/F${GAP}[(<]`,
  ].join('|'),
);
/** A name may be written with its characters as numbers: `/J#61vaScript`. */
const plain = (text: string): string =>
  text.replace(/#([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));

/** The whole is protected, or a comment stands where it could hide what a name stands for. */
const UNSEEN = new RegExp(
  `/Encrypt${NAME_ENDS}|/(?:AA|EF|F|First|OpenAction)${GAP}%[^\\r\\n]{${LONGEST_COMMENT + 1}}`,
);
const FIRST = `/First${GAP}(\\d+)(?!\\d|(?:${BLANK})+\\d+(?:${BLANK})+R)`;
/** Objects that are packed: by their type, or by what no reader can do without. */
const OBJECTS = new RegExp(`/ObjStm${NAME_ENDS}|${FIRST}`);
/** What is packed in a way that hides it from one unpacking. */
const PACKED_OTHERWISE = new RegExp(
  `/(?:ASCIIHexDecode|AHx|ASCII85Decode|A85|LZWDecode|LZW|RunLengthDecode|RL|Crypt)${NAME_ENDS}` +
    `|/Predictor${GAP}(?:[2-9]|1\\d)` +
    `|/(?:FlateDecode|Fl)${NAME_ENDS}[\\s\\S]*/(?:FlateDecode|Fl)${NAME_ENDS}`,
);
/** Packed objects begin with a table of their numbers and places. */
const TABLE = /^[\s\0]*\d+[\s\0]+\d+/;
const MOST_UNPACKED = 64 * 1024 * 1024;
/** What looks like a stream, because the word stands in a text, may hold objects; more than so many are no accident. */
const MOST_NESTED = 16;

const RUNS = active({
  en: 'a PDF with a script, a program, another file or an action of its own',
  vi: 'PDF có tập lệnh, chương trình, tệp khác hoặc hành động tự chạy',
});
const UNREADABLE = active({
  en: 'a PDF with parts that cannot be looked through (protected, or packed in an unusual way)',
  vi: 'PDF có phần không thể kiểm tra (được bảo vệ hoặc nén khác thường)',
});
const CUT_OFF = notAllowed({ en: 'a PDF that was cut off', vi: 'tệp PDF bị cắt cụt' });

const END = '%%EOF';

/** Looks for actions in a PDF, also in the objects that newer versions pack together. What is drawn is not looked at. */
export function pdfReader(): Reader {
  const spool = new Spool();
  return {
    take(chunk) {
      spool.add(chunk);
      return null;
    },
    async end() {
      const content = Buffer.alloc(spool.size);
      readSync(spool.file, content, 0, content.length, 0);
      const end = content.lastIndexOf(END);
      if (end < 0) return refuse(CUT_OFF);
      if (isAnotherBesides(content, end)) return refuse(hidden());
      const wrong = await lookThrough(content);
      return wrong === null ? ok('pdf' as const) : refuse(wrong);
    },
    close: () => spool.close(),
  };
}

const isAnotherBesides = (content: Buffer, end: number): boolean =>
  followedByAnother(content.toString('latin1', end + END.length)) ||
  endsAsArchive(content) ||
  hidesAnother(content.toString('latin1'));

/** Everything of a PDF that is no drawing. */
class Objects {
  readonly #texts: string[] = [];
  /** By number, however often one was given: readers differ in which of them they take. */
  readonly #places = new Map<number, Place[]>();

  /** What stands between streams; names are plain in it. */
  add(text: string): Refusal | null {
    this.#texts.push(text);
    const headings = headingsIn(text);
    if (headings === null) return UNREADABLE;
    for (const { n, at } of headings) this.#keep(n, { text, at });
    return this.#look(text);
  }

  /** Objects that were packed together, the first of them at `first`. */
  addPacked(text: string, first: number): Refusal | null {
    this.#texts.push(text);
    for (const [, n, at] of text.slice(0, first).matchAll(/(\d+)[\s\0]+(\d+)/g)) {
      this.#keep(Number(n), { text, at: first + Number(at) });
    }
    return this.#look(text);
  }

  #look(text: string): Refusal | null {
    if (UNSEEN.test(text)) return UNREADABLE;
    return ACTIVE.test(text) ? RUNS : null;
  }

  #keep(n: number, place: Place): void {
    const known = this.#places.get(n);
    if (known === undefined) this.#places.set(n, [place]);
    else known.push(place);
  }

  /** Of one number; so many are no accident, and none is found where it cannot be seen. */
  #bodiesOf(n: number): readonly string[] | null {
    const places = this.#places.get(n) ?? [];
    return places.length === 0 || places.length > MOST_VERSIONS ? null : places.map(bodyFrom);
  }

  /** What happens when the document is opened: going to a place in it, and nothing else. */
  wrongAtOpening(): Refusal | null {
    for (const [text, match] of this.#found(OPENING)) {
      const [whole, n] = match;
      const direct = { text, at: match.index + whole.length };
      const bodies = n === undefined ? [bodyFrom(direct)] : this.#bodiesOf(Number(n));
      if (bodies === null) return UNREADABLE;
      if (!bodies.every(goesToPlace)) return RUNS;
    }
    return null;
  }

  /** A stream whose content is a file that another object names. */
  readsElsewhere(): boolean {
    const asked = new Set<number>();
    for (const [, [, n]] of this.#found(FILE_BY_REFERENCE)) asked.add(Number(n));
    return asked.size > MOST_FILES || [...asked].some((n) => this.#bodiesOf(n)?.some(namesFile) ?? true);
  }

  *#found(pattern: RegExp): Generator<readonly [string, RegExpExecArray]> {
    for (const text of this.#texts) for (const match of text.matchAll(pattern)) yield [text, match];
  }
}

/** Where an object begins. */
interface Place {
  readonly text: string;
  readonly at: number;
}

/** How often one object may have been given anew, and how many may be called F. */
const MOST_VERSIONS = 500;
const MOST_FILES = 500;

interface Heading {
  readonly n: number;
  readonly at: number;
}

/**
 * The numbers of the objects in a text, each before its `0 obj`, and where they begin; null where a comment within one
 * could hide it. Read backwards from each word, so that no text takes longer than another.
 */
function headingsIn(text: string): readonly Heading[] | null {
  const headings: Heading[] = [];
  for (let at = text.indexOf('obj'); at >= 0; at = text.indexOf('obj', at + 3)) {
    if (/\w/.test(text[at + 3] ?? '')) continue;
    const generation = wordBefore(text, at);
    const number = generation === null ? null : wordBefore(text, generation.from);
    if (number !== null) headings.push({ n: Number(text.slice(number.from, number.to)), at: at + 3 });
    else if (isBehindComment(text, generation?.from ?? at)) return null;
  }
  return headings;
}

const WORD = Buffer.from('obj');
const BEFORE_CONTENT = /[\s\0<([/%]/;

/** Whether objects begin in what looks like a stream. By chance the word comes about there, with all around it hardly. */
function holdsObjects(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(WORD); at >= 0; at = bytes.indexOf(WORD, at + 3)) {
    let before = at;
    let isNewLine = false;
    while (before > 0 && isBlank(bytes[before - 1]!)) {
      before -= 1;
      isNewLine ||= bytes[before] === 10 || bytes[before] === 13;
    }
    const isNumbered = before > 0 && before < at && isDigit(bytes[before - 1]!);
    if ((isNumbered || isNewLine) && BEFORE_CONTENT.test(String.fromCharCode(bytes[at + 3] ?? 0))) return true;
  }
  return false;
}

const isBlank = (code: number): boolean => code === 32 || code === 0 || (code >= 9 && code <= 13);
const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** The number that stands before a place, with blanks between. */
function wordBefore(text: string, at: number): { readonly from: number; readonly to: number } | null {
  let to = at;
  while (to > 0 && isBlank(text.charCodeAt(to - 1))) to -= 1;
  let from = to;
  while (from > 0 && isDigit(text.charCodeAt(from - 1))) from -= 1;
  return to < at && from < to ? { from, to } : null;
}

/** Whether the line before is, or may be, a comment. */
function isBehindComment(text: string, at: number): boolean {
  let end = at;
  while (end > 0 && isBlank(text.charCodeAt(end - 1))) end -= 1;
  if (!/[\r\n]/.test(text.slice(end, Math.min(at, end + LONGEST_COMMENT)))) return false;
  return /%[^\r\n]*$/.test(text.slice(Math.max(0, end - LONGEST_BODY), end));
}
const OPENING = new RegExp(`/OpenAction${NAME_ENDS}${GAP}(?:${REFERENCE})?`, 'g');
const FILE_BY_REFERENCE = new RegExp(`/F${GAP}${REFERENCE}`, 'g');

/** No action and no name of a file is longer, unless something is to be hidden. */
const LONGEST_BODY = 4_096;

function bodyFrom({ text, at }: Place): string {
  const body = text.slice(at, at + LONGEST_BODY).replace(LEADING, '');
  const end = body.indexOf('endobj');
  return end < 0 ? body : body.slice(0, end);
}
const LEADING = new RegExp(`^${GAP}`);

const ACTIONS = new RegExp(`/S${GAP}/`, 'g');
const GO_TO = new RegExp(`/S${GAP}/GoTo${NAME_ENDS}`);
const MORE = new RegExp(`/(?:Next|URI)${NAME_ENDS}`);

/** A place, or an action that goes to one. */
function goesToPlace(body: string): boolean {
  if (body.startsWith('[') || /^null\b/.test(body)) return true;
  const action = dictionaryIn(body);
  if (action === null) return false;
  return (action.match(ACTIONS) ?? []).length === 1 && GO_TO.test(action) && !MORE.test(action);
}

const FILE_KEYS = new RegExp(`/(?:UF|FS|Unix|DOS|Mac)${NAME_ENDS}`);

/** A name of a file, or the dictionary of one; a font may be called F as well. */
function namesFile(body: string): boolean {
  if (body.startsWith('(') || /^<[^<]/.test(body)) return true;
  if (!body.startsWith('<<')) return false;
  const dictionary = dictionaryIn(body);
  return dictionary === null || FILE_KEYS.test(dictionary);
}

/** A dictionary at the beginning of a text, or null where there is none that ends. Texts and comments are passed by. */
function dictionaryIn(text: string): string | null {
  if (!text.startsWith('<<')) return null;
  let depth = 0;
  for (const { 0: mark, index } of text.matchAll(/\((?:[^()\\]|\\[\s\S])*\)|%[^\r\n]*|<<|>>/g)) {
    if (mark === '<<') depth += 1;
    if (mark === '>>') depth -= 1;
    if (depth === 0) return text.slice(0, index + 2);
  }
  return null;
}

async function lookThrough(content: Buffer): Promise<Refusal | null> {
  const objects = new Objects();
  let [unpacked, nested, at] = [0, 0, 0];
  for (;;) {
    const stream = nextStream(content, at);
    const text = plain(content.toString('latin1', at, stream?.begin ?? content.length));
    const wrong = objects.add(text);
    if (wrong) return wrong;
    if (stream === null) break;
    const { begin, end } = stream;
    if (OBJECTS.test(text)) {
      const opened = PACKED_OTHERWISE.test(text) ? null : await unpacking(content.subarray(begin, end));
      unpacked += opened?.length ?? 0;
      const inside = opened?.toString('latin1') ?? '';
      if (unpacked > MOST_UNPACKED || !TABLE.test(inside)) return UNREADABLE;
      const within = objects.addPacked(plain(inside), firstIn(text));
      if (within) return within;
    }
    const isNone = holdsObjects(content.subarray(begin, end));
    nested = isNone ? nested + 1 : 0;
    if (nested > MOST_NESTED) return UNREADABLE;
    at = isNone ? begin : end;
  }
  return objects.readsElsewhere() ? RUNS : objects.wrongAtOpening();
}

const unpacking = (packed: Buffer): Promise<Buffer | null> =>
  unpack(packed, { maxOutputLength: MOST_UNPACKED }).catch(() => null);

/** Where the first of packed objects lies, as the last word before them says. */
const firstIn = (text: string): number => Number([...text.matchAll(new RegExp(FIRST, 'g'))].at(-1)?.[1] ?? 0);

interface Stream {
  readonly begin: number;
  readonly end: number;
}

/** Not all programs end the line as they should. */
const LINE_END = /^[ \t]*(?:\r\n|\n|\r)/;

function nextStream(content: Buffer, from: number): Stream | null {
  for (let at = content.indexOf('stream', from); at >= 0; at = content.indexOf('stream', at + 6)) {
    const lineEnd = LINE_END.exec(content.toString('latin1', at + 6, at + 16));
    if (lineEnd === null || content.toString('latin1', Math.max(at - 3, 0), at) === 'end') continue;
    const begin = at + 6 + lineEnd[0].length;
    const end = content.indexOf('endstream', begin);
    if (end < 0) return null;
    return { begin, end };
  }
  return null;
}
