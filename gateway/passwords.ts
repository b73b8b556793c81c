import { hash, verify } from '@node-rs/argon2';

/** argon2id, the library's default. RFC 9106's second recommendation in its smaller form that OWASP gives for servers: 19 MiB, two passes. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFC'), COST);

/** A name that does not exist takes as long as a wrong password: the time tells nobody which names there are. */
export async function isPassword(stored: string | null | undefined, password: string): Promise<boolean> {
  if (stored === null || stored === undefined) {
    await hashPassword(password);
    return false;
  }
  return verify(stored, password.normalize('NFC'));
}
