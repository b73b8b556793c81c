import { z } from 'zod';
import {
  AccessAlerts,
  AccessList,
  AccessQuery,
  AuditedEvents,
  AuditedEventsQuery,
  Operations,
  VerificationReport,
} from '../../contracts/http/oversight';
import { newestAlerts } from '../../db/access-alerts';
import { accessEntries } from '../../db/reads/access-entries';
import { auditedEvents } from '../../db/reads/audited-events';
import type { EventKey } from '../../db/reads/audited-events';
import { dossierByIdOrCode, isDossierId } from '../../db/reads/dossier-by-id-or-code';
import { openAlarms } from '../../db/reads/open-alarms';
import { relayLag } from '../../db/reads/relay-lag';
import { silentConsultations } from '../../db/reads/silent-consultations';
import { silentHandOvers } from '../../db/reads/silent-hand-overs';
import { unmovedTimers } from '../../db/reads/unmoved-timers';
import { pendingWork, waitingFor } from '../../db/reads/waiting-for';
import { findUnstartedSubmissions } from '../../db/submit-once';
import { parseStatement } from '../../db/anchor-record';
import { lastAnchor } from '../../db/anchors';
import { lastVerification } from '../../db/verifications';
import { FINDINGS } from '../../domain/verification/finding';
import type { Instant } from '../../domain/calendar/calendar';
import { DAY_MS, parseInstant } from '../../domain/calendar/local-time';
import { refusal } from '../../domain/errors';
import { guarded } from '../answers';
import { readerOf } from '../caller';
import type { Access, Caller } from '../caller';
import type { Api, ApiContext } from '../context';
import { decodeCursor, encodeCursor } from '../cursor';
import { Refused, valueOf } from '../problem';
import { timestamp, timestampOrNull } from '../views/time';

const AUDITORS: Access = { people: ['auditor'] };
const OVERSEERS: Access = { people: ['control', 'auditor'] };
const OPERATORS: Access = { people: ['control', 'administrator'] };
/** Events are found by a stretch of time, which must not be all of it. */
const LONGEST_STRETCH_DAYS = 31;
const USUAL_STRETCH_DAYS = 7;
/** As the sweeps have it (real milliseconds). */
export const WEDGED_AFTER_MS = 120_000;
export const ORPHAN_AFTER_MS = 30_000;
const MOST_NAMED = 100;

