import type { Kysely, Selectable } from 'kysely';
import type { AgencyCode, OfficerRole } from '../domain/agency/agency';
import type { Instant } from '../domain/calendar/calendar';
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
    .onConflict((conflict) => conflict.column('person').doUpdateSet({ name: name.normalize('NFC') }))
    .execute();
};

/** Adds a posting, or moves the end of the one that is there. */
export const savePosting = async (db: Kysely<Schema>, posting: Posting): Promise<void> => {
  const { person, agency, role, kind, onBehalfOf, from, to } = posting;
  await db
    .insertInto('postings')
    .values({ person, agency, role, kind, on_behalf_of: onBehalfOf, from_at: from, to_at: to })
    .onConflict((conflict) =>
      conflict.columns(['person', 'agency', 'role', 'kind', 'on_behalf_of', 'from_at']).doUpdateSet({ to_at: to }),
    )
    .execute();
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
