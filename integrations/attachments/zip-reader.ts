import { refusal } from '../../domain/errors';
import { ok, refuse } from '../../domain/result';
import type { Result } from '../../domain/result';
import { FILE_TYPES } from './file-types';
import type { FileKind } from './file-types';
import { notAllowed } from './reader';
import type { Reader } from './reader';
import { ZIP_TAIL, openDocumentType, zipNames } from './zip-names';

const MACROS: readonly RegExp[] = [/(^|\/)vbaProject[^/]*\.bin$/i, /(^|\/)macrosheets\//i, /^Basic\//, /^Scripts\//];

/** An office document is a ZIP with certain names in it; every other ZIP is an archive. */
export function zipReader(head: Buffer): Reader {
  let tail: Buffer[] = [];
  let kept = 0;
  let size = 0;
  return {
    take(chunk) {
      size += chunk.length;
      tail.push(chunk);
      kept += chunk.length;
      if (kept > 4 * ZIP_TAIL) {
        tail = [Buffer.concat(tail).subarray(-ZIP_TAIL)];
        kept = ZIP_TAIL;
      }
      return null;
    },
    end() {
      const names = zipNames(Buffer.concat(tail).subarray(-ZIP_TAIL), size);
      if (names === null) return archive;
      if (names.some((name) => MACROS.some((macro) => macro.test(name)))) return refuse(refusal('ATTACHMENT_MACROS', {}, 'file'));
      return kindOf(names, head);
    },
  };
}

const archive: Result<FileKind> = refuse(notAllowed({ en: 'an archive', vi: 'tệp nén' }));

function kindOf(names: readonly string[], head: Buffer): Result<FileKind> {
  if (names.includes('[Content_Types].xml')) {
    if (names.some((name) => /^word\/document\d*\.xml$/.test(name))) return ok('docx');
    if (names.includes('xl/workbook.xml')) return ok('xlsx');
  }
  const open = openDocumentType(head);
  if (open === FILE_TYPES.odt.mediaType) return ok('odt');
  return open === FILE_TYPES.ods.mediaType ? ok('ods') : archive;
}
