import { SaxesParser } from 'saxes';
import type { Refusal } from '../../domain/errors';
import { notAllowed } from './reader';

const HTML_ROOTS: readonly string[] = ['html', 'head', 'body', 'script', 'iframe'];
/** Transformations run. */
const UNSAFE_ROOTS: readonly string[] = ['stylesheet', 'transform'];
/** In others the same bytes are other characters: a reader would see what was not looked at. */
const ENCODINGS: readonly string[] = ['utf-8', 'utf8', 'us-ascii', 'ascii'];

const FOUND = {
  html: notAllowed({ en: 'a web page', vi: 'trang web' }),
  svg: notAllowed({ en: 'an SVG drawing', vi: 'hình vẽ SVG' }),
  unsafe: notAllowed({
    en: 'XML with a document type, a processing instruction, a transformation or another encoding than UTF-8, or no well-formed XML',
    vi: 'XML có DOCTYPE, chỉ thị xử lý, phép biến đổi, bảng mã khác UTF-8 hoặc không đúng cú pháp',
  }),
} as const;

type Verdict = keyof typeof FOUND;

/**
 * Reads XML to its end, element by element, with its namespaces and character references resolved. A document type may
 * hide entities that explode, a processing instruction names a program or a stylesheet that runs: exchange documents
 * have neither.
 */
export class XmlReader {
  readonly #parser = new SaxesParser({ xmlns: true });
  #verdict: Verdict | null = null;
  #depth = 0;

  constructor() {
    const parser = this.#parser;
    const found = (verdict: Verdict): void => void (this.#verdict ??= verdict);
    parser.on('doctype', (doctype) => found(/^\s*html/i.test(doctype) ? 'html' : 'unsafe'));
    parser.on('processinginstruction', () => found('unsafe'));
    parser.on('error', () => found('unsafe'));
    parser.on('xmldecl', ({ encoding }) => {
      if (encoding !== undefined && !ENCODINGS.includes(encoding.toLowerCase())) found('unsafe');
    });
    parser.on('opentag', ({ local, uri }) => {
      const name = local.toLowerCase();
      if (/1999\/xhtml/i.test(uri) || (this.#depth === 0 && HTML_ROOTS.includes(name))) found('html');
      else if (/2000\/svg/i.test(uri) || name === 'svg') found('svg');
      else if (/1999\/xsl\/transform/i.test(uri) || (this.#depth === 0 && UNSAFE_ROOTS.includes(name))) found('unsafe');
      this.#depth += 1;
    });
    parser.on('closetag', () => void (this.#depth -= 1));
  }

  take(text: string): Refusal | null {
    if (this.#verdict === null) this.#parser.write(text);
    return this.#verdict === null ? null : FOUND[this.#verdict];
  }

  end(): Refusal | null {
    if (this.#verdict === null) this.#parser.close();
    return this.#verdict === null ? null : FOUND[this.#verdict];
  }
}
