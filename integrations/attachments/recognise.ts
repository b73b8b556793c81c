import { refusal } from '../../domain/errors';
import type { Refusal } from '../../domain/errors';
import { ok, refuse } from '../../domain/result';
import type { Result } from '../../domain/result';
import type { Text } from '../../domain/text';
import { compoundReader } from './compound-reader';
import { FILE_TYPES, declaredType, extensionOf } from './file-types';
import type { DeclaredFile, FileKind, FileType } from './file-types';
import { withoutHidden } from './hidden-formats';
import { marksReader } from './marks-reader';
import { pdfReader } from './pdf-reader';
import { notAllowed } from './reader';
import type { Reader } from './reader';
import { textReader } from './text-reader';
import { zipReader } from './zip-reader';

/** Bytes from the beginning by which the kind is told apart. */
const HEAD = 4096;

/**
 * Tells what a file is by its content alone: an allow-list of what begins, and where it matters also ends, as such a file
 * does. What only its name or its sender says counts for nothing but a contradiction.
 */
export class Recogniser {
  readonly #declared: DeclaredFile;
  #beginning: Buffer = Buffer.alloc(0);
  #reader: Reader | null = null;

  constructor(declared: DeclaredFile) {
    this.#declared = declared;
  }

  take(chunk: Buffer): Refusal | null {
    if (this.#reader !== null) return this.#reader.take(chunk);
    this.#beginning = Buffer.concat([this.#beginning, chunk]);
    return this.#beginning.length < HEAD ? null : this.#begin();
  }

  async end(): Promise<Result<FileType>> {
    const refused = this.#reader === null ? this.#begin() : null;
    if (refused) return refuse(refused);
    const kind = await this.#reader!.end();
    return kind.ok ? fitting(kind.value, this.#declared) : kind;
  }

  /** Whether or not the file came to its end. */
  close(): void {
    this.#reader?.close?.();
  }

  #begin(): Refusal | null {
    const reader = readerFor(this.#beginning.subarray(0, HEAD), this.#declared);
    if (!reader.ok) return reader.refusal;
    this.#reader = reader.value;
    return reader.value.take(this.#beginning);
  }
}

const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');
const ascii = (text: string): Buffer => Buffer.from(text, 'latin1');

const BEGINNINGS: readonly (readonly [Buffer, () => Reader])[] = [
  [ascii('%PDF-'), pdfReader],
  // The scan begins, the image ends; some cameras write more behind.
  [bytes('ffd8ff'), () => withoutHidden('jpeg', marksReader('jpeg', [bytes('ffda'), bytes('ffd9')]))],
  [bytes('89504e470d0a1a0a'), () => withoutHidden('png', marksReader('png', [ascii('IHDR'), ascii('IDAT'), ascii('IEND')]))],
  [bytes('49492a00'), () => withoutHidden('tiff', known('tiff'))],
  [bytes('4d4d002a'), () => withoutHidden('tiff', known('tiff'))],
];
const ZIP = ascii('PK\x03\x04');
const COMPOUND = bytes('d0cf11e0a1b11ae1');
/** DER: a sequence whose first member is the object identifier of CMS signed data. */
const SIGNED_DATA = bytes('06092a864886f70d010702');
const HEIC_BRANDS: readonly string[] = ['heic', 'heix', 'heim', 'heis'];

/** What is often tried and never taken, for a refusal that says so. */
const NAMED: readonly (readonly [Buffer, Text])[] = [
  [ascii('MZ'), { en: 'a program', vi: 'chương trình' }],
  [bytes('7f454c46'), { en: 'a program', vi: 'chương trình' }],
  [ascii('#!'), { en: 'a script', vi: 'tập lệnh' }],
  [ascii('Rar!'), { en: 'an archive', vi: 'tệp nén' }],
  [bytes('377abcaf271c'), { en: 'an archive', vi: 'tệp nén' }],
  [bytes('1f8b'), { en: 'an archive', vi: 'tệp nén' }],
  [ascii('PK'), { en: 'an archive', vi: 'tệp nén' }],
];

const startsWith = (head: Buffer, beginning: Buffer): boolean => head.subarray(0, beginning.length).equals(beginning);

function readerFor(head: Buffer, declared: DeclaredFile): Result<Reader> {
  const simple = BEGINNINGS.find(([beginning]) => startsWith(head, beginning));
  if (simple) return ok(simple[1]());
  if (isHeic(head)) return ok(withoutHidden('heic', known('heic')));
  if (isSignedData(head)) return ok(known('p7s'));
  if (startsWith(head, ZIP)) return ok(zipReader(head));
  if (startsWith(head, COMPOUND)) return ok(compoundReader());
  const named = NAMED.find(([beginning]) => startsWith(head, beginning));
  return named ? refuse(notAllowed(named[1])) : ok(textReader(head, declared));
}

const known = (kind: FileKind): Reader => ({ take: () => null, end: () => ok(kind) });

/** `ftyp` names the brand; a general one lists the particular ones after it. */
function isHeic(head: Buffer): boolean {
  if (head.toString('latin1', 4, 8) !== 'ftyp') return false;
  const box = head.toString('latin1', 8, Math.min(head.readUInt32BE(0), 256, head.length));
  const brands: readonly string[] = box.match(/.{4}/gs) ?? [];
  return HEIC_BRANDS.some((brand) => brands[0] === brand || (brands[0] === 'mif1' && brands.includes(brand)));
}

function isSignedData(head: Buffer): boolean {
  if (head[0] !== 0x30 || head.length < 16) return false;
  const lengthBytes = head[1]! > 0x80 ? head[1]! - 0x80 : 0;
  return lengthBytes <= 4 && head.indexOf(SIGNED_DATA) === 2 + lengthBytes;
}

/** A name or a declared type that says something else than the content would mislead whoever opens the file. */
function fitting(kind: FileKind, declared: DeclaredFile): Result<FileType> {
  const type: FileType = FILE_TYPES[kind];
  const contradicted = (said: string, fits: string): Result<FileType> =>
    refuse(refusal('ATTACHMENT_TYPE_CONTRADICTED', { declared: said, found: kind.toUpperCase(), fitting: fits }, 'file'));
  const mediaType = declaredType(declared);
  if (mediaType !== null && mediaType !== type.mediaType && !type.alsoDeclared?.includes(mediaType)) return contradicted(mediaType, type.mediaType);
  const extension = extensionOf(declared);
  return extension === null || type.extensions.includes(extension) ? ok(type) : contradicted(`.${extension}`, `.${type.extensions[0]}`);
}
