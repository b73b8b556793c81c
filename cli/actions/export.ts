import { writeFileSync } from 'node:fs';
import { anchorFileOf } from '../../gateway/anchor-file';
import { anchorSigner } from '../../gateway/anchor-key';
import { anchorLogs } from '../../gateway/anchor-logs';
import { exportProof, isAnchored } from '../../gateway/export-proof';
import type { Installation } from '../../gateway/installation';
import type { Context, Shown } from '../context';
import { Failed } from '../exit';
import { getDossier } from '../sources/dossier';
import { openRecords, withRecords } from '../sources/records';
import type { Records } from '../sources/records';

export interface ExportOptions {
  readonly out?: string;
  readonly withPeople?: boolean;
}

/** What whoever checks has from elsewhere: by what came with the file nothing is proved. */
const OUTSIDE = '--key anchor-key.pub --anchors anchors.jsonl --signing-keys keys.json';

/** `export`: one dossier with its proof, for whoever has not got this installation. */
export const exportDossier = (
  context: Context,
  { out, withPeople = false }: ExportOptions,
  reference = '',
): Promise<Shown> =>
  withRecords(context, async ({ db, installation }) => {
    const { dataDir } = installation;
    const { dossierId, code } = await getDossier(db, reference);
    await anchored(context, installation, db, dossierId, withPeople);
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
    const way = `node checker/check.mjs ${out} ${OUTSIDE}`;
    return {
      json: { dossierId, code, out },
      text: () =>
        context.say({
          en: `${out} holds ${code ?? dossierId}; check it with: ${way}`,
          vi: `${out} chứa ${code ?? dossierId}; kiểm tra bằng: ${way}`,
        }),
    };
  });

/**
 * What no anchor holds yet proves nothing to anybody outside: then one is laid now, before its hour. The worker sends
 * it out like any other.
 */
async function anchored(
  context: Context,
  installation: Installation,
  db: Records['db'],
  dossierId: string,
  withPeople: boolean,
): Promise<void> {
  if (await isAnchored({ db, dossierId, withPeople })) return;
  const { dataDir } = installation;
  const [signer, file] = [anchorSigner(dataDir), anchorFileOf(context.env, dataDir)];
  await openRecords(installation, (records) => anchorLogs({ db: records.db, signer, file }, Date.now(), 0), 'recorder');
}
