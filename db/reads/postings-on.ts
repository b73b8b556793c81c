import type { Kysely } from 'kysely';
import type { Instant } from '../../domain/calendar/calendar';
import type { Schema } from '../schema';
import type { Posting } from '../people';
import type { OfficerRole } from '../../domain/agency/agency';

export interface RegisteredPerson {
  readonly person: string;
  readonly name: string;
  /** Posts held, or still to be held, at the instant asked for. */
  readonly postings: readonly Omit<Posting, 'person'>[];
}

/** The register of people with the posts that have not ended by an instant; of one agency, those posted there. */
export const postingsOn = async (db: Kysely<Schema>, at: Instant, agency?: string): Promise<readonly RegisteredPerson[]> => {
  const [people, postings] = await Promise.all([
    db.selectFrom('people').select(['person', 'name']).orderBy('person').execute(),
    db
      .selectFrom('postings')
      .selectAll()
      .where((eb) => eb.or([eb('to_at', 'is', null), eb('to_at', '>', at)]))
      .orderBy('from_at')
      .execute(),
  ]);
  const registered = people.map(({ person, name }) => ({
    person,
    name,
    postings: postings
      .filter((row) => row.person === person)
      .map((row) => ({ agency: row.agency, role: row.role as OfficerRole, kind: row.kind, onBehalfOf: row.on_behalf_of, from: row.from_at, to: row.to_at })),
  }));
  return agency === undefined ? registered : registered.filter(({ postings: held }) => held.some((posting) => posting.agency === agency));
};
