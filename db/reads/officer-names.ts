import type { Kysely } from 'kysely';
import type { Schema } from '../schema';

/** Names of these people of the register; one who acted from a bare post has none. */
export const officerNames = async (db: Kysely<Schema>, people: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  if (people.length === 0) return new Map();
  const rows = await db.selectFrom('people').select(['person', 'name']).where('person', 'in', [...people]).execute();
  return new Map(rows.map(({ person, name }) => [person, name]));
};
