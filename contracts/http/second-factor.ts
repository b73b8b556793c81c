import { z } from 'zod';
import { Timestamp, line } from './common';

/** Six digits of an app; blanks are forgiven. Or one of the recovery codes. */
const TypedCode = z
  .string()
  .min(6)
  .max(30)
  .regex(/^[0-9A-Za-z -]+$/)
  .describe('Six digits of the code app, or a recovery code');

const Base64Url = (longest: number) =>
  z
    .string()
    .max(longest)
    .regex(/^[A-Za-z0-9_-]*$/);
const Transports = z.array(z.string().max(20)).max(10);
const credential = <T extends z.ZodType>(response: T) =>
  z.object({
    id: Base64Url(1_400).min(1),
    rawId: Base64Url(1_400).min(1),
    type: z.literal('public-key'),
    response,
    authenticatorAttachment: z.string().max(40).nullable().optional(),
    clientExtensionResults: z.record(z.string().max(60), z.unknown()).default({}),
  });

/** As `navigator.credentials.create()` gives it, in JSON. */
export const MadeKey = credential(
  z.object({
    clientDataJSON: Base64Url(4_000),
    attestationObject: Base64Url(16_000),
    transports: Transports.optional(),
  }),
).meta({ id: 'MadeKey' });

/** As `navigator.credentials.get()` gives it, in JSON. */
export const KeyProof = credential(
  z.object({
    clientDataJSON: Base64Url(4_000),
    authenticatorData: Base64Url(4_000),
    signature: Base64Url(4_000),
    userHandle: Base64Url(200).nullable().optional(),
  }),
).meta({ id: 'KeyProof' });

export const CodeProof = z.strictObject({ code: TypedCode }).meta({ id: 'CodeProof' });

/** Handed to the browser's WebAuthn as it is. */
export const KeyOptions = z
  .record(z.string(), z.unknown())
  .describe('PublicKeyCredential options in JSON: for parseCreationOptionsFromJSON or parseRequestOptionsFromJSON')
  .meta({ id: 'KeyOptions' });

export const SecondFactor = z
  .object({
    id: z.uuid(),
    kind: z.enum(['totp', 'webauthn']),
    label: z.string(),
    created: Timestamp.describe('Real time'),
    used: Timestamp.nullable().describe('Real time'),
  })
  .meta({ id: 'SecondFactor' });

export const SecondFactors = z
  .object({
    items: z.array(SecondFactor),
    recoveryCodesLeft: z.number().int(),
    securityKeys: z.boolean().describe('Whether browsers make keys for this address: a host name with https'),
  })
  .meta({ id: 'SecondFactors' });

const Label = line(60).describe('How its person tells it from others');
export const FactorLabel = z.strictObject({ label: Label }).meta({ id: 'FactorLabel' });
export const NewCodeApp = z
  .object({
    id: z.uuid(),
    secret: z.string().describe('Base32, to type into the app'),
    uri: z.string().describe('otpauth:// address, for a QR code drawn in the browser'),
  })
  .meta({ id: 'NewCodeApp' });
export const FirstCode = z
  .strictObject({
    code: z
      .string()
      .regex(/^[0-9 ]{6,8}$/)
      .describe('What the app shows'),
  })
  .meta({ id: 'FirstCode' });
export const NewKey = z.strictObject({ label: Label, key: MadeKey }).meta({ id: 'NewKey' });

export const RecoveryCodes = z
  .object({
    recoveryCodes: z.array(z.string()).describe('Shown once: each is good for one sign-in without the second factor'),
  })
  .meta({ id: 'RecoveryCodes' });
export const EnrolledFactor = z
  .object({
    factor: SecondFactor,
    recoveryCodes: z.array(z.string()).nullable().describe('With the first factor; shown once'),
    csrfToken: z.string().describe('The session goes on under a new token'),
  })
  .meta({ id: 'EnrolledFactor' });