export async function auditRoutes(app: Api, context: ApiContext): Promise<void> {
  app.get(
    '/v1/audit',
    {
      config: { access: OVERSEERS },
      schema: { tags: ['oversight'], summary: 'Who looked at, was refused, or administered what, the newest first', querystring: AccessQuery, response: guarded({ 200: AccessList }, 404) },
    },
    async ({ caller, query }) => {
      const db = asAuditor(context, caller);
      const [before] = (decodeCursor(query.cursor, ['number']) ?? []) as number[];
      const dossierId = query.dossier === undefined || isDossierId(query.dossier) ? query.dossier : (await dossierByIdOrCode(db, query.dossier))?.dossierId;
      if (query.dossier !== undefined && dossierId === undefined) throw new Refused(refusal('DOSSIER_UNKNOWN', { value: query.dossier }, 'query.dossier'));
      const { person: who, action, limit } = query;
      const found = await accessEntries(db, {
        ...(dossierId === undefined ? {} : { dossierId }),
        ...(who === undefined ? {} : { who }),
        ...(action === undefined ? {} : { action }),
        ...(query.from === undefined ? {} : { from: instant(query.from, 'query.from') }),
        ...(query.to === undefined ? {} : { to: instant(query.to, 'query.to') }),
        ...(before === undefined ? {} : { before }),
        limit: limit + 1,
      });
      const page = found.slice(0, limit);
      const last = page.at(-1);
      return {
        items: page.map(({ at, real_at, dossier_id, correlation_id, ...entry }) => ({ ...entry, at: timestamp(at), realAt: timestamp(real_at), dossierId: dossier_id, correlationId: correlation_id })),
        next: found.length > limit && last ? encodeCursor([last.entry]) : null,
      };
    },
  );

  app.get(
    '/v1/audit/alerts',
    {
      config: { access: OVERSEERS },
      schema: {
        tags: ['oversight'],
        summary: 'Who read too much, or at night; whose sign-in failed too often; the newest first',
        response: guarded({ 200: AccessAlerts }),
      },
    },
    async ({ caller }) => {
      const alerts = await newestAlerts(asAuditor(context, caller), MOST_NAMED);
      return {
        items: alerts.map(({ first, last, raisedRealAt, closedRealAt, ...alert }) => ({
          ...alert,
          first: timestamp(first),
          last: timestamp(last),
          raisedAt: timestamp(raisedRealAt),
          closed: closedRealAt !== null,
        })),
      };
    },
  );

  app.get(
    '/v1/audit/events',
    {
      config: { access: AUDITORS },
      schema: {
        tags: ['oversight'],
        summary: 'Official acts across all dossiers in the order of their instants',
        description: `A stretch of at most ${LONGEST_STRETCH_DAYS} days; without one the last ${USUAL_STRETCH_DAYS}.`,
        querystring: AuditedEventsQuery,
        response: guarded({ 200: AuditedEvents }),
      },
    },
    async ({ caller, query }) => {
      const { actor, type, limit } = query;
      const after = decodeCursor(query.cursor, ['number', 'uuid', 'number']) as EventKey | undefined;
      const found = await auditedEvents(asAuditor(context, caller), {
        ...(actor === undefined ? {} : { actor }),
        ...(type === undefined ? {} : { type }),
        ...stretchOf(query, context.clock.now()),
        ...(after === undefined ? {} : { after }),
        limit: limit + 1,
      });
      const page = found.slice(0, limit);
      const last = page.at(-1);
      return {
        items: page.map(({ at, actor: by, ...event }) => {
          const { kind, person = null, agency = null, role = null, operator = null } = by as { kind: string; person?: string; agency?: string; role?: string; operator?: string };
          return { ...event, at: timestamp(at), actor: { kind, person, agency, role, operator } };
        }),
        next: found.length > limit && last ? encodeCursor([last.at, last.dossierId, last.seq]) : null,
      };
    },
  );

  app.get(
    '/v1/audit/verification',
    {
      config: { access: AUDITORS },
      schema: { tags: ['oversight'], summary: 'What the last daily verification found, and the newest anchor', response: guarded({ 200: VerificationReport }) },
    },
    async ({ caller }) => {
      const db = asAuditor(context, caller);
      const [last, anchor] = await Promise.all([lastVerification(db), newestAnchor(db)]);
      if (last === undefined) return { last: null, anchor };
      const { begunRealAt, finishedRealAt, findings, ...run } = last;
      return {
        last: {
          ...run,
          begunAt: timestamp(begunRealAt),
          finishedAt: timestamp(finishedRealAt),
          findings: findings.map((finding) => ({ ...finding, message: FINDINGS[finding.kind] })),
        },
        anchor,
      };
    },
  );

  app.get(
    '/v1/operations',
    {
      config: { access: OPERATORS },
      schema: { tags: ['oversight'], summary: 'What the installation waits for, and what does not move: counts and ids', response: guarded({ 200: Operations }) },
    },
    async ({ caller }) => {
      // Counts and ids of all dossiers leave here, and nothing else: an administrator may not read dossiers.
      const db = asAuditor(context, caller);
      const { official, speed } = context.clock.read();
      const [waiting, consultations, handOvers, unmoved, orphans, alarms, pending, relay] = await Promise.all([
        waitingFor(db),
        silentConsultations(db, official),
        silentHandOvers(db),
        unmovedTimers(db, official, WEDGED_AFTER_MS * speed),
        findUnstartedSubmissions(db, ORPHAN_AFTER_MS),
        openAlarms(db),
        pendingWork(db, official),
        relayLag(db, Date.now()),
      ]);
      return {
        at: timestamp(official),
        waitingFor: waiting,
        silentPartners: { consultations: named(consultations), handOvers: named(handOvers) },
        unmovedTimers: named(unmoved),
        orphanSubmissions: named(orphans),
        openAlarms: { count: alarms.length, items: alarms.slice(0, MOST_NAMED).map(({ alarm, kind, dossierId, raisedRealAt }) => ({ alarm, kind, dossierId, raisedAt: timestamp(raisedRealAt) })) },
        pendingCommands: { count: pending.commands, oldestReceivedAt: timestampOrNull(pending.oldestReceivedAt) },
        overdueComplaints: pending.overdueComplaints,
        relay: relay.map((lag) => ({ ...lag })),
      };
    },
  );
}

/** In the database role that reads everything and changes nothing. */
async function newestAnchor(db: ReturnType<ApiContext['database']['as']>) {
  const newest = await lastAnchor(db);
  if (newest === undefined) return null;
  const { anchor, at, root, key } = parseStatement(newest.statement);
  const stamp = await db.selectFrom('anchor_stamps').select('anchor').where('anchor', '=', anchor).executeTakeFirst();
  return { anchor, at: timestamp(Date.parse(at)), root, key, stamped: stamp !== undefined };
}

const asAuditor = ({ database }: ApiContext, caller: Caller) => database.as({ ...readerOf(caller), audits: true });

const named = (found: readonly { readonly dossierId: string }[]): z.output<typeof Operations>['unmovedTimers'] => ({
  count: found.length,
  dossierIds: [...new Set(found.map(({ dossierId }) => dossierId))].slice(0, MOST_NAMED),
});

const instant = (text: string, field: string): Instant => valueOf(parseInstant(text, field));

function stretchOf({ from, to }: z.output<typeof AuditedEventsQuery>, now: Instant): { readonly from: Instant; readonly to: Instant } {
  const longest = LONGEST_STRETCH_DAYS * DAY_MS;
  const begins = from === undefined ? undefined : instant(from, 'query.from');
  const ends = to === undefined ? (begins === undefined ? now + 1 : begins + longest) : instant(to, 'query.to');
  const start = begins ?? ends - USUAL_STRETCH_DAYS * DAY_MS;
  if (ends <= start || ends - start > longest) throw new Refused(refusal('PERIOD_INVALID', { days: LONGEST_STRETCH_DAYS }, to === undefined ? 'query.from' : 'query.to'));
  return { from: start, to: ends };
}
