import { readSync } from 'node:fs';
import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import { ok, refuse } from '../../domain/result';
import { active, notAllowed } from './reader';
import type { Reader } from './reader';
import { Spool } from './spool';

const unpack = promisify(inflate);

/** What acts by itself, or sends the reader elsewhere: scripts, programs, other files, forms that are sent off, films. */
const ACTIVE = /\/(?:JavaScript|JS|Launch|ImportData|SubmitForm|GoToE|GoToR|RichMedia|Rendition|Movie|Sound)(?![\w.#-])/;
/** A name may be written with its characters as numbers: `/J#61vaScript`. */
const plain = (text: string): string => text.replace(/#([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
const isActive = (text: string): boolean => ACTIVE.test(plain(text));

const OBJECTS = /\/Type\s*\/ObjStm\b/;
/** Of what a stream is, its dictionary before it says so. */
const DICTIONARY = 1_024;
const MOST_UNPACKED = 64 * 1024 * 1024;

const RUNS = active({ en: 'a PDF with a script, a program or an action of its own', vi: 'PDF có tập lệnh, chương trình hoặc hành động tự chạy' });
const UNREADABLE = active({ en: 'a PDF with parts that cannot be looked through (protected, or packed in an unusual way)', vi: 'PDF có phần không thể kiểm tra (được bảo vệ hoặc nén khác thường)' });
const CUT_OFF = notAllowed({ en: 'a PDF that was cut off', vi: 'tệp PDF bị cắt cụt' });

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
      if (content.lastIndexOf('%%EOF') < 0) return refuse(CUT_OFF);
      return lookThrough(content);
    },
    close: () => spool.close(),
  };
}

async function lookThrough(content: Buffer) {
  let unpacked = 0;
  let at = 0;
  for (;;) {
    const stream = nextStream(content, at);
    if (isActive(content.toString('latin1', at, stream?.begin ?? content.length))) return refuse(RUNS);
    if (stream === null) return ok('pdf' as const);
    if (OBJECTS.test(plain(stream.dictionary))) {
      const objects = await unpack(content.subarray(stream.begin, stream.end), { maxOutputLength: MOST_UNPACKED }).catch(() => null);
      unpacked += objects?.length ?? 0;
      if (objects === null || unpacked > MOST_UNPACKED) return refuse(UNREADABLE);
      if (isActive(objects.toString('latin1'))) return refuse(RUNS);
    }
    at = stream.end;
  }
}

interface Stream {
  readonly dictionary: string;
  readonly begin: number;
  readonly end: number;
}

function nextStream(content: Buffer, from: number): Stream | null {
  for (let at = content.indexOf('stream', from); at >= 0; at = content.indexOf('stream', at + 6)) {
    const lineEnd = content[at + 6] === 13 && content[at + 7] === 10 ? 2 : content[at + 6] === 10 ? 1 : 0;
    if (lineEnd === 0 || content.toString('latin1', Math.max(at - 3, 0), at) === 'end') continue;
    const begin = at + 6 + lineEnd;
    const end = content.indexOf('endstream', begin);
    if (end < 0) return null;
    return { dictionary: content.toString('latin1', Math.max(from, at - DICTIONARY), at), begin, end };
  }
  return null;
}
