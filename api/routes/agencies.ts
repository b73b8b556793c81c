import { z } from 'zod';
import { AgencyList, AgencyQuery, AgencyView } from '../../contracts/http/agency';
import { AgencyCode } from '../../contracts/http/common';
import { OnDate } from '../../contracts/http/on-date';
import { AgencyProcedureQuery, ProcedureList } from '../../contracts/http/procedure';
import type { Agency } from '../../domain/agency/agency';
import { findAgency } from '../../domain/agency/find-agency';
import { agenciesOn, agencyOn, versionsOf } from '../../domain/agency/topology';
import type { Topology } from '../../domain/agency/topology';
import { localDateOf } from '../../domain/calendar/local-time';
import { refusal } from '../../domain/errors';
import { answers } from '../answers';
import { getKnownTopology, getTopology } from '../catalogue';
import type { Api, ApiContext } from '../context';
import { offeredPage } from '../offered';
import { pageAfter } from '../page';
import { Refused } from '../problem';
import { agencySummary, agencyView } from '../views/agency';

const tags = ['catalogue'];
const config = { access: 'public' } as const;
const OneAgency = z.object({ code: AgencyCode });

export async function agencyRoutes(app: Api, context: ApiContext): Promise<void> {
  const today = () => localDateOf(context.clock.now());

  app.get('/v1/agencies', { config, schema: { tags, summary: 'Agencies that exist on a date', querystring: AgencyQuery, response: answers({ 200: AgencyList }, 409) } }, async ({ db, query }) => {
    const { on = today(), parent, plays, q, limit, cursor } = query;
    const topology = await getTopology(db);
    const all = q === undefined ? inOrder(agenciesOn(topology, on)) : findAgency(topology, q, on);
    const found = all.filter((agency) => (parent === undefined || agency.parent === parent) && (plays === undefined || agency.plays.includes(plays)));
    const { items, next } = pageAfter(found, ({ code }) => code, { cursor, limit });
    return { items: items.map(agencySummary), next };
  });

  app.get(
    '/v1/agencies/:code',
    {
      config,
      schema: { tags, summary: 'One agency: above it, below it, its posts, before it and after it', params: OneAgency, querystring: z.object({ on: OnDate.optional() }), response: answers({ 200: AgencyView }, 404, 409) },
    },
    async ({ db, params: { code }, query: { on } }) => {
      // Also under a code that was corrected since: closed dossiers still name it.
      const topology = await getKnownTopology(db);
      const date = on ?? today();
      const agency = agencyOn(topology, code, date) ?? (on === undefined ? lastOf(topology, code) : undefined);
      if (!agency) throw new Refused(refusal('AGENCY_UNKNOWN', { value: code, date }, 'path.code'));
      return agencyView(topology, agency, date);
    },
  );

  app.get(
    '/v1/agencies/:code/procedures',
    { config, schema: { tags, summary: 'What can be handed in at a one-stop unit', params: OneAgency, querystring: AgencyProcedureQuery, response: answers({ 200: ProcedureList }, 404, 409) } },
    async ({ db, params: { code }, query: { on, ...query } }) => offeredPage(db, { ...query, date: on ?? today(), unit: { code, field: 'path.code' } }),
  );
}

const inOrder = (agencies: readonly Agency[]): Agency[] => [...agencies].sort((a, b) => (a.code < b.code ? -1 : 1));

const lastOf = (topology: Topology, code: string): Agency | undefined => versionsOf(topology, code).at(-1);
