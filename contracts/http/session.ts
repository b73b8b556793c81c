import { z } from 'zod';
import { AgencyCode, OfficerRoleSchema, PersonId, Timestamp } from './common';

export const SignIn = z
  .strictObject({
    name: PersonId,
    password: z.string().min(1).max(200),
    code: z
      .string()
      .regex(/^[0-9 ]{6,8}$/)
      .optional()
      .describe('Six digits of the code app, where one is set up: signs in at once, also while tries of strangers rest'),
  })
  .meta({ id: 'SignIn' });

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
    wants: z
      .enum(['prove', 'password', 'enrol'])
      .nullable()
      .describe('What must be done before this session has its rights: prove the second factor, choose a password, set a factor up'),
    secondFactor: z.object({
      demanded: z.boolean().describe('Posts that decide or administer do not work without one here'),
      recommended: z.boolean().describe('A post that decides or administers, and none is set up'),
      kinds: z.array(z.enum(['totp', 'webauthn'])).describe('What is set up'),
      provedBy: z.enum(['totp', 'webauthn', 'recovery-code', 'provider']).nullable(),
    }),
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
    securityKey: z.boolean().describe('POST /v1/session/key/begin: a key that was set up signs in without a password'),
    officialTime: Timestamp.describe('For pages that nobody has to sign in for'),
  })
  .meta({ id: 'IdentityWays' });

export const SignedOut = z.object({ endSession: z.string().describe('Send the browser there to sign out at the identity provider, too') }).meta({ id: 'SignedOut' });

export const TokenRequest = z
  .object({ grant_type: z.literal('client_credentials'), client_id: z.string().max(100).optional(), client_secret: z.string().max(200).optional(), scope: z.string().max(500).optional() })
  .meta({ id: 'TokenRequest' });
export const Token = z.object({ access_token: z.string(), token_type: z.literal('Bearer'), expires_in: z.number().int().describe('Seconds'), scope: z.string() }).meta({ id: 'Token' });

export const OpenSessions = z
  .object({
    items: z.array(
      z.object({
        id: z.uuid(),
        began: Timestamp.describe('Real time'),
        seen: Timestamp.describe('Real time, to the minute'),
        agent: z.string().nullable().describe('What the browser calls itself'),
        address: z.string().nullable(),
        current: z.boolean().describe('The one this was asked with'),
      }),
    ),
  })
  .meta({ id: 'OpenSessions' });

export const AccountNotices = z
  .object({
    items: z.array(
      z.object({
        id: z.number().int(),
        what: z.enum([
          'password-reset',
          'second-factor-reset',
          'second-factor-added',
          'second-factor-removed',
          'recovery-code-used',
          'recovery-codes-renewed',
          'password-changed',
          'proposed',
          'proposal-confirmed',
          'proposal-refused',
          'post-given',
          'post-moved',
          'post-ended',
          'stand-in-given',
          'stand-in-moved',
          'stand-in-ended',
          'grants-changed',
          'sign-in-changed',
          'operator-confirmed',
        ]),
        by: z.string(),
        detail: z.string().nullable().describe('Which post, which grants, which request'),
        at: Timestamp.describe('Real time'),
      }),
    ),
  })
  .meta({ id: 'AccountNotices' });
export const NoticesRead = z.strictObject({ upTo: z.number().int().min(0) }).meta({ id: 'NoticesRead' });
