import type { z } from 'zod';
import { WorkList, WorkListQuery } from '../../contracts/http/task';
import { onOneConnection } from '../../db/api-database';
import { findCalendar } from '../../db/catalogue';
import { applicantNames } from '../../db/reads/applicant-names';
import { workList, workListCounts } from '../../db/reads/work-list';
import type { WorkListKey, WorkListQuestion } from '../../db/reads/work-list';
import type { Calendar, Instant } from '../../domain/calendar/calendar';
import { parseInstant } from '../../domain/calendar/local-time';
import { PROVINCIAL_CALENDAR } from '../../domain/calendar/provincial-calendar';
import { nominalMinutesBetween } from '../../domain/calendar/working-time';
import { refusal } from '../../domain/errors';
import { guarded } from '../answers';
import { READERS, readerOf, whoOf } from '../caller';
import type { Caller } from '../caller';
import type { Api, ApiContext } from '../context';
import { decodeCursor, encodeCursor } from '../cursor';
import { logPersonalRead } from '../personal';
import { Refused, valueOf } from '../problem';
import { duesOf, taskView, urgencyOf } from '../views/task';
import { timestampOrNull } from '../views/time';

export async function taskRoutes(app: Api, context: ApiContext): Promise<void> {
  app.get(
    '/v1/tasks',
    {
      config: { access: READERS },
      schema: { tags: ['tasks'], summary: "An agency's open work, what is due first on top", querystring: WorkListQuery, response: guarded({ 200: WorkList }) },
    },
    async (request) => {
      const { db, caller, query } = request;
      const now = context.clock.now();
      const agencies = agenciesAsked(caller, query.agency);
      const after = decodeCursor(query.cursor, ['number', 'number', 'uuid', 'string']) as WorkListKey | undefined;
      const { found, calendar, counts } = await onOneConnection(db, async (one) => {
        const calendar = await findCalendar(one, PROVINCIAL_CALENDAR);
        if (!calendar) throw new Refused(refusal('CATALOGUE_EMPTY'));
        const found = await workList(one, {
          agencies,
          ...(query.queue === 'mine' ? { assignee: whoOf(caller) } : {}),
          ...(query.queue === 'unassigned' ? { assignee: null } : {}),
          ...(query.queue === 'involved' ? { involved: whoOf(caller) } : {}),
          ...(query.status === undefined ? {} : { status: query.status }),
          ...(query.kind === undefined ? {} : { kind: query.kind }),
          ...(query.procedure === undefined ? {} : { procedure: query.procedure }),
          ...(query.clock === undefined ? {} : { clock: query.clock }),
          ...duesAsked(query, now, calendar),
          ...(query.urgency === undefined ? {} : query.urgency === 'stopped' ? { stopped: true } : { running: true }),
          ...(after === undefined ? {} : { after }),
          limit: query.limit + 1,
        });
        const counts = after === undefined ? await workListCounts(one, agencies, whoOf(caller), now, duesOf('today', now, calendar).upTo) : undefined;
        return { found, calendar, counts };
      });
      const page = found.slice(0, query.limit);
      const names = query.with === 'applicant' ? await applicantNames(db, page.map(({ dossierId }) => dossierId)) : undefined;
      if (names) await logPersonalRead(context, request, [...names.keys()]);
      const last = page.at(-1);
      return {
        items: page.map(({ task, dossierId, code, procedureCode, clock, dossierDueAt }) => ({
          ...taskView(dossierId, task),
          code,
          procedureCode,
          dossierClock: clock,
          dossierDueAt: timestampOrNull(dossierDueAt),
          waitedMinutes: Math.floor(nominalMinutesBetween(calendar, Math.min(task.openedAt, now), now)),
          ...urgencyOf(task.dueAt, clock === 'stopped' || task.status === 'suspended', now, calendar),
          ...(names ? { applicant: names.get(dossierId) ?? null } : {}),
        })),
        next: found.length > query.limit && last ? encodeCursor(last.key) : null,
        ...(counts ? { counts } : {}),
      };
    },
  );
}

/** "dueBefore" and "urgency" both hold. */
function duesAsked({ dueBefore, urgency }: z.output<typeof WorkListQuery>, now: Instant, calendar: Calendar): Pick<WorkListQuestion, 'dueAfter' | 'dueBefore'> {
  const before = dueBefore === undefined ? [] : [valueOf(parseInstant(dueBefore, 'query.dueBefore'))];
  if (urgency === undefined || urgency === 'stopped') return before.length === 0 ? {} : { dueBefore: before[0]! };
  const { after, upTo } = duesOf(urgency, now, calendar);
  return { dueBefore: Math.min(upTo + 1, ...before), ...(after === undefined ? {} : { dueAfter: after }) };
}

/** The agency asked for, where the caller may see its work; otherwise those where they hold a post. */
export function agenciesAsked(caller: Caller, agency: string | undefined): readonly string[] {
  const reader = readerOf(caller);
  if (agency === undefined) return caller.kind === 'person' ? [...new Set(caller.signedIn.postings.map((posting) => posting.agency))] : reader.agencies;
  if (reader.audits || reader.agencies.includes(agency)) return [agency];
  throw new Refused(refusal('AGENCY_NOT_YOURS', { value: agency, allowed: reader.agencies.slice(0, 8).join(', ') || '–' }, 'query.agency'));
}
