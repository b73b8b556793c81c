import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Instant } from '../domain/calendar/calendar';
import { canonicalJson } from '../domain/canonical-json';
import type { Envelope } from '../domain/dossier/command';
import type { Signature } from '../domain/dossier/signed';
import type { Ground, PersonField } from '../domain/personal-data';
import { erasureEnvelope, personChangeEnvelope } from '../domain/personal-data-acts';
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

/** A person as they are kept now, with the digest that events or the last change hold. */
export interface KeptPerson {
  readonly person: PersonalData;
  readonly version: number;
  readonly digest: string;
}

export const keptPeople = async (db: Kysely<Schema>, dossierId: string): Promise<readonly KeptPerson[]> => {
  const people = db.selectFrom('personal_data').selectAll().where('dossier_id', '=', dossierId);
  return (await people.orderBy('subject').execute()).map((row) => ({
    person: personOf(row),
    version: row.version,
    digest: digestOf(row.salt, canonicalJson(personOf(row))),
  }));
};

/** Why, by whom and when somebody's data is changed. */
export interface ChangeNote {
  readonly ground: Ground;
  /** Number of the letter or decision. */
  readonly reference: string;
  readonly at: Instant;
  readonly by: string;
}

/** How whoever does it signs for it. */
export type Vouch = (envelope: Envelope) => Signature;

/** `control` works over HTTP under its own name, an `operator` with the installation's credentials. */
export type ChangedAs = 'control' | 'operator';

export interface PersonChange extends ChangeNote {
  readonly kind: 'corrected' | 'reduced' | 'erased';
  readonly fields: readonly PersonField[];
  /** Who stands there afterwards; null after erasure. */
  readonly after: PersonalData | null;
}

/**
 * Puts another version in the place of the one that was read, with a salt of its own, and leaves a trace that explains
 * the new digest. Undefined where somebody else has changed it since.
 */
export async function changePerson(
  db: Kysely<Schema>,
  as: ChangedAs,
  dossierId: string,
  kept: KeptPerson,
  { kind, fields, after, ...note }: PersonChange,
  vouch: Vouch,
): Promise<{ readonly digest: string | null } | undefined> {
  const salt = randomBytes(16);
  const stored = after && { ...after, ...normal(after) };
  const digest = stored && digestOf(salt, canonicalJson(stored));
  const said = {
    ...note,
    kind,
    fields,
    subject: kept.person.subject,
    digestBefore: kept.digest,
    digestAfter: digest,
  };
  const change = JSON.stringify({
    ...said,
    version: kept.version,
    person: stored,
    searchKey: stored && foldName(stored.name),
    signature: vouch(personChangeEnvelope({ ...said, version: kept.version + 1 })),
  });
  const made = as === 'control' ? sql.raw('control_changes_person') : sql.raw('change_person');
  const { rows } = await sql<{ done: boolean }>`select ${made}(${dossierId}, ${change}::jsonb, ${salt}) as done`
    .execute(db);
  return rows[0]!.done ? { digest } : undefined;
}

/** Rows that went, by table. */
export type Erased = Readonly<Record<'contact_preferences' | 'voice_texts' | 'texts' | 'attachments', number>>;

/** What is kept of a dossier beside its people: how to reach them, or everything that was written and handed in. */
export const eraseBeside = async (
  db: Kysely<Schema>,
  as: ChangedAs,
  dossierId: string,
  { whole, by, at }: { readonly whole: boolean; readonly by: string; readonly at: Instant },
  vouch: Vouch,
): Promise<Erased> => {
  const { key, value } = vouch(erasureEnvelope(by));
  const call = as === 'control'
    ? sql<{ erased: Erased }>`
        select control_erases_beside(${dossierId}, ${whole}, ${by}, ${at}, ${key}, ${value}) as erased`
    : sql<{ erased: Erased }>`
        select erase_beside(${dossierId}, ${whole}, ${by}, ${key}, ${value}) as erased`;
  return (await call.execute(db)).rows[0]!.erased;
};

/** sha256(salt || text in UTF-8), hex. Without the salt nobody can test a guess against it. */
export const digestOf = (salt: Buffer, text: string): string => createHash('sha256').update(salt).update(text, 'utf8').digest('hex');

/** The parts of a person that are kept in NFC. */
const normal = ({ name, address }: PersonalData) => ({
  name: name.normalize('NFC'),
  ...(address === undefined ? {} : { address: address.normalize('NFC') }),
});

const columnsOf = (person: PersonalData) => ({
  subject: person.subject,
  name: normal(person).name,
  id_number: person.idNumber ?? null,
  phone: person.phone ?? null,
  email: person.email ?? null,
  address: normal(person).address ?? null,
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
