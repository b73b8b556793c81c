import { z } from 'zod';

/** RFC 9457. `code` is stable and stands in docs/errors.md; `detail` is a sentence in the language asked for, with the way out. */
export const Problem = z
  .object({
    type: z.string().describe('Address of the description of this code, relative to the server'),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: z.string(),
    field: z.string().optional().describe('Path of what is wrong: body.facts.children, query.limit, header.idempotency-key'),
    errors: z
      .array(z.object({ field: z.string(), code: z.string(), detail: z.string(), line: z.number().int().optional(), column: z.number().int().optional() }))
      .optional()
      .describe('Everything that is wrong, where it is more than one thing; of a file with line and column, counted from 1'),
    instance: z.string(),
    correlationId: z.string().describe('Names this request in the log'),
    conflict: z
      .object({
        stage: z.string(),
        task: z.object({ taskId: z.string(), status: z.string(), assignee: z.string().nullable(), version: z.number().int() }).nullable(),
        lastActs: z.array(z.object({ seq: z.number().int(), type: z.string(), act: z.string(), by: z.string(), at: z.string() })),
      })
      .optional()
      .describe('With 409 on an act: what somebody else did meanwhile'),
  })
  .meta({ id: 'Problem' });

export type Problem = z.output<typeof Problem>;
