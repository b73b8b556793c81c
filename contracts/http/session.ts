import { z } from 'zod';
import { AgencyCode, OfficerRoleSchema, PersonId, Timestamp } from './common';

export const SignIn = z.strictObject({ name: PersonId, password: z.string().min(1).max(200) }).meta({ id: 'SignIn' });

export const Session = z
  .object({
    person: PersonId,
    name: z.string(),
    kinds: z.array(z.enum(['officer', 'supervisor', 'control', 'auditor', 'administrator'])),
    postings: z.array(
      z.object({
        post: z.string().describe('As acts name it in "as"'),
        agency: AgencyCode,
        role: OfficerRoleSchema,
        kind: z.enum(['regular', 'secondment', 'stand-in']),
        onBehalfOf: z.string().nullable(),
        from: Timestamp,
        to: Timestamp.nullable(),
      }),
    ),
    csrfToken: z.string().describe('Send it as X-CSRF-Token with every change'),
    officialTime: Timestamp,
    training: z.boolean().describe('A demonstration or training installation: nothing here is a real dossier'),
  })
  .meta({ id: 'Session' });

/** What the sign-in page offers. */
export const IdentityWays = z
  .object({
    password: z.literal(true).describe('POST /v1/session'),
    provider: z.object({ issuer: z.string(), login: z.string().describe('Send the browser there, with ?return=/path') }).nullable(),
    officialTime: Timestamp.describe('For pages that nobody has to sign in for'),
  })
  .meta({ id: 'IdentityWays' });

export const SignedOut = z.object({ endSession: z.string().describe('Send the browser there to sign out at the identity provider, too') }).meta({ id: 'SignedOut' });

export const TokenRequest = z
  .object({ grant_type: z.literal('client_credentials'), client_id: z.string().max(100).optional(), client_secret: z.string().max(200).optional(), scope: z.string().max(500).optional() })
  .meta({ id: 'TokenRequest' });
export const Token = z.object({ access_token: z.string(), token_type: z.literal('Bearer'), expires_in: z.number().int().describe('Seconds'), scope: z.string() }).meta({ id: 'Token' });
