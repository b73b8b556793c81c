import { z } from 'zod';
import { AgencyCode, Cursor, LocalDate, Timestamp, pageOf } from './common';
import { OwnComplaint, WrittenWords } from './tracking';

export const Complaint = OwnComplaint.extend({
  dossierId: z.uuid(),
  code: z.string().nullable(),
  unit: AgencyCode.describe('The unit that received the dossier'),
  overdue: z.boolean().describe('Not answered, and its date has passed'),
  answeredBy: z.string().nullable(),
  receiptSeenBy: z.string().nullable().describe('Officer who was shown the secret of the receipt within the hour before'),
  version: z.number().int().describe('Its ETag'),
}).meta({ id: 'Complaint' });

export const ComplaintList = pageOf(Complaint).meta({ id: 'ComplaintList' });
export const ComplaintQuery = z.object({
  state: z.enum(['open', 'answered', 'all']).default('open'),
  dossier: z.uuid().optional(),
  agency: AgencyCode.optional().describe('Receiving unit; all that the caller answers for by default'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: Cursor.optional(),
});
export const ComplaintAnswer = z.strictObject({ text: WrittenWords }).meta({ id: 'ComplaintAnswer' });

export const RatingQuery = z.object({
  unit: AgencyCode.optional().describe('Receiving unit; all that the caller may see by default'),
  from: LocalDate.optional(),
  to: LocalDate.optional().describe('The last day'),
});
const Spread = z.object({ average: z.number().nullable(), counts: z.array(z.number().int()).length(5).describe('Of the scores 1 to 5') });
export const RatingSummary = z
  .object({
    from: LocalDate,
    to: LocalDate,
    count: z.number().int(),
    attitude: Spread,
    time: Spread,
    ease: Spread,
    satisfied: z.number().nullable().describe('Share of the ratings with no score below 4'),
    receiptSeen: z
      .number()
      .int()
      .describe('Of these given within an hour after an officer was shown the secret of the receipt: they may be the officer\'s'),
  })
  .meta({ id: 'RatingSummary' });

export const RatingItem = z
  .object({
    dossierId: z.uuid(),
    code: z.string().nullable(),
    unit: AgencyCode,
    attitude: z.number().int(),
    time: z.number().int(),
    ease: z.number().int(),
    comment: z.string().nullable(),
    ratedAt: Timestamp,
    receiptSeenBy: z.string().nullable().describe('Officer who was shown the secret of the receipt within the hour before'),
  })
  .meta({ id: 'RatingItem' });
export const RatingList = pageOf(RatingItem).meta({ id: 'RatingList' });
