import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Complaint as ComplaintView, ComplaintAnswer, ComplaintList, ComplaintQuery, RatingList, RatingQuery, RatingSummary } from '../../contracts/http/voices';
import { Cursor } from '../../contracts/http/common';
import { logAccess } from '../../db/access-log';
import { agencyRenames, findKnownAgencies, findPresentCodes } from '../../db/catalogue';
import { everyCodeOf, presently } from '../../db/reads/agency-codes';
import { ratingList, ratingTotals } from '../../db/reads/ratings';
import { answerComplaint, complaintList, findComplaint } from '../../db/voices';
import type { Complaint } from '../../db/voices';
import type { AgencyCode, OfficerRole } from '../../domain/agency/agency';
import { withEarlierCodes } from '../../domain/agency/renames';
import type { Renames } from '../../domain/agency/renames';
import { supervisedAgencies } from '../../domain/agency/supervised-agencies';
import { formatInstant } from '../../domain/calendar/local-time';
import { refusal } from '../../domain/errors';
import { guarded } from '../answers';
import { accessOf } from '../authenticate';
import { whoOf } from '../caller';
import type { Access } from '../caller';
import type { Api, ApiContext } from '../context';
import { decodeCursor, encodeCursor } from '../cursor';
import { IfMatchHeader, changedMeanwhile, etagOf, mustMatch } from '../if-match';
import { periodOf } from '../period';
import { refusedWith } from '../perform';
import { logPersonalRead } from '../personal';
import { Refused } from '../problem';
import { timestamp, timestampOrNull } from '../views/time';
import { agenciesAsked } from './tasks';

const OFFICERS: Access = { people: ['officer', 'supervisor', 'control', 'auditor'] };
const SUPERVISORS: Access = { people: ['supervisor', 'control', 'auditor'] };
/** Complaints are for the window that received the dossier and for those who answer for it; other officers do not read them. */
const READ_COMPLAINTS: readonly OfficerRole[] = ['receptionist', 'leader', 'procedure-control'];
const ANSWER_COMPLAINTS: readonly OfficerRole[] = ['leader', 'procedure-control'];
const OneComplaint = z.object({ id: z.uuid() });
const LONGEST_PERIOD_DAYS = 366 * 5;

