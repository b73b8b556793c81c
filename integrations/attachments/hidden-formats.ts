import type { Refusal } from '../../domain/errors';
import type { FileKind } from './file-types';
import { notAllowed } from './reader';
import type { Reader } from './reader';

/**
 * What other programs find wherever it stands in a file: archives, and pages that a browser takes for its own. Each is
 * so long that it does not come about by chance in what is packed.
 */
const ANYWHERE = new RegExp(
  [
    'PK\\x03\\x04[\\x00-\\x3f]\\x00',
    'Rar!\\x1a\\x07',
    '7z\\xbc\\xaf\\x27\\x1c',
    '<(?:script|iframe|object|embed|html)[\\s>/]',
    '<!doctype html',
    '<\\?php\\s',
    '<hta:application',
  ].join('|'),
  'i',
);

/** What an archive ends with, which its programs look for from the end of a file. */
const ARCHIVE_END = Buffer.from('PK\x05\x06', 'latin1');
/** Its length with the longest comment. */
const ARCHIVE_TAIL = 22 + 65_535;

/** What may not follow at once where a file is at its end. */
const BEHIND = '[\\s\\x00]{0,32}(?:MZ|PK[\\x03\\x05\\x07]|%PDF-|\\x7fELF|#!|Rar!|<[a-z!?][a-z?-]{2})';
const ENDS: Partial<Record<FileKind, RegExp>> = {
  jpeg: new RegExp(`\\xff\\xd9${BEHIND}`, 'i'),
  png: new RegExp(`IEND[\\s\\S]{4}${BEHIND}`, 'i'),
  pdf: new RegExp(`^${BEHIND}`, 'i'),
};

const HIDDEN = notAllowed({ en: 'a file with another one hidden in it', vi: 'tệp có giấu một tệp khác bên trong' });

/** In what has been read of a file, or in the whole of it. */
export const hidesAnother = (text: string): boolean => ANYWHERE.test(text);

/** Whether the end of a file is that of an archive as well. */
export const endsAsArchive = (content: Buffer): boolean => content.subarray(-ARCHIVE_TAIL).includes(ARCHIVE_END);

/** Behind the last mark of a PDF's end. */
export const followedByAnother = (behind: string): boolean => ENDS.pdf!.test(behind);

export const hidden = (): Refusal => HIDDEN;

/** Bytes of a part that are looked at once more with the next: a sign may lie across both. */
const OVERLAP = 64;

/** Reads a file of one kind, and looks whether it is another one besides. */
export function withoutHidden(kind: FileKind, reader: Reader): Reader {
  let before = '';
  let tail: Buffer = Buffer.alloc(0);
  const close = reader.close === undefined ? {} : { close: () => reader.close?.() };
  return {
    take(chunk) {
      const text = before + chunk.toString('latin1');
      if (hidesAnother(text) || ENDS[kind]?.test(text)) return HIDDEN;
      before = text.slice(-OVERLAP);
      tail = Buffer.concat([tail, chunk]).subarray(-ARCHIVE_TAIL);
      return reader.take(chunk);
    },
    end: () => (endsAsArchive(tail) ? { ok: false, refusal: HIDDEN } : reader.end()),
    ...close,
  };
}
