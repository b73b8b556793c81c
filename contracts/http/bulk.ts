import { z } from 'zod';
import { REQUESTABLE_ACTS } from '../act-request';
import type { RequestableAct } from '../act-request';
import { Post } from './common';
import { Pending, Recorded } from './dossier';
import { Problem } from './problem';

export const BulkAct = z
  .strictObject({
    act: z.enum(REQUESTABLE_ACTS as [RequestableAct, ...RequestableAct[]]),
    as: Post.optional(),
    fields: z.record(z.string(), z.unknown()).default({}).describe('What the act needs besides the task, the same for all'),
    items: z
      .array(z.strictObject({ dossier: z.string().min(1).max(100), taskId: z.string().max(300).optional(), version: z.number().int().positive().max(1_000_000_000).optional() }))
      .min(1)
      .max(200),
  })
  .meta({ id: 'BulkAct' });

export const BulkAnswer = z
  .object({
    items: z.array(
      z.object({ dossier: z.string(), taskId: z.string().nullable(), status: z.number().int().describe('As the act alone would have been answered'), recorded: Recorded.nullable(), pending: Pending.nullable(), problem: Problem.nullable() }),
    ),
    recorded: z.number().int(),
  })
  .meta({ id: 'BulkAnswer' });
