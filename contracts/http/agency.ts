import { z } from 'zod';
import { OFFICER_ROLES, TIERS } from '../../domain/agency/agency';
import { AgencyCode, Bilingual, LocalDate, line, pageOf } from './common';
import { OnDate } from './on-date';

const AgencyName = z.object({ code: AgencyCode, name: Bilingual });

export const AgencySummary = AgencyName.extend({
  tier: z.enum(TIERS),
  parent: AgencyCode.nullable(),
  plays: z.array(z.string()).describe('Roles that routes name'),
  from: LocalDate,
  to: LocalDate.nullable().describe('First day it no longer exists'),
}).meta({ id: 'AgencySummary' });
export const AgencyList = pageOf(AgencySummary).meta({ id: 'AgencyList' });

export const AgencyQuery = z.object({
  on: OnDate.optional().describe('That exist on this date; default today'),
  parent: AgencyCode.optional().describe('That belong to it directly'),
  plays: z.string().regex(/^[a-z0-9-]{1,100}$/).optional().describe('That play this role, such as one-stop-unit'),
  q: line(100).optional().describe('Words of the name or the code, with or without diacritics; the best match first'),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z.string().max(500).optional().describe('"next" of the page before, unchanged'),
});

const TimeOfDay = z.string().describe('07:30');
export const AgencyView = AgencySummary.extend({
  date: LocalDate.describe('As of this date'),
  exists: z.boolean().describe('On that date; without "on", one that has gone or is still to come is shown as it was last'),
  parents: z.array(AgencyName).describe('From the nearest up'),
  children: z.array(AgencyName.extend({ plays: z.array(z.string()) })),
  posts: z.array(z.object({ post: z.string().describe('As acts name it'), role: z.enum(OFFICER_ROLES) })),
  head: Bilingual.describe('Title of the head'),
  serves: z.array(AgencyName).describe("For a one-stop unit: the committees of the places whose people it receives"),
  opening: z.object({ sessions: z.array(z.object({ from: TimeOfDay, to: TimeOfDay })), weekdays: z.array(z.number().int().min(0).max(6)) }).nullable().describe("For reception, where they differ from the calendar's"),
  predecessors: z.array(AgencyName),
  successors: z.array(AgencyName),
  periods: z.array(z.object({ from: LocalDate, to: LocalDate.nullable(), name: Bilingual })).describe('Between two changes of it'),
  provenance: z.object({ source: z.array(z.string()), confidence: z.enum(['H', 'M', 'L']), assumed: z.array(z.string()), note: z.string().nullable() }),
}).meta({ id: 'Agency' });
