import { z } from 'zod';
import { oneLine } from '../plain-text';

/** RFC 3339 with the offset of Asia/Ho_Chi_Minh: official time. */
export const Timestamp = z.iso.datetime({ offset: true }).meta({ id: 'Timestamp', examples: ['2026-02-13T14:59:00.000+07:00'] });
export const LocalDate = z.iso.date().meta({ id: 'LocalDate', examples: ['2026-02-13'] });
export const Bilingual = z.object({ vi: z.string(), en: z.string() }).meta({ id: 'Bilingual' });
export const AgencyCode = z
  .string()
  .regex(/^[A-Z0-9]+(\.[A-Z0-9]+)*$/)
  .max(50)
  .meta({ id: 'AgencyCode', examples: ['H35.202.01'] });
/** What was given as a name: one line, NFC, no control characters. */
export const line = (longest: number) =>
  oneLine(z.string().trim().min(1).max(longest)).transform((text) => text.normalize('NFC'));
const PERSON_ID = /^(?!applicant$)[\p{L}\p{N}][\p{L}\p{N}._-]*$/u;
export const PersonId = z
  .string()
  .min(1)
  .max(100)
  // Not as a pattern of the OpenAPI document: not every reader knows \p{L}.
  .refine((name) => PERSON_ID.test(name), 'letters, digits and ._- are taken, not "applicant"')
  .meta({ id: 'PersonId', description: 'Name within the register: letters, digits and ._-, not "applicant"' });
export const Post = z
  .string()
  .regex(/^[a-z-]+@[A-Z0-9.]+$/)
  .max(100)
  .meta({ id: 'Post', description: 'Role and agency', examples: ['specialist@H35.12'] });
export const Cursor = z.string().max(500).describe('"next" of the page before, unchanged');

/** One page of a list; `next` is null on the last one. */
export const pageOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() });

export const OfficerRoleSchema = z.enum(['receptionist', 'specialist', 'division-head', 'leader', 'clerk', 'accountant', 'procedure-control']);
export const LanguageHeader = z.object({ 'accept-language': z.string().optional() });
export const IdempotencyHeader = z.object({
  'idempotency-key': z.string().regex(/^[\w:.@/#-]{1,120}$/, 'IDEMPOTENCY_KEY_MISSING').describe('Chosen by the caller; the same key is the same act, for ever'),
});
