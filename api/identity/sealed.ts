import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const [IV, TAG] = [12, 16];

/** A secret as it lies in the database: unreadable without the key, and worth nothing in another row. */
export function seal(key: Uint8Array, secret: Uint8Array, row: string): Buffer {
  const iv = randomBytes(IV);
  const cipher = createCipheriv(CIPHER, key, iv).setAAD(Buffer.from(row));
  return Buffer.concat([iv, cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
}

/** Throws where it was altered, belongs to another row, or was sealed under another key. */
export function open(key: Uint8Array, sealed: Buffer, row: string): Buffer {
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, IV)).setAAD(Buffer.from(row));
  decipher.setAuthTag(sealed.subarray(-TAG));
  const opened = decipher.update(sealed.subarray(IV, -TAG));
  try {
    return Buffer.concat([opened, decipher.final()]);
  } catch {
    throw new Error(`the secret of ${row} cannot be opened; put back the second-factor key that it was sealed with`);
  }
}

/** A recovery code as it lies in the database: nobody finds the code from it by trying, without the key. */
export const hashOfCode = (key: Uint8Array, person: string, code: string): Buffer =>
  createHmac('sha256', key).update(`recovery:${person}:${code}`).digest();
