import { z } from 'zod';
import { CONFIRMATION_KINDS } from '../../domain/second-person';
import { Bilingual, Timestamp, line } from './common';

export const ConfirmationView = z
  .object({
    id: z.uuid(),
    kind: z.enum(CONFIRMATION_KINDS),
    summary: Bilingual.describe('What it would do, or did'),
    concerns: z.string().nullable().describe('Whose rights or way of signing in it changes; null where it moves dates'),
    file: z.string().nullable().describe('The procedure file that would be published'),
    proposedBy: z.string(),
    proposedAt: Timestamp,
    expires: Timestamp.describe('In real time: what is not confirmed by then is proposed anew'),
    state: z.enum(['open', 'confirmed', 'refused', 'expired', 'stale']),
    decidedBy: z.string().nullable(),
    decidedAt: Timestamp.nullable(),
    decidedHow: z.enum(['second-person', 'operator']).nullable().describe('operator: at the machine, as long as two people could not'),
    reason: z.string().nullable().describe('Why it was refused'),
    mayConfirm: z.boolean().describe('Whether the caller may be the second person'),
    whyNot: Bilingual.nullable().describe('Why the caller may not'),
    mayRefuse: z.boolean().describe('The proposer may take it back, too'),
  })
  .meta({ id: 'Confirmation' });
export const ConfirmationList = z.object({ items: z.array(ConfirmationView) }).meta({ id: 'ConfirmationList' });
export const ConfirmationCount = z.object({ waiting: z.number().int() }).meta({ id: 'ConfirmationCount' });
export const ConfirmationQuery = z.object({
  state: z.enum(['open', 'decided']).default('open').describe('Those that wait, or the latest that do no longer'),
});
export const OneConfirmation = z.object({ id: z.uuid() });
export const ConfirmedView = z
  .object({
    confirmation: ConfirmationView,
    secret: z.string().nullable().describe('A password for one sign-in, or the secret of a system; shown here and nowhere else'),
    location: z.string().nullable().describe('Where to see what came of it'),
  })
  .meta({ id: 'Confirmed' });
export const ConfirmationRefused = z.strictObject({ reason: line(500) }).meta({ id: 'ConfirmationRefused' });
