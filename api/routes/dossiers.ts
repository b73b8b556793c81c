import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { IdempotencyHeader } from '../../contracts/http/common';
import { DossierClock } from '../../contracts/http/clock';
import { DossierList, DossierQuery, DossierView, History, LikelyDuplicate, Pending, Submission, Submitted } from '../../contracts/http/dossier';
import { Timeline } from '../../contracts/http/timeline';
import { findAgencies, findKnownAgencies } from '../../db/catalogue';
import { textsOf } from '../../db/store-text';
import { personalDataOf } from '../../db/personal-data';
import type { PersonalData } from '../../db/personal-data';
import { applicantNames } from '../../db/reads/applicant-names';
import { dossierList, likelyDuplicates } from '../../db/reads/dossier-list';
import { historyOf } from '../../db/reads/history-of';
import type { HistoryEntry } from '../../db/reads/history-of';
import { rebuildDossier } from '../../db/reads/rebuild-dossier';
import { timelineOf } from '../../db/reads/timeline-of';
import { verifyChain } from '../../db/reads/verify-chain';
import { dossierIdOf } from '../../db/submit-once';
import { ancestorsOf } from '../../domain/agency/ancestors-of';
import { standardPosts } from '../../domain/agency/standard-posts';
import { agencyOn, nameIn } from '../../domain/agency/topology';
import type { Topology } from '../../domain/agency/topology';
import { DAY_MS, localDateOf } from '../../domain/calendar/local-time';
import type { Actor } from '../../domain/dossier/actor';
import { NATIONAL_STATUS } from '../../domain/dossier/national-status';
import type { NationalStatus } from '../../domain/dossier/national-status';
import { taskRow } from '../../domain/dossier/recording-of';
import { messageOf, refusal } from '../../domain/errors';
import { actorsOf } from '../../gateway/actor-of';
import { actsFor } from '../../gateway/acts-for';
import { describeActor } from '../../gateway/describe-actor';
import { describeEvent, textOf } from '../../gateway/describe-event';
import { strandedOf, withoutAssignees } from '../../gateway/return-to-desk';
import { submitDossier } from '../../gateway/submit-dossier';
import { timelineRows } from '../../gateway/timeline-rows';
import { trackingSecret } from '../../gateway/tracking-secret';
import { NAMESPACE } from '../../temporal.config';
import { TEMPORAL_UI_PATH, UI_USERS } from '../temporal-ui';
import { actingAs } from '../actor';
import { guarded } from '../answers';
import { getTopology } from '../catalogue';
import { READERS, mayUse, readerOf, whoOf } from '../caller';
import type { Access, Caller } from '../caller';
import type { Api, ApiContext } from '../context';
import { decodeCursor, encodeCursor } from '../cursor';
import { ownHistory, readingOf } from '../own-part';
import { withinPatience } from '../patience';
import { dossierOr404 } from '../find-dossier';
import { logPersonalRead, logRecordsRead, logSearch } from '../personal';
import { refusedWith } from '../perform';
import { Refused } from '../problem';
import { dossierClockView } from '../views/dossier-clock';
import { dossierSummary, personView, recordedView } from '../views/dossier';
import { NO_GUARDS, guardsView } from '../views/guards';
import { taskView } from '../views/task';
import { timestamp } from '../views/time';
import { timelineView } from '../views/timeline';

const Reference = z.object({ reference: z.string().min(1).max(100).describe('Dossier id or legal code') });
const SUBMITTERS: Access = { people: ['officer'], scopes: ['dossiers:submit'] };
/** How far back a dossier of the same applicant and procedure may be meant to be the same. */
const DUPLICATE_MS = 90 * DAY_MS;

