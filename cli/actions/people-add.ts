import { savePerson } from '../../db/people';
import type { Context, Shown } from '../context';
import { parseName, parsePersonId } from '../input/people-fields';
import { withRecords } from '../sources/records';

/** `people add`: registers somebody, or corrects the name. */
export async function peopleAdd(context: Context, options: { readonly name: string }, id = ''): Promise<Shown> {
  const person = parsePersonId(id);
  const name = parseName(options.name);
  return withRecords(
    context,
    async ({ db }) => {
      await savePerson(db, person, name);
      return { json: { person, name }, text: () => `${person}  ${name}` };
    },
    'recorder',
  );
}
