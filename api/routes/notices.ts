import { z } from 'zod';
import { AgencyCode, Cursor } from '../../contracts/http/common';
import { AgencyWorkerView, ContactPreferencesGiven, ContactPreferencesView, NoticeList } from '../../contracts/http/integration';
import { logAccess } from '../../db/access-log';
import { listAgencyWorkers, saveAgencyWorker } from '../../db/agency-workers';
import { findContactPreferences, saveContactPreferences } from '../../db/contact-preferences';
import type { ContactKey } from '../../db/contact-preferences';
import { resendNotice, troubledNotices } from '../../db/notifications';
import { refusal } from '../../domain/errors';
import { agencyQueue } from '../../temporal.config';
import { officeDb } from '../administration';
import { guarded } from '../answers';
import { accessOf } from '../authenticate';
import { readerOf, whoOf } from '../caller';
import type { Access, Caller } from '../caller';
import type { Api, ApiContext } from '../context';
import { decodeCursor, encodeCursor } from '../cursor';
import { IfMatchHeader, changedMeanwhile, etagOf, mustMatch } from '../if-match';
import { Refused } from '../problem';
import { timestamp } from '../views/time';

const ADMINISTRATORS: Access = { people: ['administrator'] };
const tags = ['administration'];

/** How people and agencies are told, what could not be told, and which agencies run a worker of their own. */
export async function noticeRoutes(app: Api, context: ApiContext): Promise<void> {
  for (const { url, summary, access, params, keyOf } of [
    { url: '/v1/session/contact', summary: 'How I am told', access: 'person' as const, params: z.object({}), keyOf: (_: unknown, who: string): ContactKey => ({ kind: 'person', key: who }) },
    {
      url: '/v1/agencies/:agency/contact',
      summary: "The agency's box, for digests and escalations",
      access: { people: ['supervisor', 'administrator'] } satisfies Access,
      params: z.object({ agency: AgencyCode }),
      keyOf: (given: unknown): ContactKey => ({ kind: 'agency', key: (given as { agency: string }).agency }),
    },
  ]) {
    app.get(url, { config: { access }, schema: { tags, summary, params, response: guarded({ 200: ContactPreferencesView }, 404) } }, async (request, reply) => {
      const { params: given, caller } = request;
      const db = officeDb(context, request);
      const key = keyOf(given, whoOf(caller));
      refuseOthersBox(key, caller);
      const stored = await findContactPreferences(db, key);
      // Before anything was said the change is made on version 0.
      reply.header('etag', etagOf(stored?.version ?? 0));
      if (!stored) return { email: null, phone: null, language: 'vi' as const, channels: [], quiet: true, version: 0 };
      const { salt: _, channels, ...shown } = stored;
      return { ...shown, channels: [...channels] };
    });
    app.put(
      url,
      { config: { access }, schema: { tags, summary: `${summary}: change`, params, headers: IfMatchHeader, body: ContactPreferencesGiven, response: guarded({ 200: ContactPreferencesView }, 412, 413, 415, 428) } },
      async (request, reply) => {
        const { caller, body } = request;
        const db = officeDb(context, request);
        const key = keyOf(request.params, whoOf(caller));
        refuseOthersBox(key, caller);
        const before = (await findContactPreferences(db, key))?.version ?? 0;
        mustMatch(request, before);
        const version = await saveContactPreferences(db, key, body, { by: whoOf(caller), at: context.clock.now(), ifVersion: before });
        if (version === undefined) throw changedMeanwhile();
        await logAccess(db, { ...accessOf(context, request), action: 'administration', detail: `contact ${key.kind} ${key.key}` });
        reply.header('etag', etagOf(version));
        return { ...body, version };
      },
    );
  }

  app.get(
    '/v1/notices',
    {
      config: { access: { people: ['officer', 'administrator'] } },
      schema: {
        tags,
        summary: 'What could not be told: refused, of unknown fate, or without an address',
        querystring: z.object({ limit: z.coerce.number().int().min(1).max(200).default(50), cursor: Cursor.optional() }),
        response: guarded({ 200: NoticeList }),
      },
    },
    async (request) => {
      const { limit, cursor } = request.query;
      const db = officeDb(context, request);
      const before = decodeCursor(cursor, ['number'])?.[0] as number | undefined;
      const rows = await troubledNotices(db, { limit: limit + 1, ...(before === undefined ? {} : { before }) });
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      return {
        items: page.map(({ entry: _, status, plannedAt, ...row }) => ({ ...row, status: status as 'failed', plannedAt: timestamp(plannedAt) })),
        next: rows.length > limit && last ? encodeCursor([last.entry]) : null,
      };
    },
  );

  app.post(
    '/v1/notices/:notice/resend',
    {
      config: { access: { people: ['officer', 'administrator'] } },
      schema: { tags, summary: 'Send it once more, over whatever channel there is now', params: z.object({ notice: z.uuid() }), response: guarded({ 202: z.object({ notice: z.uuid() }) }, 404) },
    },
    async (request, reply) => {
      const { notice } = request.params;
      if (!(await resendNotice(officeDb(context, request), notice, whoOf(request.caller)))) throw new Refused(refusal('NOT_FOUND'));
      await logAccess(officeDb(context, request), { ...accessOf(context, request), action: 'administration', detail: `notice ${notice}` });
      return reply.code(202).send({ notice });
    },
  );

  app.get(
    '/v1/agency-workers',
    { config: { access: ADMINISTRATORS }, schema: { tags, summary: 'Agencies whose own process is handed their work', response: guarded({ 200: z.object({ items: z.array(AgencyWorkerView) }) }) } },
    async (request) => ({ items: [...(await listAgencyWorkers(officeDb(context, request)))] }),
  );

  app.put(
    '/v1/agency-workers/:agency',
    {
      config: { access: ADMINISTRATORS },
      schema: { tags, summary: "Register an agency's worker, or pause it", params: z.object({ agency: AgencyCode }), body: z.strictObject({ active: z.boolean() }), response: guarded({ 200: AgencyWorkerView }, 413, 415) },
    },
    async (request) => {
      const { agency } = request.params;
      const worker = { agency, taskQueue: agencyQueue(agency), active: request.body.active };
      await saveAgencyWorker(officeDb(context, request), worker, { at: context.clock.now(), by: whoOf(request.caller) });
      await logAccess(officeDb(context, request), { ...accessOf(context, request), action: 'administration', detail: `agency worker ${agency}` });
      return worker;
    },
  );
}

/** An agency's box is its leader's, and of those above; administrators see to all. */
function refuseOthersBox({ kind, key }: ContactKey, caller: Caller): void {
  const { agencies } = readerOf(caller);
  if (kind === 'person' || agencies.includes(key) || (caller.kind === 'person' && caller.kinds.includes('administrator'))) return;
  throw new Refused(refusal('AGENCY_NOT_YOURS', { value: key, allowed: agencies.slice(0, 8).join(', ') || '–' }, 'path.agency'));
}