export async function dossierRoutes(app: Api, context: ApiContext): Promise<void> {
  app.post(
    '/v1/dossiers',
    {
      config: { access: SUBMITTERS },
      schema: { tags: ['dossiers'], summary: 'Hand in a dossier', headers: IdempotencyHeader, body: Submission, response: guarded({ 201: Submitted, 202: Pending }, 404, 409, 413, 415, 422) },
    },
    async (request, reply) => {
      const { applicant, submitter, as: post, ...body } = request.body;
      const key = `${submissionRealm(request.caller, body.unit)}/${request.headers['idempotency-key']}`;
      const dossierId = dossierIdOf(key);
      // The one dossier that is being handed in is its submitter's to read, whether their post lets them read others or not.
      const db = context.database.as({ ...readerOf(request.caller), dossier: dossierId });
      const desk = { db, client: context.client, clock: context.clock, signing: context.signing };
      const people: PersonalData[] = [{ subject: 'applicant', ...applicant }, ...(submitter ? [{ subject: 'submitter' as const, ...submitter }] : [])];
      const { place, ...asked } = body;
      await refuseForeignUnit(db, request.caller, body.unit, context.clock.now());
      const acting = submittingAs(request.caller, post);
      const result = await withinPatience(context.client, context.actPatienceMs, () => submitDossier(desk, { key, ...asked, ...(place === undefined ? {} : { place }), people, ...acting }));
      if (result === 'pending') {
        const outcome = `/v1/dossiers/${dossierId}`;
        return reply.code(202).header('location', outcome).send({ commandId: `submit:${dossierId}`, status: 'pending', outcome });
      }
      if (!result.ok) throw await refusedWith(context, request, dossierId, result.refusal);
      const answer = result.value;
      const duplicates = await duplicatesOf(context, request, dossierId);
      // Officers are shown the secret once, as they print it; a portal passes it on to whoever hands in.
      const secret = request.caller.kind === 'client' ? trackingSecret(context.trackingKey, dossierId) : null;
      return reply
        .code(201)
        .header('location', `/v1/dossiers/${dossierId}`)
        .send({ ...recordedView(answer), trackingSecret: secret, ...duplicates });
    },
  );

  app.get(
    '/v1/dossiers',
    {
      config: { access: READERS },
      schema: { tags: ['dossiers'], summary: 'Dossiers the caller may see, the newest first', querystring: DossierQuery, response: guarded({ 200: DossierList }) },
    },
    async (request) => {
      const { query, db } = request;
      const now = context.clock.now();
      const after = decodeCursor(query.cursor, ['number', 'uuid']) as [number, string] | undefined;
      const { limit, cursor: _, overdue, with: shown, ...filters } = query;
      const found = await dossierList(db, { ...filters, ...(overdue ? { overdueAt: now } : {}), ...(after === undefined ? {} : { after }), limit: limit + 1 });
      const page = found.slice(0, limit);
      const names = shown === undefined ? undefined : await applicantNames(db, page.map(({ dossierId }) => dossierId));
      if (query.applicant !== undefined) await logSearch(context, request, page.map(({ dossierId }) => dossierId));
      else if (names) await logPersonalRead(context, request, [...names.keys()]);
      const last = page.at(-1);
      return { items: page.map((row) => ({ ...dossierSummary(row, now), ...(names ? { applicantName: names.get(row.dossierId) ?? null } : {}) })), next: found.length > limit && last ? encodeCursor([last.submittedAt, last.dossierId]) : null };
    },
  );

  app.get(
    '/v1/dossiers/:reference',
    { config: { access: READERS }, schema: { tags: ['dossiers'], summary: 'One dossier, with what may be done next', params: Reference, response: guarded({ 200: DossierView }, 404) } },
    async (request, reply) => {
      const { db, caller, language } = request;
      const row = await dossierOr404(request);
      const now = context.clock.now();
      const [state, people, published, actors] = await Promise.all([rebuildDossier(db, row.dossierId), personalDataOf(db, row.dossierId), findAgencies(db), callersActors(context, caller)]);
      if (!state) throw new Refused(refusal('DOSSIER_UNKNOWN', { value: request.params.reference }, 'path.reference'));
      const topology = published?.topology as Topology;
      const postsOf = (agency: string) => {
        const found = agencyOn(topology, agency, localDateOf(now));
        return found ? standardPosts(found) : [];
      };
      const { person } = readerOf(caller);
      // What they have who are gone is shown as what it becomes with the first act: anybody's of that desk.
      const freed = withoutAssignees(state, await strandedOf(db, { dossierId: row.dossierId, person, at: now }));
      const reading = readingOf(caller, state);
      await logPersonalRead(context, request, [row.dossierId]);
      reply.header('etag', `"${row.headSeq}"`);
      return {
        ...dossierSummary(row, now),
        procedureName: state.procedure.name,
        nationalStatusName: NATIONAL_STATUS[row.nationalStatus as NationalStatus],
        applicant: personView(people, 'applicant'),
        submitter: personView(people, 'submitter'),
        facts: reading === 'whole' ? { ...state.facts } : {},
        documents: reading === 'whole' ? await documentsOf(db, row.dossierId) : [],
        tasks: Object.values(freed.tasks)
          .filter(({ agency }) => reading === 'whole' || readerOf(caller).agencies.includes(agency))
          .map((task) => taskView(row.dossierId, taskRow(state, task))),
        reading,
        ...(reading === 'whole' ? await guardsView(db, state, now) : NO_GUARDS),
        acts: actsFor(freed, now, postsOf, actors).map(({ whyNot, by, ...act }) => ({ ...act, by: [...by], allowed: whyNot === null, whyNot: whyNot && { code: whyNot.code, detail: messageOf(whyNot, language) } })),
        ...(row.stage === 'submitted' ? await duplicatesOf(context, request, row.dossierId) : NO_DUPLICATES),
        workflowUrl: context.temporalUi !== undefined && mayUse(UI_USERS, caller) ? `${context.publicUrl}${TEMPORAL_UI_PATH}/namespaces/${NAMESPACE}/workflows/${row.dossierId}` : null,
      };
    },
  );

  app.get(
    '/v1/dossiers/:reference/history',
    { config: { access: READERS }, schema: { tags: ['dossiers'], summary: 'Everything that happened, in plain words', params: Reference, response: guarded({ 200: History }, 404) } },
    async (request) => {
      const { db } = request;
      const { dossierId } = await dossierOr404(request);
      const [all, texts, verdict, state] = await Promise.all([
        historyOf(db, dossierId),
        textsOf(db, dossierId),
        verifyChain(db, dossierId),
        rebuildDossier(db, dossierId),
      ]);
      const entries = state && readingOf(request.caller, state) === 'own-part' ? ownHistory(request.caller, state, all) : all;
      if (texts.size > 0) await logPersonalRead(context, request, [dossierId], 'notes');
      else await logRecordsRead(context, request, dossierId);
      return { items: entries.map((entry) => historyItem(entry, texts, request.language)), intact: verdict.intact };
    },
  );

  app.get(
    '/v1/dossiers/:reference/timeline',
    { config: { access: READERS }, schema: { tags: ['dossiers'], summary: 'The route as lanes by agency over time', params: Reference, response: guarded({ 200: Timeline }, 404) } },
    async (request) => {
      const { db } = request;
      const { dossierId } = await dossierOr404(request);
      const [timeline, known, state] = await Promise.all([timelineOf(db, dossierId), findKnownAgencies(db), rebuildDossier(db, dossierId)]);
      const tasks = state ? Object.values(state.tasks).map((task) => taskRow(state, task)) : [];
      return timelineView(timelineRows({ ...timeline!, tasks }, context.clock.now(), (agency) => known && nameIn(known, agency)));
    },
  );

  app.get(
    '/v1/dossiers/:reference/clock',
    {
      config: { access: READERS },
      schema: { tags: ['dossiers'], summary: 'Why it is due when it is: which time counted, by which rule; supplements asked for', params: Reference, response: guarded({ 200: DossierClock }, 404) },
    },
    async (request) => {
      const { dossierId } = await dossierOr404(request);
      const state = await rebuildDossier(request.db, dossierId);
      if (!state) throw new Refused(refusal('DOSSIER_UNKNOWN', { value: request.params.reference }, 'path.reference'));
      return dossierClockView(state, context.clock.now());
    },
  );

  app.get(
    '/v1/dossiers/:reference/duplicates',
    {
      config: { access: READERS },
      schema: { tags: ['dossiers'], summary: 'Dossiers of the same applicant and procedure, wherever they were handed in', params: Reference, response: guarded({ 200: z.object({ items: z.array(LikelyDuplicate), elsewhere: z.boolean().describe('There is one, too, that the caller may not see') }) }, 404) },
    },
    async (request) => {
      const { dossierId } = await dossierOr404(request);
      const { duplicates, duplicatesElsewhere } = await duplicatesOf(context, request, dossierId);
      return { items: duplicates, elsewhere: duplicatesElsewhere };
    },
  );
}

