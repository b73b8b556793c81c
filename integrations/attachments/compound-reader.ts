import { refusal } from '../../domain/errors';
import { ok, refuse } from '../../domain/result';
import { notAllowed } from './reader';
import type { Reader } from './reader';

/** Entries of the directory of a compound file are this long, and lie at its multiples. */
const ENTRY = 128;
const TYPES_IN_USE: readonly number[] = [1, 2, 5];
const WORD = ['WordDocument'];
const EXCEL = ['Workbook', 'Book'];
const MACROS = ['Macros', 'VBA', '_VBA_PROJECT', '_VBA_PROJECT_CUR'];

/**
 * DOC and XLS are compound files, as installers and mails are: told apart by the names in their directory, which may lie
 * anywhere in the file and is looked for entry by entry as it passes.
 */
export function compoundReader(): Reader {
  const names = new Set<string>();
  let rest: Buffer = Buffer.alloc(0);
  const has = (some: readonly string[]): boolean => some.some((name) => names.has(name));
  return {
    take(chunk) {
      const block = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const whole = block.length - (block.length % ENTRY);
      for (let at = 0; at < whole; at += ENTRY) {
        const name = nameAt(block, at);
        if (name !== null) names.add(name);
      }
      rest = Buffer.from(block.subarray(whole));
      return null;
    },
    end() {
      if (has(MACROS)) return refuse(refusal('ATTACHMENT_MACROS', {}, 'file'));
      if (has(WORD)) return ok('doc');
      return has(EXCEL) ? ok('xls') : refuse(notAllowed({ en: 'a compound file that is neither DOC nor XLS', vi: 'tệp phức hợp không phải DOC hay XLS' }));
    },
  };
}

const NAMES: ReadonlySet<string> = new Set([...WORD, ...EXCEL, ...MACROS]);

/** The name in a directory entry, if it is one of those looked for. */
function nameAt(block: Buffer, at: number): string | null {
  const length = block.readUInt16LE(at + 64);
  if (length < 4 || length > 64 || length % 2 !== 0 || !TYPES_IN_USE.includes(block[at + 66]!)) return null;
  const name = block.toString('utf16le', at, at + length - 2);
  return NAMES.has(name) ? name : null;
}
