import { sql, type Kysely } from 'kysely';
import type { Instant } from '../../domain/calendar/calendar';
import type { OfficerRole } from '../../domain/agency/agency';
import type { HeldPosting } from '../people';
import type { Schema } from '../schema';

export interface Registered {
  readonly person: string;
  readonly name: string;
}

/** The register in the order of ids; of some agencies, those who hold or will hold a post there. */
export const registerOf = (db: Kysely<Schema>, at: Instant, agencies?: readonly string[]): Promise<readonly Registered[]> => {
  const all = db.selectFrom('people').select(['person', 'name']).orderBy('person');
  if (agencies === undefined) return all.execute();
  return all.where('person', 'in', (eb) => eb.selectFrom('postings').select('person').where(sql<boolean>`agency = any(${[...agencies]}::text[])`).where(notOver(at))).execute();
};

/** The posts these people hold, or will hold. */
export const postsOf = async (db: Kysely<Schema>, at: Instant, people: readonly string[]): Promise<ReadonlyMap<string, readonly HeldPosting[]>> => {
  const rows = await db.selectFrom('postings').selectAll().where(sql<boolean>`person = any(${[...people]}::text[])`).where(notOver(at)).orderBy('from_at').orderBy('posting').execute();
  const held = new Map<string, HeldPosting[]>();
  for (const { posting: id, person, agency, role, kind, on_behalf_of: onBehalfOf, from_at: from, to_at: to } of rows) {
    held.set(person, [...(held.get(person) ?? []), { id, person, agency, role: role as OfficerRole, kind, onBehalfOf, from, to }]);
  }
  return held;
};

const notOver = (at: Instant) => sql<boolean>`(to_at is null or to_at > ${at}::bigint)`;
