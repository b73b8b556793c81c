import type { Kysely } from 'kysely';
import type { z } from 'zod';
import type { DueQuery, DueView } from '../contracts/http/calendar';
import { findProcedureInForce } from '../db/catalogue';
import type { Schema } from '../db/schema';
import { agencyOn } from '../domain/agency/topology';
import { unitsOffering } from '../domain/agency/units-offering';
import type { Calendar, ClockStartRule, DayEnd, Instant, Limit } from '../domain/calendar/calendar';
import { describeDue } from '../domain/calendar/describe-due';
import type { DueDescription } from '../domain/calendar/describe-due';
import { parseLimit } from '../domain/calendar/limit';
import { localDateOf, parseInstant } from '../domain/calendar/local-time';
import { refusal } from '../domain/errors';
import type { Procedure } from '../domain/procedure/procedure';
import { getCalendar, getTopology } from './catalogue';
import { Refused, valueOf } from './problem';
import { dueView, stamp } from './views/due';
import { conditionView, limitView } from './views/procedure';

type Query = z.output<typeof DueQuery>;

/** When a limit would be due: the one given, or that of a procedure as it is in force at receipt. */
export async function dueOf(db: Kysely<Schema>, query: Query, now: Instant): Promise<z.output<typeof DueView>> {
  // In an address an unescaped + is a blank, which no instant has.
  const received = query.received === undefined ? now : valueOf(parseInstant(query.received.replace(' ', '+'), 'query.received'));
  const calendar = await getCalendar(db);
  if ((query.limit === undefined) === (query.procedure === undefined)) throw invalid('limit', 'or "procedure" must be given, and only one of them', 'hoặc "procedure" phải có, chỉ một trong hai');
  if (query.procedure !== undefined) return dueOfProcedure(db, calendar, received, query.procedure, query);
  for (const field of ['phase', 'unit'] as const) if (query[field] !== undefined) throw invalid(field, 'goes with "procedure" only; leave it out', 'chỉ dùng cùng "procedure"; hãy bỏ đi');
  const limit = valueOf(parseLimit(query.limit!, 'query.limit'));
  return dueView(limit, described(calendar, received, query.rule ?? 'cutoff-15:00', limit, query.dayEnd ?? 'close-of-office'), { procedure: null, variants: [] });
}

async function dueOfProcedure(db: Kysely<Schema>, calendar: Calendar, received: Instant, code: string, { unit, phase, rule, dayEnd }: Query): Promise<z.output<typeof DueView>> {
  if (rule !== undefined || dayEnd !== undefined) throw invalid(rule === undefined ? 'dayEnd' : 'rule', 'is the procedure\'s own; leave it out', 'do thủ tục quy định; hãy bỏ đi');
  const date = localDateOf(received);
  const procedure = await findProcedureInForce(db, code, date);
  if (!procedure) throw new Refused(refusal('PROCEDURE_NOT_IN_FORCE', { value: code, date }, 'query.procedure'));
  if (unit !== undefined) await refuseWhereNotOffered(db, procedure, unit, date);
  const { phases = [], limit: whole, variants = [], clockStart, expires = 'close-of-office' } = procedure.timeLimit;
  const inPhase = phase === undefined ? phases[0] : phases.find((each) => each.phase === phase);
  if (phase !== undefined && !inPhase) throw new Refused(refusal('FIELD_CHOICE', { allowed: phases.map((each) => each.phase).join(', ') || '–' }, 'query.phase'));
  // A published procedure has one of them.
  const limit = (inPhase?.limit ?? whole)!;
  return dueView(limit, described(calendar, received, clockStart, limit, expires), {
    procedure: { code, version: procedure.version, name: procedure.name, phase: inPhase?.phase ?? null },
    variants: variants.map((variant) => {
      const { due, dueAt } = described(calendar, received, clockStart, variant.limit, expires);
      return { when: conditionView(variant.when), limit: limitView(variant.limit), due, dueAt: stamp(dueAt) };
    }),
  });
}

async function refuseWhereNotOffered(db: Kysely<Schema>, { code, offeredAt }: Procedure, unit: string, date: string): Promise<void> {
  const topology = await getTopology(db);
  if (!agencyOn(topology, unit, date)) throw new Refused(refusal('AGENCY_UNKNOWN', { value: unit, date }, 'query.unit'));
  const units = unitsOffering(topology, offeredAt, date).map((offering) => offering.code);
  if (!units.includes(unit)) throw new Refused(refusal('PROCEDURE_NOT_OFFERED', { value: unit, procedure: code, allowed: `${units.slice(0, 5).join(', ')}${units.length > 5 ? ' …' : ''}` }, 'query.unit'));
}

function described(calendar: Calendar, received: Instant, rule: ClockStartRule, limit: Limit, dayEnd: DayEnd): DueDescription {
  const result = describeDue(calendar, received, rule, limit, dayEnd);
  // What leaves the calendar is named after the dossier's instants; here it is what was asked.
  return valueOf(result.ok ? result : { ok: false, refusal: { ...result.refusal, field: 'query.received', details: { ...result.refusal.details, field: 'query.received' } } });
}

const invalid = (field: string, problem: string, problemVi: string): Refused => new Refused(refusal('FIELD_INVALID', { problem, problemVi }, `query.${field}`));
