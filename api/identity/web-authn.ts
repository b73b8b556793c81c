import { createHmac } from 'node:crypto';
import { isIP } from 'node:net';
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
  WebAuthnCredential,
} from '@simplewebauthn/server';
import { decodeAttestationObject } from '@simplewebauthn/server/helpers';
import type { FactorMaterial } from '../../db/second-factors';

export type { AuthenticationResponseJSON, RegistrationResponseJSON };

/** Time to touch a key and type its PIN. */
export const CEREMONY_MS = 5 * 60_000;

/** Where keys belong to: the host by its name, and the address that browsers must have come from. */
export interface RelyingParty {
  readonly id: string;
  readonly origin: string;
}

/**
 * Browsers make keys for hosts with a name only, reached over TLS, or for this very machine. Null
 * where they will not.
 */
export function relyingPartyOf(publicUrl: string): RelyingParty | null {
  const { protocol, hostname, origin } = new URL(publicUrl);
  const named = isIP(hostname.replace(/^\[|\]$/g, '')) === 0;
  return named && (protocol === 'https:' || hostname === 'localhost') ? { id: hostname, origin } : null;
}

type Keys = readonly Pick<FactorMaterial, 'credentialId' | 'transports'>[];
const namesOf = (keys: Keys) =>
  keys.flatMap(({ credentialId: id, transports }) => (id === null ? [] : [{ id, transports: [...transports] }]));

export interface Enrolling {
  readonly person: string;
  readonly name: string;
  readonly keys: Keys;
  readonly handleKey: Uint8Array;
}

/**
 * What a browser makes a key from. With a PIN or a finger it is two factors in one, and signs in
 * without a password.
 */
export const enrolOptions = (
  party: RelyingParty,
  { person, name, keys, handleKey }: Enrolling,
): Promise<PublicKeyCredentialCreationOptionsJSON> =>
  generateRegistrationOptions({
    rpName: 'Một cửa liên thông',
    rpID: party.id,
    userName: person,
    userDisplayName: name,
    // The same for all keys of a person, and not their name: keys tell it to whoever asks them.
    userID: new Uint8Array(createHmac('sha256', handleKey).update(`web-authn:${person}`).digest()),
    timeout: CEREMONY_MS,
    attestationType: 'none',
    excludeCredentials: namesOf(keys),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
  });

/** What a key is asked to sign. Without keys whoever holds one for this host may come. */
export const proveOptions = (party: RelyingParty, keys?: Keys): Promise<PublicKeyCredentialRequestOptionsJSON> =>
  generateAuthenticationOptions({
    rpID: party.id,
    timeout: CEREMONY_MS,
    userVerification: 'required',
    ...(keys === undefined ? {} : { allowCredentials: namesOf(keys) }),
  });

/** Takes a challenge back, once; false for one that was not given, is over, or was answered before. */
export type TakeChallenge = (challenge: string) => Promise<boolean>;

/** The new key, or null where the answer does not hold. */
export async function enrolledKey(
  party: RelyingParty,
  response: RegistrationResponseJSON,
  takeChallenge: TakeChallenge,
): Promise<WebAuthnCredential | null> {
  try {
    if (namesCertificates(response)) return null;
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response,
      expectedChallenge: takeChallenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
    });
    return verified ? registrationInfo.credential : null;
  } catch {
    // Whatever is wrong with it, it came from outside and proves nothing.
    return null;
  }
}

/** We asked for no attestation. To check one with certificates the library would fetch what the certificates name. */
function namesCertificates({ response: { attestationObject } }: RegistrationResponseJSON): boolean {
  const decoded = decodeAttestationObject(new Uint8Array(Buffer.from(attestationObject, 'base64url')));
  return decoded.get('fmt') !== 'none' && decoded.get('attStmt').get('x5c') !== undefined;
}

/** The key's counter after this signature, or null where the signature does not hold. */
export async function provedCounter(
  party: RelyingParty,
  response: AuthenticationResponseJSON,
  { credentialId, material, counter, transports }: FactorMaterial,
  takeChallenge: TakeChallenge,
): Promise<number | null> {
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: takeChallenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      credential: { id: credentialId!, publicKey: new Uint8Array(material), counter, transports: [...transports] },
      requireUserVerification: true,
    });
    return verified ? authenticationInfo.newCounter : null;
  } catch {
    return null;
  }
}
