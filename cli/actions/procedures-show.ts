import { refusal } from '../../domain/errors';
import type { Context, Shown } from '../context';
import { Refused } from '../exit';
import { procedureText } from '../render/procedure-text';
import { inForce, withCatalogue } from '../sources/catalogue';

/** `procedures show`: the version named, the one in force, or else the newest. */
export async function proceduresShow(context: Context, options: { readonly version?: number }, code = ''): Promise<Shown> {
  return withCatalogue(context, async (catalogue) => {
    const versions = await catalogue.procedures(code);
    const wanted =
      options.version === undefined
        ? (inForce(versions, catalogue.today)[0] ?? versions.at(-1))
        : versions.find(({ procedure }) => procedure.version === options.version);
    if (!wanted) {
      const known = versions.map(({ procedure }) => procedure.version).join(', ') || '–';
      throw new Refused(refusal('PROCEDURE_UNKNOWN', { value: options.version === undefined ? code : `${code} v${options.version}`, versions: known }, 'code'));
    }
    const { procedure, from, to } = wanted;
    const others = versions.map((each) => ({ version: each.procedure.version, from: each.from, to: each.to }));
    return { json: { ...procedure, inForce: { from, to }, versions: others }, text: () => procedureText(wanted, others, context) };
  });
}
