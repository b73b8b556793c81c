import { writeFileSync } from 'node:fs';
import { exportProof } from '../../gateway/export-proof';
import type { Context, Shown } from '../context';
import { Failed } from '../exit';
import { getDossier } from '../sources/dossier';
import { withRecords } from '../sources/records';

export interface ExportOptions {
  readonly out?: string;
  readonly withPeople?: boolean;
}

/** `export`: one dossier with its proof, for whoever has not got this installation. */
export const exportDossier = (
  context: Context,
  { out, withPeople = false }: ExportOptions,
  reference = '',
): Promise<Shown> =>
  withRecords(context, async ({ db, installation: { dataDir } }) => {
    const { dossierId, code } = await getDossier(db, reference);
    const proof = await exportProof({ db, dossierId, dataDir, withPeople });
    const text = `${JSON.stringify(proof, null, 1)}\n`;
    if (out === undefined) return { json: proof, text: () => text };
    try {
      // Names may be within: for whoever asked alone.
      writeFileSync(out, text, { mode: 0o600 });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Failed(
        { en: `"${out}" cannot be written: ${reason}`, vi: `không ghi được "${out}": ${reason}` },
        { cause: error },
      );
    }
    return {
      json: { dossierId, code, out },
      text: () =>
        context.say({
          en: `${out} holds ${code ?? dossierId}; check it with: node checker/check.mjs ${out}`,
          vi: `${out} chứa ${code ?? dossierId}; kiểm tra bằng: node checker/check.mjs ${out}`,
        }),
    };
  });
