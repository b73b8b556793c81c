import { refuse, ok } from '../../domain/result';
import type { FileKind } from './file-types';
import { notAllowed } from './reader';
import type { Reader } from './reader';

/** Looks, as the file passes, for what a whole file of its kind has, in this order; one cut off shows nothing to whoever opens it. */
export function marksReader(kind: FileKind, marks: readonly Buffer[]): Reader {
  const longest = Math.max(...marks.map(({ length }) => length));
  let next = 0;
  let rest: Buffer = Buffer.alloc(0);
  return {
    take(chunk) {
      let block = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      while (next < marks.length) {
        const at = block.indexOf(marks[next]!);
        if (at < 0) break;
        block = block.subarray(at + marks[next]!.length);
        next += 1;
      }
      rest = Buffer.from(block.subarray(-(longest - 1)));
      return null;
    },
    end: () => (next === marks.length ? ok(kind) : refuse(notAllowed({ en: `a ${kind.toUpperCase()} that was cut off`, vi: `tệp ${kind.toUpperCase()} bị cắt cụt` }))),
  };
}
