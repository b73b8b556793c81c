import type { Refusal } from '../../domain/errors';
import { refusal } from '../../domain/errors';
import { ok, refuse } from '../../domain/result';
import { declaredType, extensionOf } from './file-types';
import type { DeclaredFile } from './file-types';
import { notAllowed } from './reader';
import type { Reader } from './reader';
import { XmlReader } from './xml-reader';

const PEM_SIGNATURE = /^-----BEGIN (?:PKCS7|CMS)-----/;
const TAB = 9;
const SPACE = 32;
/** Tab, line feed, form feed, carriage return. */
const LAYOUT: readonly number[] = [TAB, 10, 12, 13];

const UNKNOWN = notAllowed({ en: 'neither one of these nor text in UTF-8', vi: 'không thuộc các loại này và không phải văn bản UTF-8' });
const SCRIPT = notAllowed({ en: 'a script', vi: 'tập lệnh' });
/** How text begins that a system runs once it has the right name. */
const SCRIPTS = /^\s*(?:@?echo\s+off\b|@(?:cmd|set|start)\b|(?:cmd|powershell|pwsh|wscript|cscript|mshta|rundll32)(?:\.exe)?\s|windows registry editor|<\?php|<%)/i;
/** The test file of the European Institute for Computer Antivirus Research, which every scanner has to find; so has who has none. */
const SCANNER_TEST = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

/** Text is valid UTF-8 without control characters to its end; what begins with `<` must be harmless XML. */
export function textReader(head: Buffer, declared: DeclaredFile): Reader {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const beginning = head.toString('utf8').replace(/^\uFEFF/, '');
  const xml = beginning.trimStart().startsWith('<') ? new XmlReader() : null;
  let isFirst = true;
  const decoded = (chunk?: Buffer): string | null => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch {
      return null;
    }
  };
  /** An XML declaration stands at the very beginning; blank lines before it are forgiven. */
  const unpadded = (text: string): string => {
    const rest = isFirst ? text.trimStart() : text;
    if (rest !== '') isFirst = false;
    return rest;
  };
  const wrongIn = (text: string | null): Refusal | null => (text === null ? UNKNOWN : (xml?.take(unpadded(text)) ?? null));
  return {
    take(chunk) {
      if (SCRIPTS.test(beginning)) return SCRIPT;
      if (beginning.startsWith(SCANNER_TEST)) return refusal('ATTACHMENT_INFECTED', {}, 'file');
      return chunk.every((byte) => byte >= SPACE || LAYOUT.includes(byte)) ? wrongIn(decoded(chunk)) : UNKNOWN;
    },
    end() {
      const wrong = wrongIn(decoded()) ?? xml?.end() ?? null;
      if (wrong) return refuse(wrong);
      if (PEM_SIGNATURE.test(beginning)) return ok('p7s');
      if (xml) return ok('xml');
      const isTable = declaredType(declared) === 'text/csv' || extensionOf(declared) === 'csv';
      return ok(isTable ? 'csv' : 'txt');
    },
  };
}
