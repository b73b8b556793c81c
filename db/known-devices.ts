import { sql, type Kysely } from 'kysely';
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
  return known(db, token, person, realNow - KNOWN_MS);
}

/** Whether anybody has: a token that nobody was given by us is not taken over from a browser. */
export const isDevice = (db: Kysely<Schema>, token: string): Promise<boolean> => known(db, token, null, 0);

async function known(db: Kysely<Schema>, token: string, person: string | null, since: number): Promise<boolean> {
  const { rows } = await sql<{ known: boolean }>`
    select device_known(${hashOfToken(token)}, ${person}::text, ${since}::bigint) as known`.execute(db);
  return rows[0]!.known;
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
  await sql`select remember_device(${hashOfToken(token)}, ${person}, ${realNow}::bigint)`.execute(db);
}

/** After a new password or a reset no browser is trusted any more, except the one at which the person sits. */
export async function forgetDevices(db: Kysely<Schema>, person: string, but?: string): Promise<void> {
  await sql`select forget_devices(${person}, ${but === undefined ? null : hashOfToken(but)}::bytea)`.execute(db);
}
