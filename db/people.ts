import { sql } from 'kysely';
import type { Kysely, Selectable } from 'kysely';
import type { AgencyCode, OfficerRole } from '../domain/agency/agency';
import type { Instant } from '../domain/calendar/calendar';
import { inTransaction } from './in-transaction';
import type { Schema } from './schema';

/** One post a person holds, from an instant and until another: their own, seconded to it, or standing in for somebody. */
export interface Posting {
  readonly person: string;
  readonly agency: AgencyCode;
  readonly role: OfficerRole;
  readonly kind: 'regular' | 'secondment' | 'stand-in';
  /** Whom a stand-in stands in for; with the other kinds null. */
  readonly onBehalfOf: string | null;
  readonly from: Instant;
  /** First instant it no longer holds; null while open-ended. */
  readonly to: Instant | null;
}

export const savePerson = async (db: Kysely<Schema>, person: string, name: string): Promise<void> => {
  await db
    .insertInto('people')
    .values({ person, name: name.normalize('NFC') })
    .onConflict((conflict) => conflict.column('person').doUpdateSet({ name: name.normalize('NFC'), version: sql`people.version + 1` }))
    .execute();
};

export interface Person {
  readonly person: string;
  readonly name: string;
  /** Raised by every change of name, posts, grants or way of signing in. */
  readonly version: number;
}

export const findPerson = async (db: Kysely<Schema>, person: string): Promise<Person | undefined> =>
  db.selectFrom('people').select(['person', 'name', 'version']).where('person', '=', person).executeTakeFirst();

/** Whose name within the register differs from this one in capital letters alone. */
export const findAlike = async (db: Kysely<Schema>, person: string): Promise<string | undefined> =>
  (
    await db
      .selectFrom('people')
      .select('person')
      .where(sql`lower(person)`, '=', person.toLowerCase())
      .where('person', '<>', person)
      .limit(1)
      .executeTakeFirst()
  )?.person;

/** Registers somebody; false where the name within the register is taken. */
export const registerPerson = async (db: Kysely<Schema>, person: string, name: string): Promise<boolean> => {
  const inserted = await db.insertInto('people').values({ person, name }).onConflict((conflict) => conflict.doNothing()).executeTakeFirst();
  return inserted.numInsertedOrUpdatedRows === 1n;
};

/** Nobody else changes anything about somebody until the transaction ends. */
export const lockPerson = async (trx: Kysely<Schema>, person: string): Promise<void> => {
  await trx.selectFrom('people').select('person').where('person', '=', person).forUpdate().execute();
};

/** Changes something about a person as they were at a version, in one transaction; false where somebody has changed them since. */
export const changePerson = (db: Kysely<Schema>, { person, version }: Person, change: (trx: Kysely<Schema>) => Promise<void>): Promise<boolean> =>
  inTransaction(db, async (trx) => {
    const raised = await trx.updateTable('people').set({ version: version + 1 }).where('person', '=', person).where('version', '=', version).executeTakeFirst();
    if (raised.numUpdatedRows !== 1n) return false;
    await change(trx);
    return true;
  });

export const renamePerson = async (trx: Kysely<Schema>, person: string, name: string): Promise<void> => {
  await trx.updateTable('people').set({ name }).where('person', '=', person).execute();
};

/** A posting as it stands in the register. */
export interface HeldPosting extends Posting {
  readonly id: number;
}

/** Who gives a post, and the request that a second person confirmed; null where it needs none. */
export interface GivenBy {
  readonly by: string;
  readonly confirmation: string | null;
}

/** Everything somebody holds, held or will hold, the latest first. */
export const postingsOf = async (db: Kysely<Schema>, person: string): Promise<readonly HeldPosting[]> =>
  (await db.selectFrom('postings').selectAll().where('person', '=', person).orderBy('from_at', 'desc').orderBy('posting', 'desc').execute()).map((row) => ({ id: row.posting, ...postingOf(row) }));

