import { PERSON_FIELDS } from '../../domain/personal-data';
import type { Ground, PersonField } from '../../domain/personal-data';
import { correctPerson } from '../../gateway/personal-data';
import { Signing } from '../../gateway/signing';
import type { PersonalData } from '../../db/personal-data';
import type { Context, Shown } from '../context';
import { valueOf } from '../exit';
import { parseReference, rightValues } from '../input/people-fields';
import { getDossier } from '../sources/dossier';
import { withRecords } from '../sources/records';

export type CorrectOptions = Readonly<Partial<Record<PersonField, string>>> & {
  readonly subject: PersonalData['subject'];
  readonly forget?: boolean;
  readonly ground: Ground;
  readonly reference: string;
};

/** `personal-data correct`. */
export async function personalDataCorrect(context: Context, options: CorrectOptions, dossier = ''): Promise<Shown> {
  const { subject, forget = false, ground } = options;
  const reference = parseReference(options.reference);
  const values = rightValues(Object.fromEntries(PERSON_FIELDS.map((field) => [field, options[field]])));
  return withRecords(
    context,
    async ({ db, clock, installation }) => {
      const { dossierId, code } = await getDossier(db, dossier);
      const entry = { at: clock.now(), who: context.operator, route: 'lienthong personal-data correct' };
      const correction = { subject, values, forget, ground, reference };
      const signing = new Signing(installation.dataDir, 'cli');
      const office = { db, as: 'operator', signing, entry } as const;
      const done = valueOf(await correctPerson(office, dossierId, correction));
      const fields = done.fields.join(', ');
      return {
        json: { dossierId, code, subject, ...done },
        text: () =>
          context.say({
            en: `${subject} of ${code ?? dossierId}: ${fields} corrected, version ${done.version}`,
            vi: `${subject} của ${code ?? dossierId}: đã đính chính ${fields}, phiên bản ${done.version}`,
          }),
      };
    },
    'recorder',
  );
}
