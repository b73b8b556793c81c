import type { Kysely } from 'kysely';
import type { OfficerRole } from '../../domain/agency/agency';
import type { Instant } from '../../domain/calendar/calendar';
import type { Rights } from '../../domain/second-person';
import type { Schema } from '../schema';

/** What somebody may do at an instant, and who gave it to them; nothing while their account is disabled. */
export async function rightsAt(db: Kysely<Schema>, person: string, at: Instant): Promise<Rights> {
  const account = await db.selectFrom('accounts').select('disabled_real_at').where('person', '=', person).executeTakeFirst();
  if (account && account.disabled_real_at !== null) return { person, grants: [], posts: [] };
  const grants = await db
    .selectFrom('person_grants')
    .select(['grant_name', 'granted_by', 'confirmation'])
    .where('person', '=', person)
    .execute();
  const posts = await db
    .selectFrom('postings')
    .select(['agency', 'role', 'kind', 'given_by', 'confirmation'])
    .where('person', '=', person)
    .where('from_at', '<=', at)
    .where((eb) => eb.or([eb('to_at', 'is', null), eb('to_at', '>', at)]))
    .execute();
  return {
    person,
    grants: grants.map(({ grant_name: grant, granted_by: givenBy, confirmation }) => ({
      grant,
      givenBy,
      confirmed: confirmation !== null,
    })),
    posts: posts.map(({ agency, role, kind, given_by: givenBy, confirmation }) => ({
      agency,
      role: role as OfficerRole,
      standsIn: kind === 'stand-in',
      givenBy,
      confirmed: confirmation !== null,
    })),
  };
}
