import type { Kysely } from 'kysely';
import { z } from 'zod';
import { ConfirmationView } from '../../contracts/http/confirmation';
import { ClientChange, ClientId, ClientList, ClientView, NewClient } from '../../contracts/http/client';
import { clientById, disableClient, listClients } from '../../db/clients';
import type { MachineClient } from '../../db/clients';
import type { Schema } from '../../db/schema';
import { versionsOf } from '../../domain/agency/topology';
import { localDateOf } from '../../domain/calendar/local-time';
import { refusal } from '../../domain/errors';
import { ADMINISTRATORS, logAdministration, officeDb } from '../administration';
import { guarded } from '../answers';
import { getTopology } from '../catalogue';
import type { Api, ApiContext } from '../context';
import { IfMatchHeader, changedMeanwhile, etagOf, mustMatch } from '../if-match';
import { Refused } from '../problem';
import { answerProposed } from '../second-person';

const tags = ['administration'];
const config = { access: ADMINISTRATORS };
const OneClient = z.object({ id: ClientId });

export async function clientRoutes(app: Api, context: ApiContext): Promise<void> {
  app.get('/v1/clients', { config, schema: { tags, summary: 'Machine clients', response: guarded({ 200: ClientList }) } }, async (request) => ({ items: (await listClients(officeDb(context, request))).map(clientView) }));

  app.get('/v1/clients/:id', { config, schema: { tags, summary: 'One machine client', params: OneClient, response: guarded({ 200: ClientView }, 404) } }, async (request, reply) => {
    const client = await clientOr404(officeDb(context, request), request.params.id);
    reply.header('etag', etagOf(client.version));
    return clientView(client);
  });

  app.post(
    '/v1/clients',
    {
      config,
      schema: {
        tags,
        summary: "Propose another organisation's system",
        description: 'Waits for a second person, at the address in Location, who is shown its secret this once.',
        body: NewClient,
        response: guarded({ 202: ConfirmationView }, 404, 409, 413, 415, 422),
      },
    },
    async (request, reply) => {
      const db = officeDb(context, request);
      const client = { ...request.body, scopes: [...new Set(request.body.scopes)], agencies: [...new Set(request.body.agencies)] };
      refuseUnfitScopes(client);
      await refuseUnknownAgencies(db, client.agencies, localDateOf(context.clock.now()));
      return answerProposed(context, request, reply, 'client', client);
    },
  );

  app.patch(
    '/v1/clients/:id',
    { config, schema: { tags, summary: 'Disable a client, or enable it again', params: OneClient, headers: IfMatchHeader, body: ClientChange, response: guarded({ 200: ClientView }, 404, 412, 413, 415, 428) } },
    async (request, reply) => {
      const { params: { id }, body: { disabled } } = request;
      const db = officeDb(context, request);
      const before = await clientOr404(db, id);
      mustMatch(request, before.version);
      await db.transaction().execute(async (trx) => {
        if (!(await disableClient(trx, id, before.version, disabled ? Date.now() : null))) throw changedMeanwhile();
        await logAdministration(context, request, `client ${id} ${disabled ? 'disabled' : 'enabled'}`, trx);
      });
      const after = await clientOr404(db, id);
      reply.header('etag', etagOf(after.version));
      return clientView(after);
    },
  );
}

const clientView = ({ scopes, agencies, ...client }: MachineClient): z.output<typeof ClientView> => ({ ...client, scopes: [...scopes], agencies: [...agencies] });

async function clientOr404(db: Kysely<Schema>, id: string): Promise<MachineClient> {
  const found = await clientById(db, id);
  if (!found) throw new Refused(refusal('CLIENT_NOT_REGISTERED', { value: id }, 'path.id'));
  return found;
}

/** A partner acts as a partner, an agency's system from its posts; and whoever reads or acts does so within agencies. */
function refuseUnfitScopes({ scopes, system, agencies }: z.output<typeof NewClient>): void {
  const partner = scopes.includes('acts:partner');
  const agency = scopes.includes('acts:agency');
  const fits = (!partner || system !== null) && (!agency || system === null) && (agencies.length > 0 || !(partner || agency || scopes.includes('dossiers:read') || scopes.includes('dossiers:submit')));
  if (!fits) throw new Refused(refusal('CLIENT_SCOPES', {}, 'body.scopes'));
}

/** Also one that has gone: its dossiers outlive it. */
async function refuseUnknownAgencies(db: Kysely<Schema>, agencies: readonly string[], date: string): Promise<void> {
  const topology = await getTopology(db);
  const unknown = agencies.find((code) => versionsOf(topology, code).length === 0);
  if (unknown !== undefined) throw new Refused(refusal('AGENCY_UNKNOWN', { value: unknown, date }, 'body.agencies'));
}
