import type { Kysely } from 'kysely';
import { hashOfToken } from './sessions';
import type { Schema } from './schema';

/** How long a browser that is not used any more is still known. */
const KNOWN_MS = 180 * 86_400_000;

/** Whether this person has signed in to the end with this browser before. */
export async function isKnownDevice(
  db: Kysely<Schema>,
  token: string,
  person: string,
  realNow: number,
): Promise<boolean> {
  const found = await db
    .selectFrom('known_devices')
    .select('person')
    .where('token_hash', '=', hashOfToken(token))
    .where('person', '=', person)
    .where('seen_real_at', '>', realNow - KNOWN_MS)
    .executeTakeFirst();
  return found !== undefined;
}

/** Whether anybody has: a token that nobody was given by us is not taken over from a browser. */
export async function isDevice(db: Kysely<Schema>, token: string): Promise<boolean> {
  const hash = hashOfToken(token);
  const found = await db.selectFrom('known_devices').select('person').where('token_hash', '=', hash).executeTakeFirst();
  return found !== undefined;
}

export async function rememberDevice(
  db: Kysely<Schema>,
  token: string,
  person: string,
  realNow: number,
): Promise<void> {
  await db
    .deleteFrom('known_devices')
    .where('person', '=', person)
    .where('seen_real_at', '<=', realNow - KNOWN_MS)
    .execute();
  await db
    .insertInto('known_devices')
    .values({ token_hash: hashOfToken(token), person, since_real_at: realNow, seen_real_at: realNow })
    .onConflict((conflict) => conflict.columns(['token_hash', 'person']).doUpdateSet({ seen_real_at: realNow }))
    .execute();
}

/** After a new password or a reset no browser is trusted any more, except the one at which the person sits. */
export async function forgetDevices(db: Kysely<Schema>, person: string, but?: string): Promise<void> {
  const theirs = db.deleteFrom('known_devices').where('person', '=', person);
  await (but === undefined ? theirs : theirs.where('token_hash', '!=', hashOfToken(but))).execute();
}