export async function voiceRoutes(app: Api, context: ApiContext): Promise<void> {
  app.get(
    '/v1/complaints',
    {
      config: { access: OFFICERS },
      schema: { tags: ['oversight'], summary: 'Complaints to be answered, what is due first on top; each reading is logged', querystring: ComplaintQuery, response: guarded({ 200: ComplaintList }) },
    },
    async (request) => {
      const { db, query } = request;
      const own = await agenciesAs(request, READ_COMPLAINTS);
      const [agency] = query.agency === undefined ? [] : agenciesAsked(request.caller, query.agency);
      const asked = agency === undefined ? undefined : await everyCodeOf(db, agency);
      const units = asked === undefined ? own : own === null ? asked : asked.filter((agency) => own.includes(agency));
      const after = decodeCursor(query.cursor, ['number', 'number']) as [number, number] | undefined;
      const found = await complaintList(db, { state: query.state, units, ...(query.dossier === undefined ? {} : { dossierId: query.dossier }), ...(after === undefined ? {} : { after }), limit: query.limit + 1 });
      const page = found.slice(0, query.limit);
      await logPersonalRead(context, request, [...new Set(page.map(({ dossierId }) => dossierId))], 'complaints');
      const last = page.at(-1);
      const present = await findPresentCodes(db);
      return {
        items: page.map((complaint) => complaintView(complaint, context.clock.now(), present)),
        next: found.length > query.limit && last ? encodeCursor([last.dueAt, last.entry]) : null,
      };
    },
  );

  app.get(
    '/v1/complaints/:id',
    {
      config: { access: OFFICERS },
      schema: { tags: ['oversight'], summary: 'One complaint, with the ETag that answering it needs', params: OneComplaint, response: guarded({ 200: ComplaintView }, 404) },
    },
    async (request, reply) => {
      const complaint = await complaintOr404(request);
      await logPersonalRead(context, request, [complaint.dossierId], 'complaints');
      reply.header('etag', etagOf(complaint.version));
      return complaintView(complaint, context.clock.now(), await findPresentCodes(request.db));
    },
  );

  app.post(
    '/v1/complaints/:id/answer',
    {
      config: { access: OFFICERS },
      schema: {
        tags: ['oversight'],
        summary: 'Answer a complaint, as the leader of the receiving unit, above it, or as procedure control',
        params: OneComplaint,
        headers: IfMatchHeader,
        body: ComplaintAnswer,
        response: guarded({ 200: ComplaintView }, 404, 409, 412, 413, 415, 428),
      },
    },
    async (request, reply) => {
      const { db, body } = request;
      const complaint = await complaintOr404(request);
      const answerable = await agenciesAs(request, ANSWER_COMPLAINTS);
      // Auditors read all complaints and answer none.
      if (answerable === null || !answerable.includes(complaint.unit)) throw await refusedWith(context, request, complaint.dossierId, refusal('ANSWER_NOT_YOURS', { unit: complaint.unit }));
      mustMatch(request, complaint.version);
      if (complaint.answeredAt !== null) throw new Refused(refusal('COMPLAINT_ANSWERED', { at: formatInstant(complaint.answeredAt) }));
      const outcome = await answerComplaint(db, complaint, { text: body.text, by: whoOf(request.caller), at: context.clock.now() });
      if (outcome === 'changed') throw changedMeanwhile();
      await logAccess(db, { ...accessOf(context, request), action: 'administration', dossier_id: complaint.dossierId, detail: `complaint ${complaint.complaintId} answered` });
      const answered = await complaintOr404(request);
      reply.header('etag', etagOf(answered.version));
      return complaintView(answered, context.clock.now(), await findPresentCodes(db));
    },
  );

  app.get(
    '/v1/ratings',
    {
      config: { access: SUPERVISORS },
      schema: {
        tags: ['oversight'],
        summary: 'Single ratings with their comments, the newest first; each reading is logged',
        querystring: RatingQuery.extend({ limit: z.coerce.number().int().min(1).max(200).default(50), cursor: Cursor.optional() }),
        response: guarded({ 200: RatingList }),
      },
    },
    async (request) => {
      const { db, query } = request;
      const after = decodeCursor(query.cursor, ['number', 'uuid']) as [number, string] | undefined;
      const found = await ratingList(db, ratingQuestion(request, query), after, query.limit + 1);
      const page = found.slice(0, query.limit);
      await logPersonalRead(context, request, page.map(({ dossierId }) => dossierId), 'ratings');
      const last = page.at(-1);
      return { items: page.map((row) => ({ ...row, ratedAt: timestamp(row.ratedAt) })), next: found.length > query.limit && last ? encodeCursor([last.ratedAt, last.dossierId]) : null };
    },
  );

  app.get(
    '/v1/ratings/summary',
    {
      config: { access: OFFICERS },
      schema: { tags: ['oversight'], summary: 'How applicants rated the service', querystring: RatingQuery, response: guarded({ 200: RatingSummary }) },
    },
    async (request) => {
      const { from, to } = periodOf(request.query, context.clock.now(), LONGEST_PERIOD_DAYS);
      const { count, satisfied, receiptSeen, scores } = await ratingTotals(request.db, ratingQuestion(request, request.query));
      const spread = (counts: readonly number[]) => ({ counts: [...counts], average: count === 0 ? null : counts.reduce((sum, n, i) => sum + n * (i + 1), 0) / count });
      return { from, to, count, attitude: spread(scores.attitude), time: spread(scores.time), ease: spread(scores.ease), satisfied: count === 0 ? null : satisfied / count, receiptSeen };
    },
  );

  function ratingQuestion({ caller }: FastifyRequest, asked: z.output<typeof RatingQuery>) {
    const { fromAt, toAt } = periodOf(asked, context.clock.now(), LONGEST_PERIOD_DAYS);
    return { unit: asked.unit === undefined ? null : agenciesAsked(caller, asked.unit)[0]!, from: fromAt, to: toAt };
  }
}

/** The agencies the caller looks after from posts of these roles; null for an auditor, who reads all. */
async function agenciesAs({ db, caller }: FastifyRequest, roles: readonly OfficerRole[]): Promise<readonly AgencyCode[] | null> {
  if (caller.kind !== 'person') return [];
  if (caller.reader.audits) return null;
  const topology = (await findKnownAgencies(db))!;
  const posts = caller.signedIn.postings.filter(({ role }) => roles.includes(role));
  const supervised = [...new Set(posts.flatMap((posting) => supervisedAgencies(topology, posting)))];
  // What was said of an archived dossier is said of the unit under the code it had then.
  return withEarlierCodes(await agencyRenames(db), supervised);
}

async function complaintOr404(request: FastifyRequest): Promise<Complaint> {
  const { id } = request.params as { id: string };
  const [complaint, readable] = await Promise.all([findComplaint(request.db, id), agenciesAs(request, READ_COMPLAINTS)]);
  if (!complaint || (readable !== null && !readable.includes(complaint.unit))) throw new Refused(refusal('COMPLAINT_UNKNOWN', { value: id }, 'path.id'));
  return complaint;
}

const complaintView = (
  { entry: _, receivedAt, dueAt, answeredAt, unit, ...complaint }: Complaint,
  now: number,
  present: Renames,
): z.output<typeof ComplaintView> => ({
  ...complaint,
  unit: presently(present, unit),
  receivedAt: timestamp(receivedAt),
  dueAt: timestamp(dueAt),
  answeredAt: timestampOrNull(answeredAt),
  overdue: answeredAt === null && dueAt <= now,
});
