import { readSync } from 'node:fs';
import { refusal } from '../../domain/errors';
import { ok, refuse } from '../../domain/result';
import type { Result } from '../../domain/result';
import { FILE_TYPES } from './file-types';
import type { FileKind } from './file-types';
import { wrongInParts } from './office-parts';
import { notAllowed } from './reader';
import type { Reader } from './reader';
import { Spool } from './spool';
import { ZIP_TAIL, openDocumentType, zipNames } from './zip-names';

const MACROS: readonly RegExp[] = [/(^|\/)vbaProject[^/]*\.bin$/i, /(^|\/)macrosheets\//i, /^Basic\//, /^Scripts\//];

/** An office document is a ZIP with certain names in it; every other ZIP is an archive. */
export function zipReader(head: Buffer): Reader {
  const spool = new Spool();
  return {
    take(chunk) {
      spool.add(chunk);
      return null;
    },
    async end() {
      const tail = Buffer.alloc(Math.min(ZIP_TAIL, spool.size));
      readSync(spool.file, tail, 0, tail.length, spool.size - tail.length);
      const names = zipNames(tail, spool.size);
      if (names === null) return archive;
      if (names.some((name) => MACROS.some((macro) => macro.test(name)))) return refuse(refusal('ATTACHMENT_MACROS', {}, 'file'));
      const kind = kindOf(names, head);
      const wrong = kind.ok ? await wrongInParts(spool.file) : null;
      return wrong ? refuse(wrong) : kind;
    },
    close: () => spool.close(),
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