/** Two callers who choose the same key mean two dossiers: a unit's officers share theirs, each client has its own. */
const submissionRealm = (caller: Caller, unit: string): string => (caller.kind === 'client' ? whoOf(caller) : unit);

/** A client hands in where it was registered for: at these agencies and at those below them. */
async function refuseForeignUnit(db: FastifyRequest['db'], caller: Caller, unit: string, at: number): Promise<void> {
  if (caller.kind !== 'client') return;
  const { agencies } = caller.client;
  const topology = await getTopology(db);
  const above = ancestorsOf(topology, unit, localDateOf(at)).map(({ code }) => code);
  if ([unit, ...above].some((code) => agencies.includes(code))) return;
  throw new Refused(refusal('UNIT_NOT_OF_CLIENT', { value: unit, allowed: agencies.join(', ') || '–' }, 'body.unit'));
}

function submittingAs(caller: Caller, post: string | undefined): { as: string; operator?: string; post?: string } {
  if (caller.kind === 'client' && caller.client.scopes.includes('dossiers:submit')) return { as: 'applicant', operator: whoOf(caller) };
  return actingAs(caller, post);
}

async function callersActors({ database, clock }: ApiContext, caller: Caller): Promise<readonly Actor[]> {
  if (caller.kind !== 'person') return [];
  const { person, postings } = caller.signedIn;
  const actors = postings.length === 0 ? undefined : await actorsOf(database.as(caller.reader), person, clock.now(), undefined, postings);
  return actors?.ok ? actors.value : [];
}

