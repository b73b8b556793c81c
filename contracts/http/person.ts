import { z } from 'zod';
import { AgencyCode, OfficerRoleSchema, PersonId, Timestamp, line, pageOf } from './common';

const KINDS = ['regular', 'secondment', 'stand-in'] as const;
export const GrantSchema = z.enum(['auditor', 'administrator']);

export const PostingView = z
  .object({
    id: z.number().int(),
    post: z.string().describe('As acts name it'),
    agency: AgencyCode,
    role: OfficerRoleSchema,
    kind: z.enum(KINDS),
    onBehalfOf: z.string().nullable().describe('Whom a stand-in stands in for'),
    from: Timestamp,
    to: Timestamp.nullable().describe('First instant it no longer holds'),
  })
  .meta({ id: 'Posting' });

export const PersonSummary = z.object({ person: PersonId, name: z.string(), postings: z.array(PostingView).describe('Held now, or later') }).meta({ id: 'PersonSummary' });
export const PersonList = pageOf(PersonSummary).meta({ id: 'PersonList' });
export const PersonQuery = z.object({
  agency: AgencyCode.optional().describe('Posted there; default: where the caller may see the work, for administrators and auditors everybody'),
  q: line(100).optional().describe('Words of the name, with or without diacritics, or of the id'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional().describe('"next" of the page before, unchanged'),
});

export const RegisteredPerson = PersonSummary.extend({
  version: z.number().int().describe('Raised by every change; also the ETag'),
  postings: z.array(PostingView).describe('All, also those that are over; the latest first'),
  grants: z.array(GrantSchema).optional().describe('For administrators and auditors'),
  account: z
    .object({
      password: z.boolean().describe('Signs in with one'),
      oidc: z.object({ issuer: z.string(), subject: z.string() }).nullable(),
      disabled: z.boolean(),
      secondFactors: z.array(z.enum(['totp', 'webauthn'])).describe('What is set up besides'),
    })
    .nullable()
    .optional()
    .describe('For administrators; null where there is none'),
}).meta({ id: 'RegisteredPerson' });

export const PersonName = z.strictObject({ name: line(200).describe('Full name') }).meta({ id: 'PersonName' });
export const NewPosting = z
  .strictObject({
    agency: AgencyCode,
    role: OfficerRoleSchema,
    kind: z.enum(KINDS).default('regular'),
    onBehalfOf: PersonId.optional().describe('Whom a stand-in stands in for'),
    from: Timestamp.describe('Named, so that the same request again is the same posting'),
    to: Timestamp.optional().describe('First instant it no longer holds; a stand-in must end'),
  })
  .meta({ id: 'NewPosting' });
export const PostingEnd = z
  .strictObject({
    to: Timestamp.describe('First instant it no longer holds; a posting that has not begun by then is taken back'),
    handOverTo: PersonId.optional().describe(
      'Who goes on with the open work, where the post ends at once: somebody with the same post. Without it the work is anybody\'s of that desk',
    ),
  })
  .meta({ id: 'PostingEnd' });
export const WorkInHand = z
  .object({
    open: z.number().int().describe('Open tasks that they have in hand at this desk'),
    colleagues: z
      .array(z.object({ person: PersonId, name: z.string() }))
      .describe('Others who hold the same post now: each could go on with them'),
  })
  .meta({ id: 'WorkInHand' });
export const PostingId = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);
export const Grants = z.strictObject({ grants: z.array(GrantSchema).max(2) }).meta({ id: 'Grants' });

export const PostingEnded = RegisteredPerson.extend({
  work: z
    .object({
      open: z.number().int().describe('Open tasks that were in their hands at this desk'),
      handedOver: z.number().int().describe('Of these given to the colleague who was named'),
      returned: z.number().int().describe('Given back to the desk; what is neither is given back within two minutes'),
    })
    .nullable()
    .describe('Null where the post ends later: its work is given back to the desk then'),
}).meta({ id: 'PostingEnded' });

const Password = z.string().min(1).max(200);
const identifier = (longest: number) => z.string().min(1).max(longest).regex(/^[!-~]+$/, 'printable ASCII without blanks');
export const AccountGiven = z
  .strictObject({
    password: Password.nullable().optional().describe('At least 12 characters, and none that is guessed first; null takes it away'),
    oidc: z.strictObject({ issuer: identifier(300), subject: identifier(255) }).nullable().optional().describe('Whom the identity provider means; null takes it away'),
    disabled: z.boolean().optional().describe('Ends all sessions at once'),
  })
  .refine((given) => Object.keys(given).length > 0, 'name at least one of password, oidc, disabled')
  .meta({ id: 'Account' });
export const PasswordChange = z.strictObject({ old: Password, new: Password }).meta({ id: 'PasswordChange' });
