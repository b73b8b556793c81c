import { PersonList, PersonName, PersonQuery, RegisteredPerson } from '../../contracts/http/person';
import { z } from 'zod';
import { findAlike, registerPerson, renamePerson } from '../../db/people';
import { postsOf, registerOf } from '../../db/reads/register';
import { refusal } from '../../domain/errors';
import { whyNoPersonId } from '../../domain/person-id';
import { matchesWords, wordsOf } from '../../domain/word-search';
import { ADMINISTRATORS, logAdministration, officeDb } from '../administration';
import { guarded } from '../answers';
import { readerOf, whoOf } from '../caller';
import type { Caller } from '../caller';
import type { Api, ApiContext } from '../context';
import { IfMatchHeader, changedMeanwhile } from '../if-match';
import { pageAfter } from '../page';
import { Refused } from '../problem';
import { OnePerson, answerPerson, changeAsRead, unknownPerson } from '../register';
import { personSummary } from '../views/person';

const tags = ['administration'];
const IfNoneMatch = z.object({ 'if-none-match': z.literal('*').optional().describe('Registers somebody new') });

/** The register of the people who act: who they are. Their posts and accounts have routes of their own. */
export async function peopleRoutes(app: Api, context: ApiContext): Promise<void> {
  app.get(
    '/v1/people',
    { config: { access: 'person' }, schema: { tags, summary: 'The register of people with their posts', querystring: PersonQuery, response: guarded({ 200: PersonList }) } },
    async (request) => {
      const { db, caller, query: { agency, q, limit, cursor } } = request;
      const now = context.clock.now();
      const all = await registerOf(db, now, agenciesShown(caller, agency));
      const asked = q === undefined ? undefined : wordsOf(q);
      const found = asked === undefined ? all : all.filter(({ person, name }) => matchesWords(asked, `${name} ${person} ${person.replaceAll('.', ' ')}`));
      const { items, next } = pageAfter(found, ({ person }) => person, { cursor, limit });
      const held = await postsOf(db, now, items.map(({ person }) => person));
      return { items: items.map((each) => personSummary(each, held.get(each.person) ?? [])), next };
    },
  );

  app.get(
    '/v1/people/:person',
    { config: { access: 'person' }, schema: { tags, summary: 'One person with all their posts', params: OnePerson, response: guarded({ 200: RegisteredPerson }, 404) } },
    async (request, reply) => {
      const view = await answerPerson(context, request, reply, request.params.person);
      const shown = agenciesShown(request.caller, undefined);
      const visible = shown === undefined || view.person === whoOf(request.caller) || view.postings.some(({ agency }) => shown.includes(agency));
      if (!visible) throw unknownPerson(view.person);
      return view;
    },
  );

  app.put(
    '/v1/people/:person',
    {
      config: { access: ADMINISTRATORS },
      schema: {
        tags,
        summary: 'Register somebody, or correct their name',
        description: 'With If-None-Match: * somebody new, with If-Match somebody who is registered.',
        params: OnePerson,
        headers: IfMatchHeader.extend(IfNoneMatch.shape),
        body: PersonName,
        response: guarded({ 200: RegisteredPerson, 201: RegisteredPerson }, 404, 409, 412, 413, 415, 428),
      },
    },
    async (request, reply) => {
      const { params: { person }, body: { name }, headers } = request;
      if (headers['if-none-match'] === undefined) {
        await changeAsRead(context, request, person, 'name', (trx) => renamePerson(trx, person, name));
        return answerPerson(context, request, reply, person);
      }
      const unfit = whyNoPersonId(person, 'path.person');
      if (unfit) throw new Refused(unfit);
      await officeDb(context, request)
        .transaction()
        .execute(async (trx) => {
          const other = await findAlike(trx, person);
          if (other) throw new Refused(refusal('PERSON_ID_ALIKE', { value: person, other }, 'path.person'));
          if (!(await registerPerson(trx, person, name))) throw changedMeanwhile();
          await logAdministration(context, request, `person ${person} registered`, trx);
        });
      return reply.code(201).send(await answerPerson(context, request, reply, person));
    },
  );
}

/** Whose people the caller sees; undefined is everybody's. */
function agenciesShown(caller: Caller, agency: string | undefined): readonly string[] | undefined {
  const all = caller.kind === 'person' && (caller.kinds.includes('administrator') || caller.kinds.includes('auditor'));
  const { agencies } = readerOf(caller);
  if (agency === undefined) return all ? undefined : agencies;
  if (all || agencies.includes(agency)) return [agency];
  throw new Refused(refusal('AGENCY_NOT_YOURS', { value: agency, allowed: agencies.slice(0, 8).join(', ') || '–' }, 'query.agency'));
}
