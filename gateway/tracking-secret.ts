import { createHmac, timingSafeEqual } from 'node:crypto';

/** Letters and digits that nobody confuses when copying them from paper (Crockford's base 32). */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * The secret on a dossier's receipt, `7K2M-9QXT-R4DH`: 60 bits that only this installation can make, so that nothing secret has to
 * be stored. With the legal code it opens the public tracking of that dossier.
 * @param generation Printed again, a receipt has another secret; 0 is the first.
 */
export function trackingSecret(key: Uint8Array, dossierId: string, generation = 0): string {
  const of = generation === 0 ? dossierId : `${dossierId}:${generation}`;
  const bytes = createHmac('sha256', key).update(`tracking:${of}`).digest();
  const letters = Array.from(bytes.subarray(0, 12), (byte) => LETTERS[byte & 31]);
  return [0, 4, 8].map((from) => letters.slice(from, from + 4).join('')).join('-');
}

/** Whether somebody copied it right: small letters, spaces, O for 0 and I or L for 1 are forgiven. */
export function isTrackingSecret(
  key: Uint8Array,
  { dossierId, generation }: { readonly dossierId: string; readonly generation: number },
  given: string,
): boolean {
  const plain = (text: string): Buffer => Buffer.from(text.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1').padEnd(12).slice(0, 64));
  const [right, tried] = [plain(trackingSecret(key, dossierId, generation)), plain(given)];
  return right.length === tried.length && timingSafeEqual(right, tried);
}

/** The public page of one dossier; it asks for the secret. */
export const trackingAddress = (publicUrl: string, code: string): string => `${publicUrl}/tracking?code=${encodeURIComponent(code)}`;
