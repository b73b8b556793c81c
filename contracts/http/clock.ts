import { z } from 'zod';
import { AgencyCode, Bilingual, LocalDate, Timestamp } from './common';
import { LimitView } from './procedure';

const StopRule = z.enum(['supplement', 'financial-obligation', 'outside-confirmation']);

/** Why a dossier is due when it is: one entry for each appointment that it has or had. */
export const DossierClock = z
  .object({
    phases: z.array(
      z.object({
        phase: z.number().int().describe('Counted from 1'),
        limit: LimitView,
        originalDueAt: Timestamp.describe('What the receipt promised'),
        dueAt: Timestamp,
        movedTo: Timestamp.nullable().describe('Where the present date was set by a re-appointment and not counted'),
        stopped: z.object({ since: Timestamp, rule: StopRule, text: Bilingual }).nullable().describe('A stop that has not ended: it will move the date by what it takes'),
        intervals: z.array(
          z.object({
            from: Timestamp,
            to: Timestamp,
            counted: z.boolean(),
            rule: z.string(),
            text: Bilingual.describe('The rule in words'),
            note: z.string().nullable().describe("The calendar's own reason"),
            days: z.number().nullable().describe('Days it used up, of a limit that counts dates'),
            minutes: z.number().nullable().describe('Nominal working minutes it used up, of one that counts hours'),
          }),
        ),
      }),
    ),
    lateDays: z
      .array(
        z.object({
          date: LocalDate,
          to: z.enum(['agency', 'applicant', 'partner']).describe('Who answers for it; partner: somebody outside the administration'),
          agency: AgencyCode.nullable(),
          step: z.object({ step: z.string(), name: Bilingual }).nullable(),
        }),
      )
      .describe('Each working day after an appointment, by the law of attribution: overruns in the order they arose, else who held it'),
    supplements: z.array(
      z.object({
        n: z.number().int(),
        stage: z.enum(['reception', 'examination']),
        taskId: z.string().nullable().describe('The task it was asked from'),
        status: z.enum(['asked', 'provided', 'confirmed', 'lapsed', 'void']),
        requestedAt: Timestamp,
        respondBy: Timestamp,
        providedAt: Timestamp.nullable(),
        confirmBy: Timestamp.nullable(),
      }),
    ),
  })
  .meta({ id: 'DossierClock' });
