import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { PersonId } from '../contracts/http/common';
import type { RegisteredPerson } from '../contracts/http/person';
import { accountState, grantsOf } from '../db/accounts';
import { changePerson, findPerson, postingsOf } from '../db/people';
import type { Person } from '../db/people';
import type { Schema } from '../db/schema';
import { refusal } from '../domain/errors';
import { logAdministration, officeDb } from './administration';
import type { PersonKind } from './caller';
import type { ApiContext } from './context';
import { changedMeanwhile, etagOf, mustMatch } from './if-match';
import { Refused } from './problem';
import { personSummary } from './views/person';

/** The path of everything about one person of the register. */
export const OnePerson = z.object({ person: PersonId });

export const unknownPerson = (person: string): Refused => new Refused(refusal('PERSON_NOT_REGISTERED', { value: person, id: person }, 'path.person'));

export async function personOr404(db: Kysely<Schema>, person: string): Promise<Person> {
  const found = await findPerson(db, person);
  if (!found) throw unknownPerson(person);
  return found;
}

/** A person with the ETag of what is shown. Grants are shown to those who watch over them; how somebody signs in to administrators alone. */
export async function answerPerson(context: ApiContext, request: FastifyRequest, reply: FastifyReply, person: string): Promise<z.output<typeof RegisteredPerson>> {
  const db = officeDb(context, request);
  const found = await personOr404(db, person);
  const { caller } = request;
  const is = (kind: PersonKind): boolean => caller.kind === 'person' && caller.kinds.includes(kind);
  const [postings, grants, account] = await Promise.all([
    postingsOf(db, person),
    is('administrator') || is('auditor') ? grantsOf(db, person) : undefined,
    is('administrator') ? accountState(db, person) : undefined,
  ]);
  reply.header('etag', etagOf(found.version));
  return { ...personSummary(found, postings), version: found.version, ...(grants ? { grants: [...grants] } : {}), ...(is('administrator') ? { account: account ?? null } : {}) };
}

/** Changes something about a person as the caller has read them, and writes down that they did. */
export async function changeAsRead(context: ApiContext, request: FastifyRequest, person: string, what: string, work: (trx: Kysely<Schema>) => Promise<unknown>): Promise<void> {
  const db = officeDb(context, request);
  const found = await personOr404(db, person);
  mustMatch(request, found.version);
  await changeNow(db, found, async (trx) => {
    await work(trx);
    await logAdministration(context, request, `person ${person} ${what}`, trx);
  });
}

/** Changes something about a person, unless somebody else has just done so. */
export async function changeNow<T>(db: Kysely<Schema>, person: Person, work: (trx: Kysely<Schema>) => Promise<T>): Promise<T> {
  let value: T | undefined;
  const changed = await changePerson(db, person, async (trx) => void (value = await work(trx)));
  if (!changed) throw changedMeanwhile();
  return value as T;
}
