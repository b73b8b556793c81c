import type { Kysely } from 'kysely';
import { findAlike, findPerson, savePerson } from '../../db/people';
import type { Schema } from '../../db/schema';
import { refusal } from '../../domain/errors';
import { whyNoPersonId } from '../../domain/person-id';
import type { Context, Shown } from '../context';
import { Refused } from '../exit';
import { parseName, parsePersonId } from '../input/people-fields';
import { withRecords } from '../sources/records';

/** `people add`: registers somebody, or corrects the name. */
export async function peopleAdd(context: Context, options: { readonly name: string }, id = ''): Promise<Shown> {
  const person = parsePersonId(id);
  const name = parseName(options.name);
  return withRecords(
    context,
    async ({ db }) => {
      if (!(await findPerson(db, person))) await refuseUnfit(db, person);
      await savePerson(db, person, name);
      return { json: { person, name }, text: () => `${person}  ${name}` };
    },
    'recorder',
  );
}

/** Whoever was registered before the rule keeps their name. */
async function refuseUnfit(db: Kysely<Schema>, person: string): Promise<void> {
  const unfit = whyNoPersonId(person, 'id');
  if (unfit) throw new Refused(unfit);
  const other = await findAlike(db, person);
  if (other) throw new Refused(refusal('PERSON_ID_ALIKE', { value: person, other }, 'id'));
}