interface Duplicates {
  readonly duplicates: z.output<typeof LikelyDuplicate>[];
  readonly duplicatesElsewhere: boolean;
}

const NO_DUPLICATES: Duplicates = { duplicates: [], duplicatesElsewhere: false };

/**
 * Dossiers like one that the caller may see: those that they may see as well, and of others only that there is one. A
 * client is told nothing, for it could try out whoever it likes.
 */
async function duplicatesOf(
  { clock, database }: ApiContext,
  { caller }: FastifyRequest,
  dossierId: string,
): Promise<Duplicates> {
  if (caller.kind !== 'person') return NO_DUPLICATES;
  const { person, agencies } = caller.reader;
  const since = clock.now() - DUPLICATE_MS;
  const { seen, elsewhere } = await likelyDuplicates(database.as({ person, agencies }), dossierId, since);
  const duplicates = seen.map(({ submittedAt, ...row }) => ({ ...row, submittedAt: timestamp(submittedAt) }));
  return { duplicates, duplicatesElsewhere: elsewhere };
}

/** Which documents of the checklist were handed in: the submission's event says it. */
async function documentsOf(db: FastifyRequest['db'], dossierId: string): Promise<string[]> {
  const first = await db.selectFrom('events').select('body').where('dossier_id', '=', dossierId).where('seq', '=', 1).executeTakeFirst();
  const payload = first && (JSON.parse(first.body) as { payload: { documents?: string[] } }).payload;
  return payload?.documents ?? [];
}


function historyItem(entry: HistoryEntry, texts: ReadonlyMap<string, string>, language: 'vi' | 'en'): z.output<typeof History>['items'][number] {
  if (entry.kind === 'escalation') {
    const { at, level, subject, agency, dueAt, to } = entry;
    const text = { vi: `đã báo ${level} về ${subject} của ${agency}, hạn ${timestamp(dueAt).slice(0, 16)}`, en: `${level} told about ${subject} of ${agency}, due ${timestamp(dueAt).slice(0, 16)}` };
    return { kind: 'escalation', seq: null, at: timestamp(at), type: level, text, by: language === 'vi' ? 'hệ thống' : 'the engine', note: null, detail: { subject, agency, to } };
  }
  const { event } = entry;
  const ref = textOf(event.payload);
  return {
    kind: 'event',
    seq: event.seq,
    at: timestamp(event.at),
    type: event.type,
    text: describeEvent(event.payload),
    by: describeActor(event.actor, language),
    note: (ref && texts.get(ref.textId)) ?? null,
    detail: event.payload as unknown as Record<string, unknown>,
  };
}
