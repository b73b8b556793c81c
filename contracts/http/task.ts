import { z } from 'zod';
import { AgencyCode, Bilingual, OfficerRoleSchema, Timestamp, pageOf } from './common';

export const TaskView = z
  .object({
    dossierId: z.uuid(),
    taskId: z.string(),
    step: z.string(),
    kind: z.string(),
    name: Bilingual,
    agency: AgencyCode,
    officerRole: OfficerRoleSchema,
    status: z.enum(['sent', 'open', 'taken', 'suspended', 'done', 'cancelled', 'silent']).describe('sent: handed over, not yet acknowledged; suspended: waiting for a supplement'),
    assignee: z.string().nullable().describe('The main handler'),
    version: z.number().int().describe('Name it in an act, in the body or as If-Match: an act on an older version is refused'),
    openedAt: Timestamp,
    dueAt: Timestamp.nullable(),
    closedAt: Timestamp.nullable(),
    outcome: z.string().nullable(),
  })
  .meta({ id: 'Task' });

/** How a task stands towards its date. Overdue is computed, never stored. */
export const URGENCIES = ['overdue', 'today', 'soon', 'later', 'stopped', 'no-date'] as const;

export const WorkItem = TaskView.extend({
  code: z.string().nullable(),
  procedureCode: z.string(),
  dossierClock: z.enum(['not-started', 'running', 'stopped', 'ended']),
  dossierDueAt: Timestamp.nullable(),
  urgency: z.enum(URGENCIES).describe('soon: within two working days; stopped: its time does not run'),
  waitedMinutes: z.number().int().describe('Nominal working minutes since it was opened'),
  remainingMinutes: z.number().int().nullable().describe('Nominal working minutes left (480 a day), negative when late; null without a date'),
  applicant: z.string().nullable().optional().describe('Only with=applicant; each reading of a name is logged'),
}).meta({ id: 'WorkItem' });

export const WorkListQuery = z.object({
  agency: AgencyCode.optional().describe('Default: the agencies where the caller holds a post'),
  queue: z.enum(['unit', 'mine', 'unassigned', 'involved']).default('unit').describe("The unit's whole list, one's own, what nobody has taken, or what one co-handles or monitors"),
  status: z.enum(['sent', 'open', 'taken', 'suspended']).optional(),
  kind: z.string().max(50).optional(),
  procedure: z.string().max(100).optional(),
  clock: z.enum(['not-started', 'running', 'stopped']).optional().describe('Of the dossier; not-started: it waits to be accepted'),
  dueBefore: Timestamp.optional(),
  urgency: z.enum(['overdue', 'today', 'soon', 'stopped']).optional(),
  with: z.enum(['applicant']).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional().describe('"next" of the page before, unchanged'),
});
export const WorkList = pageOf(WorkItem).extend({
  counts: z.object({ open: z.number().int(), overdue: z.number().int(), today: z.number().int(), unassigned: z.number().int(), mine: z.number().int(), sent: z.number().int(), involved: z.number().int() }).optional().describe('Of the whole list, on the first page'),
}).meta({ id: 'WorkList' });
