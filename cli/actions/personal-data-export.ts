import { logAccess } from '../../db/access-log';
import { dossiersOfIdentity, personalExport } from '../../db/reads/personal-export';
import { refusal } from '../../domain/errors';
import type { Context, Shown } from '../context';
import { Refused } from '../exit';
import { parseReference } from '../input/people-fields';
import { getDossier } from '../sources/dossier';
import { openRecords, withRecords } from '../sources/records';

export interface ExportOptions {
  readonly dossier?: string;
  readonly idNumber?: string;
  readonly reference: string;
}

/** `personal-data export`: one JSON document, also without --json. Each dossier is written down before it is shown. */
export async function personalDataExport(context: Context, options: ExportOptions): Promise<Shown> {
  const { dossier, idNumber } = options;
  if ((dossier === undefined) === (idNumber === undefined)) {
    const problem = 'name either --dossier or --id-number';
    throw new Refused(
      refusal('FIELD_INVALID', { problem, problemVi: 'hãy nêu --dossier hoặc --id-number' }, 'dossier'),
    );
  }
  const reference = parseReference(options.reference);
  return withRecords(context, async ({ db, clock, installation }) => {
    const found = dossier === undefined ? undefined : await getDossier(db, dossier);
    const dossierIds = found ? [found.dossierId] : await dossiersOfIdentity(db, idNumber!.trim());
    const entry = { at: clock.now(), who: context.operator, action: 'personal-data' as const };
    const entries = dossierIds.map((dossier_id) => ({ ...entry, dossier_id, detail: `export ${reference}` }));
    // The auditor's login writes nothing.
    if (entries.length > 0) await openRecords(installation, (records) => logAccess(records.db, entries), 'recorder');
    const exported = { dossierIds, tables: await personalExport(db, dossierIds) };
    return { json: exported, text: () => JSON.stringify(exported, null, 2) };
  });
}
