import { SaxesParser } from 'saxes';
import type { Readable } from 'node:stream';
import { fromFd } from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import type { Refusal } from '../../domain/errors';
import { active, notAllowed } from './reader';

/** Unpacked, of all parts together. The largest form with its scans has a tenth of it. */
const MOST_UNPACKED = 200 * 1024 * 1024;
const MOST_PARTS = 5_000;

const BROKEN = notAllowed({ en: 'an archive, or an office document that does not hold together', vi: 'tệp nén hoặc tài liệu văn phòng bị hỏng' });
const BOMB = notAllowed({ en: 'an archive that unpacks to more than 200 MB', vi: 'tệp nén giải ra hơn 200 MB' });
const EMBEDDED = active({ en: 'an office document with another file or a control embedded in it', vi: 'tài liệu văn phòng có nhúng tệp hoặc điều khiển khác' });
const FETCHES = active({ en: 'an office document that fetches a template, an image or data from elsewhere', vi: 'tài liệu văn phòng tự tải mẫu, hình ảnh hoặc dữ liệu từ nơi khác' });
const COMMANDS = active({ en: 'an office document whose fields or formulas start a program (DDE)', vi: 'tài liệu văn phòng có trường hoặc công thức khởi chạy chương trình (DDE)' });

const EMBEDDED_PARTS = /(?:^|\/)(?:embeddings|activeX|ctrlProps)\/|(?:^|\/)oleObject[^/]*$|^Object \d+\//i;
const MARKUP = /\.(?:xml|rels|vml|rdf)$/i;

/**
 * Looks through every part of an office document: they unpack to what the directory says, bear the name that it gives
 * them, and nothing in them acts or fetches by itself when the document is opened. Links to be clicked on may stay.
 */
export async function wrongInParts(file: number): Promise<Refusal | null> {
  let archive: ZipFile;
  try {
    archive = await opened(file);
  } catch {
    return BROKEN;
  }
  try {
    return await inEntries(archive);
  } catch {
    return BROKEN;
  }
}

/** The file stays open: whoever opened it closes it. */
const opened = (file: number): Promise<ZipFile> =>
  new Promise((resolve, reject) => {
    const options = { lazyEntries: true, autoClose: false, strictFileNames: true, validateEntrySizes: true };
    fromFd(file, options, (error, archive) => (error ? reject(error) : resolve(archive)));
  });

async function inEntries(archive: ZipFile): Promise<Refusal | null> {
  if (archive.entryCount > MOST_PARTS) return BOMB;
  const seen = new Set<string>();
  let unpacked = 0;
  for (let entry = await nextEntry(archive); entry !== null; entry = await nextEntry(archive)) {
    unpacked += entry.uncompressedSize;
    if (unpacked > MOST_UNPACKED) return BOMB;
    if (EMBEDDED_PARTS.test(entry.fileName)) return EMBEDDED;
    // Twice the same name, or another one before the content: two readers would see two documents.
    if (seen.has(entry.fileName) || (await localName(archive, entry)) !== entry.fileName) return BROKEN;
    seen.add(entry.fileName);
    const wrong = entry.fileName.endsWith('/') ? null : await inPart(entry.fileName, await contentOf(archive, entry));
    if (wrong) return wrong;
  }
  return null;
}

const nextEntry = (archive: ZipFile): Promise<Entry | null> =>
  new Promise((resolve, reject) => {
    const settle = (entry: Entry | null): void => {
      archive.removeAllListeners();
      resolve(entry);
    };
    archive.once('entry', settle).once('end', () => settle(null)).once('error', reject);
    archive.readEntry();
  });

const localName = (archive: ZipFile, entry: Entry): Promise<string> =>
  new Promise((resolve, reject) => {
    archive.readLocalFileHeader(entry, (error, header) => (error ? reject(error) : resolve(header.fileName.toString('utf8'))));
  });

const contentOf = (archive: ZipFile, entry: Entry): Promise<Readable> =>
  new Promise((resolve, reject) => {
    archive.openReadStream(entry, (error, content) => (error ? reject(error) : resolve(content)));
  });

/** Reads a part to its end, whatever it is: a size that is not as announced is found that way. */
async function inPart(name: string, content: Readable): Promise<Refusal | null> {
  const markup = MARKUP.test(name) ? new Markup() : null;
  const decoder = new TextDecoder();
  for await (const chunk of content) {
    const wrong = markup?.take(decoder.decode(chunk as Buffer, { stream: true }));
    if (wrong) return wrong;
  }
  return markup?.end() ?? null;
}

const ELSEWHERE = /^\s*(?:[a-z][a-z0-9+.-]*:|\\\\|\/\/)/i;
/** Elements of OpenDocument that start or hold something. */
const ACTING: Readonly<Record<string, Refusal>> = {
  ddeLink: COMMANDS, 'dde-source': COMMANDS, 'dde-link': COMMANDS, oleLink: EMBEDDED, OLEObject: EMBEDDED, oleObject: EMBEDDED,
  'object-ole': EMBEDDED, applet: EMBEDDED, plugin: EMBEDDED, 'event-listener': COMMANDS,
};
const DDE_FIELD = /(?:^|[\s"])DDE(?:AUTO)?[\s"]/i;
const DDE_FORMULA = /^[\s=+-]*'?[\w.]+'?\s*\|/;

class Markup {
  readonly #parser = new SaxesParser({ xmlns: false });
  #wrong: Refusal | null = null;
  #element = '';
  #formula = '';
  #instructions = '';

  constructor() {
    const parser = this.#parser;
    const found = (wrong: Refusal): void => void (this.#wrong ??= wrong);
    parser.on('doctype', () => found(BROKEN));
    parser.on('error', () => found(BROKEN));
    parser.on('opentag', ({ name, attributes }) => {
      this.#element = local(name);
      this.#formula = '';
      const of = (attribute: string): string => Object.entries(attributes).find(([key]) => local(key) === attribute)?.[1] ?? '';
      const acting = ACTING[this.#element];
      if (acting) found(acting);
      if (this.#element === 'Relationship' && of('TargetMode').toLowerCase() === 'external' && !/\/hyperlink$/.test(of('Type'))) found(FETCHES);
      if (this.#element === 'fldSimple' && DDE_FIELD.test(` ${of('instr')} `)) found(COMMANDS);
      // OpenDocument: what is drawn or linked in. A link to click on is an `a`.
      if (name.includes(':') && this.#element !== 'a' && attributes['xlink:href'] !== undefined && ELSEWHERE.test(attributes['xlink:href'])) found(FETCHES);
    });
    parser.on('text', (text) => {
      if (this.#element === 'f') this.#formula += text;
      // The words of one field may be spread over several runs.
      if (this.#element === 'instrText') this.#instructions = `${this.#instructions}${text}`.slice(-2_000);
      if (DDE_FORMULA.test(this.#formula) || DDE_FIELD.test(` ${this.#instructions} `)) found(COMMANDS);
    });
    parser.on('closetag', () => void (this.#element = ''));
  }

  take(text: string): Refusal | null {
    if (this.#wrong === null) this.#parser.write(text);
    return this.#wrong;
  }

  end(): Refusal | null {
    if (this.#wrong === null) this.#parser.close();
    return this.#wrong;
  }
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1);
