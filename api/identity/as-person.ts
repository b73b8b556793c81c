import type { Kysely } from 'kysely';
import type { Schema } from '../../db/schema';
import type { ApiContext } from '../context';

/**
 * Reads as the person who is about to prove themselves: what they are compared with is told to nobody else, and nothing
 * else is told to them.
 */
export const asPerson = ({ database }: Pick<ApiContext, 'database'>, person: string): Kysely<Schema> =>
  database.as({ person, agencies: [] });
