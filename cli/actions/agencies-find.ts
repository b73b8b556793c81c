import { findAgency } from '../../domain/agency/find-agency';
import type { Context, Shown } from '../context';
import { dateOption } from '../input/date-option';
import { table } from '../render/table';
import { withCatalogue } from '../sources/catalogue';

/** `agencies find`. Finding nothing is an answer, not an error. */
export async function agenciesFind(context: Context, options: { readonly date?: string }, ...words: string[]): Promise<Shown> {
  return withCatalogue(context, async (catalogue) => {
    const date = dateOption(options.date, catalogue.today);
    const found = findAgency(await catalogue.topology(), words.join(' '), date);
    return {
      json: { date, agencies: found.map(({ code, name, tier, parent }) => ({ code, name, tier, parent: parent ?? null })) },
      text: () =>
        found.length === 0
          ? context.say({ en: `no agency of ${date} is called that; see "agencies tree"`, vi: `không có cơ quan nào như vậy vào ngày ${date}; xem "agencies tree"` })
          : table(found.map(({ code, name, tier }) => [code, tier, context.say(name)])),
    };
  });
}
