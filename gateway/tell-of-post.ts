import type { Kysely } from 'kysely';
import { tellOfAccount } from '../db/account-notices';
import type { Posting } from '../db/people';
import type { Schema } from '../db/schema';

interface By {
  readonly by: string;
  readonly realNow: number;
}

/**
 * Tells whoever holds a post what became of it, and whoever is stood in for; what somebody did themselves they know.
 */
export async function tellOfPost(
  trx: Kysely<Schema>,
  { person, agency, role, onBehalfOf }: Posting,
  what: 'given' | 'moved' | 'ended',
  { by, realNow }: By,
): Promise<void> {
  const post = `${role}@${agency}`;
  if (person !== by) await tellOfAccount(trx, person, `post-${what}`, { by, realNow, detail: post });
  if (onBehalfOf === null || onBehalfOf === by) return;
  await tellOfAccount(trx, onBehalfOf, `stand-in-${what}`, { by, realNow, detail: `${post} ${person}` });
}
