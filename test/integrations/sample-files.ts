import { deflateRawSync, deflateSync } from 'node:zlib';

/** Small files that begin and end as real ones of their kind do. */
const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
const ascii = (text: string): Buffer => Buffer.from(text, 'latin1');

export const pdf = (bytes = 2_000): Buffer => Buffer.concat([ascii('%PDF-1.7\n'), Buffer.alloc(Math.max(0, bytes - 15), ' '), ascii('%%EOF\n')]);
export const jpeg = Buffer.concat([hex('ffd8ffe0 00104a46494600'), hex('ffda'), Buffer.alloc(500, 1), hex('ffd9')]);
export const png = Buffer.concat([hex('89504e470d0a1a0a 0000000d49484452'), Buffer.alloc(500), ascii('IDAT'), Buffer.alloc(50), ascii('IEND'), hex('ae426082')]);
export const tiff = Buffer.concat([hex('49492a00 08000000'), Buffer.alloc(500)]);
export const heic = (...brands: string[]): Buffer => Buffer.concat([hex(`000000${(8 + 8 + 4 * (brands.length - 1)).toString(16).padStart(2, '0')}`), ascii(`ftyp${brands[0]}`), hex('00000000'), ascii(brands.slice(1).join('')), Buffer.alloc(300)]);
export const p7s = Buffer.concat([hex('308204ff 06092a864886f70d010702 a08204f0'), Buffer.alloc(1_200, 7)]);

/** A ZIP of entries that are stored as they are. */
export function zip(entries: Readonly<Record<string, string>>, { comment = '' } = {}): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(entries)) {
    const [path, data] = [Buffer.from(name), Buffer.from(content)];
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt32LE(data.length, 18);
    local.writeUInt32LE(data.length, 22);
    local.writeUInt16LE(path.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt32LE(data.length, 20);
    entry.writeUInt32LE(data.length, 24);
    entry.writeUInt16LE(path.length, 28);
    entry.writeUInt32LE(offset, 42);
    locals.push(local, path, data);
    directory.push(entry, path);
    offset += 30 + path.length + data.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(entries).length, 8);
  end.writeUInt16LE(Object.keys(entries).length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...locals, ...directory, end, ascii(comment)]);
}

const TYPES = { '[Content_Types].xml': '<Types/>', '_rels/.rels': '<Relationships/>' };
export const docx = (more: Readonly<Record<string, string>> = {}): Buffer => zip({ ...TYPES, 'word/document.xml': '<w:document/>', ...more });
export const xlsx = (more: Readonly<Record<string, string>> = {}): Buffer => zip({ ...TYPES, 'xl/workbook.xml': '<workbook/>', ...more });
export const openDocument = (kind: 'text' | 'spreadsheet' | 'presentation', more: Readonly<Record<string, string>> = {}): Buffer =>
  zip({ mimetype: `application/vnd.oasis.opendocument.${kind}`, 'content.xml': '<office:document-content/>', ...more });

/** A compound file whose directory holds these names, behind some content. */
export function compound(...names: string[]): Buffer {
  const header = Buffer.alloc(512);
  hex('d0cf11e0a1b11ae1').copy(header);
  const entries = ['Root Entry', ...names].map((name, i) => {
    const entry = Buffer.alloc(128);
    entry.write(name, 'utf16le');
    entry.writeUInt16LE(name.length * 2 + 2, 64);
    entry[66] = i === 0 ? 5 : 2;
    return entry;
  });
  return Buffer.concat([header, Buffer.alloc(8_192, 3), ...entries, Buffer.alloc(128 * ((4 - (entries.length % 4)) % 4))]);
}

/** A PDF that holds this object. */
export const pdfWith = (object: string | Buffer): Buffer => Buffer.concat([ascii('%PDF-1.7\n1 0 obj\n'), Buffer.from(object as string), ascii('\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')]);

/** Objects of a PDF as newer versions pack them. */
export function packed(objects: string, n = 1): Buffer {
  const content = deflateSync(Buffer.from(`${n} 0 ${objects}`));
  return Buffer.concat([ascii(`<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length ${content.length}>>\nstream\n`), content, ascii('\nendstream')]);
}

/** The same, packed in another way: `filter` as it stands in the dictionary. */
export function packedAs(filter: string, content: Buffer, more = ''): Buffer {
  const dictionary = `<</Type/ObjStm/N 1/First 4/Filter${filter}/Length ${content.length}${more}>>\nstream\n`;
  return Buffer.concat([ascii(dictionary), content, ascii('\nendstream')]);
}

/** Relationships of an office document, one of which leads elsewhere. */
export const relation = (type: string, target: string): string =>
  `<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}" TargetMode="External"/></Relationships>`;

/** The directory says another size of a part than it has. */
export function sayingSize(archive: Buffer, name: string, bytes: number): Buffer {
  const changed = Buffer.from(archive);
  const entry = changed.lastIndexOf(name) - 46;
  changed.writeUInt32LE(bytes, entry + 24);
  changed.writeUInt16LE(8, entry + 10);
  return changed;
}

/** Before the content of a part stands another name of the same length than the directory gives it. */
export function misnamed(archive: Buffer, name: string, other: string): Buffer {
  const changed = Buffer.from(archive);
  changed.write(other, changed.indexOf(name), 'latin1');
  return changed;
}

/** A DOCX with a part that is packed, and said to have `size` bytes. */
export function deflated(name: string, content: Buffer, size: number): Buffer {
  const data = deflateRawSync(content);
  const archive = docx({ [name]: 'x'.repeat(data.length) });
  data.copy(archive, archive.indexOf('x'.repeat(32), archive.indexOf(name)));
  return sayingSize(archive, name, size);
}
