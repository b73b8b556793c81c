import type { Kysely } from 'kysely';
import { peopleWithASay } from '../../db/confirmations';
import { rightsAt } from '../../db/reads/rights-at';
import type { Schema } from '../../db/schema';
import type { Instant } from '../../domain/calendar/calendar';
import type { Rights } from '../../domain/second-person';

/** Whoever keeps the machine, by name as `cli/operator.ts` has it; nobody of the register can be called so. */
export const isOperator = (name: string): boolean => name.startsWith('os:');

/** What somebody may do now; nothing while their account is disabled. */
export const rightsOf = (db: Kysely<Schema>, person: string, at: Instant): Promise<Rights> => rightsAt(db, person, at);

/** Of everybody who could have a say in anything. */
export const rightsOfAll = async (db: Kysely<Schema>, at: Instant): Promise<readonly Rights[]> =>
  Promise.all((await peopleWithASay(db, at)).map((person) => rightsAt(db, person, at)));
