import { randomUUID } from 'node:crypto';
import { parseActFields, parseCommandId } from '../../contracts/act-request';
import { actOnDossier } from '../../gateway/act-on-dossier';
import type { Context, Shown } from '../context';
import { valueOf } from '../exit';
import { actFields } from '../input/act-fields';
import type { ActFieldOptions } from '../input/act-fields';
import { decode, readTextFile } from '../input/read-file';
import { answerJson, answerText } from '../render/answer';
import { atTheDesk, put } from '../sources/at-the-desk';

export interface ActOptions extends ActFieldOptions {
  readonly as: string;
  readonly id?: string;
  readonly noteFile?: string;
}

/** `dossier act`: what is wrong with the act's form is found before any server is asked. */
export async function dossierAct(context: Context, options: ActOptions, dossier = '', act = ''): Promise<Shown> {
  const note = options.noteFile === undefined ? options.note : await readNote(context, options.noteFile);
  const fields = actFields({ ...options, ...(note === undefined ? {} : { note }) });
  valueOf(parseActFields(act, fields));
  const id = valueOf(parseCommandId(options.id ?? randomUUID()));
  return atTheDesk(context, async (desk) => {
    const request = { dossier: dossier.trim(), act, as: options.as.normalize('NFC'), id, operator: context.operator, fields };
    const answer = valueOf(await put(desk, `--id ${id}`, () => actOnDossier(desk, request)));
    return { json: { id, ...answerJson(answer) }, text: () => answerText(answer, context) };
  });
}

const readNote = async ({ stdin }: Context, file: string): Promise<string> => (file === '-' ? decode(await stdin(), 'note', file) : readTextFile(file, 'note')).replace(/^\uFEFF/, '');
