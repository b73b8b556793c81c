/** Bytes from the end of a ZIP in which its directory must lie: some 3,000 entries. An office document has a few dozen. */
export const ZIP_TAIL = 256 * 1024;

const END = Buffer.from('PK\x05\x06', 'latin1');
const ENTRY = 0x02014b50;
const ENCRYPTED = 1;

/**
 * The names in a ZIP by its directory, read from its last bytes; null for what no office program writes: a directory that
 * is cut off, encrypted, in several volumes, of more than 65,534 entries, or with something before or after the archive.
 */
export function zipNames(tail: Buffer, size: number): string[] | null {
  const end = endOf(tail);
  if (end < 0) return null;
  const [disk, startDisk, here, count] = [4, 6, 8, 10].map((offset) => tail.readUInt16LE(end + offset)) as [number, number, number, number];
  const length = tail.readUInt32LE(end + 12);
  const offset = tail.readUInt32LE(end + 16);
  const begin = end - length;
  if (disk !== 0 || startDisk !== 0 || here !== count || count === 0xffff || begin < 0) return null;
  if (offset !== size - tail.length + begin) return null;
  const names: string[] = [];
  let at = begin;
  for (let i = 0; i < count; i += 1) {
    if (at + 46 > end || tail.readUInt32LE(at) !== ENTRY || (tail.readUInt16LE(at + 8) & ENCRYPTED) !== 0) return null;
    const [name, extra, comment] = [28, 30, 32].map((o) => tail.readUInt16LE(at + o)) as [number, number, number];
    if (at + 46 + name > end) return null;
    names.push(tail.toString('utf8', at + 46, at + 46 + name));
    at += 46 + name + extra + comment;
  }
  return at === end ? names : null;
}

/** The end record is the last thing in the file, its own comment apart. */
function endOf(tail: Buffer): number {
  for (let at = tail.lastIndexOf(END); at >= 0; at = at === 0 ? -1 : tail.lastIndexOf(END, at - 1)) {
    if (at + 22 <= tail.length && at + 22 + tail.readUInt16LE(at + 20) === tail.length) return at;
  }
  return -1;
}

/** The media type an OpenDocument file names in its first entry, which is stored as it is; null for any other ZIP. */
export function openDocumentType(head: Buffer): string | null {
  if (head.length < 30) return null;
  const [flags, method] = [head.readUInt16LE(6), head.readUInt16LE(8)];
  const [name, extra] = [head.readUInt16LE(26), head.readUInt16LE(28)];
  const [begin, length] = [30 + name + extra, head.readUInt32LE(18)];
  if (flags & ENCRYPTED || method !== 0 || head.toString('latin1', 30, 30 + name) !== 'mimetype') return null;
  return head.toString('latin1', begin, begin + length);
}
