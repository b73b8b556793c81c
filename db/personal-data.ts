import { createHash, randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { canonicalJson } from '../domain/canonical-json';
import { eraseAttachments } from './attachments';
import { foldName } from './fold-name';
import type { Schema } from './schema';

/** Who a dossier is about and who brought it. Kept here only; everything else refers to it by the dossier's id. */
export interface PersonalData {
  readonly subject: 'applicant' | 'submitter';
  readonly name: string;
  readonly idNumber?: string;
  readonly phone?: string;
  readonly email?: string;
  readonly address?: string;
}

/**
 * Stores each person once per dossier and returns the salted digests that events may hold, by subject. Stored again,
 * the first version stands: an event already holds its digest.
 */
export const storePersonalData = async (
  db: Kysely<Schema>,
  dossierId: string,
  people: readonly PersonalData[],
): Promise<Readonly<Partial<Record<PersonalData['subject'], string>>>> => {
  if (people.length > 0) {
    const rows = people.map((person) => ({ dossier_id: dossierId, ...columnsOf(person), salt: randomBytes(16) }));
    await db.insertInto('personal_data').values(rows).onConflict((conflict) => conflict.doNothing()).execute();
  }
  const stored = await db.selectFrom('personal_data').selectAll().where('dossier_id', '=', dossierId).execute();
  return Object.fromEntries(stored.map((row) => [row.subject, digestOf(row.salt, canonicalJson(personOf(row)))]));
};

/** What is known of the people of a dossier; nobody after erasure. */
export const personalDataOf = async (db: Kysely<Schema>, dossierId: string): Promise<readonly PersonalData[]> => {
  const rows = await db.selectFrom('personal_data').selectAll().where('dossier_id', '=', dossierId).orderBy('subject').execute();
  return rows.map(personOf);
};

/**
 * Erases the people, the free text and the attachments of a dossier for good, salts included: the digests in the log stay
 * and can no longer be matched with anybody. The files are strays from now on, which gateway/remove-stray-files.ts removes
 * from the storage. Returns the number of rows erased.
 */
export const erasePersonalData = (db: Kysely<Schema>, dossierId: string, by: string): Promise<number> =>
  db.transaction().execute(async (trx) => {
    // The mark tells erasure from theft, whoever looks later.
    await trx.insertInto('erasures').values({ dossier_id: dossierId, erased_by: by }).execute();
    const people = await trx.deleteFrom('personal_data').where('dossier_id', '=', dossierId).executeTakeFirst();
    const texts = await trx.deleteFrom('texts').where('dossier_id', '=', dossierId).executeTakeFirst();
    const voices = await trx.deleteFrom('voice_texts').where('dossier_id', '=', dossierId).executeTakeFirst();
    return Number(people.numDeletedRows + texts.numDeletedRows + voices.numDeletedRows) + (await eraseAttachments(trx, dossierId));
  });

/** sha256(salt || text in UTF-8), hex. Without the salt nobody can test a guess against it. */
export const digestOf = (salt: Buffer, text: string): string => createHash('sha256').update(salt).update(text, 'utf8').digest('hex');

const columnsOf = (person: PersonalData) => ({
  subject: person.subject,
  name: person.name.normalize('NFC'),
  id_number: person.idNumber ?? null,
  phone: person.phone ?? null,
  email: person.email ?? null,
  address: person.address?.normalize('NFC') ?? null,
  search_key: foldName(person.name),
});

interface StoredPerson {
  readonly subject: PersonalData['subject'];
  readonly name: string;
  readonly id_number: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly address: string | null;
}

export const personOf = (row: StoredPerson): PersonalData => ({
  subject: row.subject,
  name: row.name,
  ...(row.id_number === null ? {} : { idNumber: row.id_number }),
  ...(row.phone === null ? {} : { phone: row.phone }),
  ...(row.email === null ? {} : { email: row.email }),
  ...(row.address === null ? {} : { address: row.address }),
});