/** Adds a posting; the one that is there already where the person holds this very post from that instant on. */
export const addPosting = async (
  trx: Kysely<Schema>,
  { person, agency, role, kind, onBehalfOf, from, to }: Posting,
  { by, confirmation }: GivenBy,
): Promise<{ readonly posting: HeldPosting; readonly present: boolean }> => {
  const row = { person, agency, role, kind, on_behalf_of: onBehalfOf, from_at: from, given_by: by, confirmation };
  const inserted = await trx.insertInto('postings').values({ ...row, to_at: to }).onConflict((conflict) => conflict.doNothing()).returningAll().executeTakeFirst();
  if (inserted) return { posting: { id: inserted.posting, ...postingOf(inserted) }, present: false };
  const found = await findPosting(trx, { person, agency, role, kind, onBehalfOf, from });
  if (!found) throw new Error('a posting that is there already cannot be found');
  return { posting: found, present: true };
};

/** The posting somebody has of this very post, from this very instant on. */
export const findPosting = async (db: Kysely<Schema>, { person, agency, role, kind, onBehalfOf, from }: Omit<Posting, 'to'>): Promise<HeldPosting | undefined> =>
  (await postingsOf(db, person)).find(
    (held) => held.agency === agency && held.role === role && held.kind === kind && held.onBehalfOf === onBehalfOf && held.from === from,
  );

/** Ends a posting at an instant, or never; takes it back whole where it would not even have begun. */
export const endPosting = async (trx: Kysely<Schema>, held: HeldPosting, at: Instant | null): Promise<void> => {
  const { id, from } = held;
  if (at !== null && at <= from) await trx.deleteFrom('postings').where('posting', '=', id).execute();
  else await trx.updateTable('postings').set({ to_at: at }).where('posting', '=', id).execute();
  await endStandInsFor(trx, held, at);
};

/** Whoever stands in for somebody does so as long as that one holds the post, and no longer. */
async function endStandInsFor(
  trx: Kysely<Schema>,
  { person, agency, role, kind }: Posting,
  at: Instant | null,
): Promise<void> {
  if (at === null || kind === 'stand-in') return;
  const isTheirs = sql<boolean>`kind = 'stand-in' and on_behalf_of = ${person} and agency = ${agency} and role = ${role}`;
  await trx.deleteFrom('postings').where(isTheirs).where('from_at', '>=', at).execute();
  const goesOn = sql<boolean>`to_at is null or to_at > ${at}::bigint`;
  await trx.updateTable('postings').set({ to_at: at }).where(isTheirs).where(goesOn).execute();
}

/** Adds a posting, or moves the end of the one that is there. */
export const savePosting = async (db: Kysely<Schema>, posting: Posting, given?: GivenBy): Promise<void> => {
  const { person, agency, role, kind, onBehalfOf, from, to } = posting;
  await db
    .insertInto('postings')
    .values({ person, agency, role, kind, on_behalf_of: onBehalfOf, from_at: from, to_at: to, given_by: given?.by ?? null, confirmation: given?.confirmation ?? null })
    .onConflict((conflict) =>
      conflict.columns(['person', 'agency', 'role', 'kind', 'on_behalf_of', 'from_at']).doUpdateSet({ to_at: to }),
    )
    .execute();
  await endStandInsFor(db, posting, to);
  await db.updateTable('people').set({ version: sql`version + 1` }).where('person', '=', person).execute();
};

const postingOf = (row: Selectable<Schema['postings']>): Posting => ({
  person: row.person,
  agency: row.agency,
  role: row.role as OfficerRole,
  kind: row.kind,
  onBehalfOf: row.on_behalf_of,
  from: row.from_at,
  to: row.to_at,
});

/** The post a person came to last, whether it holds now or not. */
export const lastPosting = async (db: Kysely<Schema>, person: string): Promise<Posting | undefined> => {
  const row = await db.selectFrom('postings').selectAll().where('person', '=', person).orderBy('from_at', 'desc').limit(1).executeTakeFirst();
  return row && postingOf(row);
};

/** The posts a person holds at an instant, their own first. */
export const postingsAt = async (db: Kysely<Schema>, person: string, at: Instant): Promise<readonly Posting[]> => {
  const rows = await db
    .selectFrom('postings')
    .selectAll()
    .where('person', '=', person)
    .where('from_at', '<=', at)
    .where((eb) => eb.or([eb('to_at', 'is', null), eb('to_at', '>', at)]))
    .execute();
  const order = { regular: 0, secondment: 1, 'stand-in': 2 };
  return rows
    .map(postingOf)
    .sort((a, b) => order[a.kind] - order[b.kind] || a.from - b.from);
};
