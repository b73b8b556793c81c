import { z } from 'zod';
import { AgencyCode, Bilingual, Timestamp } from './common';

const Stretch = { from: Timestamp, to: Timestamp.nullable() };

/** What a drawing of the route by agency over time needs: lanes, bars, pauses, marks. */
export const Timeline = z
  .object({
    dossierId: z.uuid(),
    code: z.string().nullable(),
    now: Timestamp,
    submittedAt: Timestamp,
    dueAt: Timestamp.nullable(),
    originalDueAt: Timestamp.nullable(),
    endedAt: Timestamp.nullable(),
    lanes: z.array(
      z.object({
        agency: AgencyCode,
        name: Bilingual.nullable(),
        bars: z.array(
          z.object({
            ...Stretch,
            taskId: z.string(),
            kind: z.string(),
            name: Bilingual,
            due: Timestamp.nullable(),
            acknowledgedAt: Timestamp.nullable(),
            lateFrom: Timestamp.nullable(),
            status: z.string(),
            outcome: z.string().nullable(),
            waiting: z.boolean().describe('Handed over, not yet acknowledged'),
          }),
        ),
      }),
    ),
    pauses: z.array(z.object({ ...Stretch, rule: z.string() })),
    marks: z.array(z.object({ at: Timestamp, mark: z.string(), detail: z.string().nullable() })),
  })
  .meta({ id: 'Timeline' });
