import { Secret, TOTP } from 'otpauth';

/** RFC 6238 as every app knows it. */
const [DIGITS, PERIOD_S, SECRET_BYTES] = [6, 30, 20];
/** A clock may go wrong by half a minute either way. */
const WINDOW = 1;

const totpOf = (secret: Uint8Array, label = '', issuer = ''): TOTP =>
  new TOTP({
    secret: new Secret({ buffer: Uint8Array.from(secret).buffer }),
    digits: DIGITS,
    period: PERIOD_S,
    label,
    issuer,
  });

export const newSecret = (): Uint8Array => new Uint8Array(new Secret({ size: SECRET_BYTES }).bytes);

/** What an app is set up with: to type, and as an address for its QR code. */
export function forApp(
  secret: Uint8Array,
  person: string,
  issuer: string,
): { readonly secret: string; readonly uri: string } {
  const totp = totpOf(secret, person, issuer);
  return { secret: totp.secret.base32, uri: totp.toString() };
}

/** The step whose code this is, in half minutes since 1970; null for a wrong one. Each step is taken once. */
export function stepOf(secret: Uint8Array, code: string, realNow: number): number | null {
  const delta = totpOf(secret).validate({ token: code, timestamp: realNow, window: WINDOW });
  return delta === null ? null : Math.floor(realNow / 1_000 / PERIOD_S) + delta;
}
