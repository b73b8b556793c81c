import { z } from 'zod';
import { LiveDossier, StreamHeaders, StreamQuery } from '../../contracts/http/live';
import { NOBODY } from '../../db/api-database';
import type { Reader } from '../../db/api-database';
import { agencyRenames, findKnownAgencies } from '../../db/catalogue';
import { findSession } from '../../db/sessions';
import { refusal } from '../../domain/errors';
import { guarded } from '../answers';
import { sessionCookie } from '../identity/cookies';
import { wantedStep } from '../identity/wanted-step';
import { personCaller, readerOf } from '../caller';
import type { Access } from '../caller';
import type { Api, ApiContext } from '../context';
import { LiveUpdates } from '../live';
import { Refused } from '../problem';
import { agenciesAsked } from './tasks';

const WATCHERS: Access = { people: ['officer', 'supervisor', 'control', 'auditor'] };
const Events = z
  .string()
  .describe(
    `Server-sent events. \`dossier\`: one that the caller may see has changed, its data a LiveDossier: ${Object.keys(LiveDossier.shape).join(', ')}. \`reload\`: too much was missed, read the lists anew.`,
  );

export async function streamRoutes(app: Api, context: ApiContext): Promise<void> {
  const live = new LiveUpdates(context.database, app.log);
  app.addHook('preClose', () => live.close());

  app.get(
    '/v1/stream',
    {
      config: { access: WATCHERS },
      // Nobody needs the headers of a stream, and one without a body would never end.
      exposeHeadRoute: false,
      schema: {
        tags: ['tasks'],
        summary: 'Live updates (server-sent events)',
        description:
          'One event for each change of a dossier the caller may see, in the order in which they were recorded. Come again with Last-Event-ID: nothing is lost or repeated. Ends with the session, and when the rights of the caller change.',
        querystring: StreamQuery,
        headers: StreamHeaders,
        produces: ['text/event-stream'],
        response: { ...guarded({}), 200: { description: 'A stream that does not end by itself', content: { 'text/event-stream': { schema: Events } } } },
      },
    },
    async ({ caller, query, headers, cookies }, reply) => {
      const token = cookies[sessionCookie(context.publicUrl)];
      if (caller.kind !== 'person' || token === undefined) throw new Refused(refusal('SIGN_IN_NEEDED'));
      const own = readerOf(caller);
      // Under the rights of that agency alone nothing else is seen.
      const reader: Reader = query.agency === undefined ? own : { person: own.person, agencies: agenciesAsked(caller, query.agency) };
      const lastEventId = headers['last-event-id'];
      const stream = await live.listen({ reader, ...(lastEventId === undefined ? {} : { lastEventId }), holds: () => sameRights(context, token, own) });
      return reply.header('content-type', 'text/event-stream; charset=utf-8').header('x-accel-buffering', 'no').send(stream as never);
    },
  );
}

/** Whether the session goes on, and its person may still see just what they saw. Looking does not keep it alive. */
async function sameRights({ database, clock, signIn }: ApiContext, token: string, before: Reader): Promise<boolean> {
  const db = database.as(NOBODY);
  const signedIn = await findSession(db, token, Date.now(), clock.now(), {
    keepsAlive: false,
    deciderIdleMs: signIn.deciderIdleMs,
  });
  if (!signedIn || wantedStep(signedIn, signIn)) return false;
  const { agencies, audits } = readerOf(personCaller(signedIn, await findKnownAgencies(db), await agencyRenames(db)));
  return audits === before.audits && [...agencies].sort().join() === [...before.agencies].sort().join();
}
