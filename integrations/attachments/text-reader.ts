import { ok, refuse } from '../../domain/result';
import { declaredType, extensionOf } from './file-types';
import type { DeclaredFile } from './file-types';
import { notAllowed } from './reader';
import type { Reader } from './reader';
import { xmlVerdict } from './xml-root';

const PEM_SIGNATURE = /^-----BEGIN (?:PKCS7|CMS)-----/;
const TAB = 9;
const SPACE = 32;
/** Tab, line feed, form feed, carriage return. */
const LAYOUT: readonly number[] = [TAB, 10, 12, 13];

const UNKNOWN = notAllowed({ en: 'neither one of these nor text in UTF-8', vi: 'không thuộc các loại này và không phải văn bản UTF-8' });
const FOUND = {
  html: notAllowed({ en: 'a web page', vi: 'trang web' }),
  svg: notAllowed({ en: 'an SVG drawing', vi: 'hình vẽ SVG' }),
  unsafe: notAllowed({ en: 'XML with a document type, a processing instruction or no element', vi: 'XML có DOCTYPE, chỉ thị xử lý hoặc không có phần tử' }),
} as const;

/** Text is valid UTF-8 without control characters to its end; what begins with `<` must be harmless XML. */
export function textReader(head: Buffer, declared: DeclaredFile): Reader {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const valid = (decode: () => unknown): boolean => {
    try {
      decode();
      return true;
    } catch {
      return false;
    }
  };
  return {
    take: (chunk) => (chunk.every((byte) => byte >= SPACE || LAYOUT.includes(byte)) && valid(() => decoder.decode(chunk, { stream: true })) ? null : UNKNOWN),
    end() {
      if (!valid(() => decoder.decode())) return refuse(UNKNOWN);
      const beginning = head.toString('utf8').replace(/^\uFEFF/, '');
      if (PEM_SIGNATURE.test(beginning)) return ok('p7s');
      if (beginning.trimStart().startsWith('<')) {
        const verdict = xmlVerdict(beginning);
        return verdict === 'xml' ? ok('xml') : refuse(FOUND[verdict]);
      }
      const isTable = declaredType(declared) === 'text/csv' || extensionOf(declared) === 'csv';
      return ok(isTable ? 'csv' : 'txt');
    },
  };
}
