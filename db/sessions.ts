import { createHash, randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Instant } from '../domain/calendar/calendar';
import type { OfficerRole } from '../domain/agency/agency';
import type { Grant } from './accounts';
import type { Posting } from './people';
import type { Schema } from './schema';

/** A signed-in person with everything their rights follow from, read in one go: it is asked with every request. */
export interface SignedIn {
  readonly person: string;
  readonly name: string;
  /** Must accompany every change that is asked for with the cookie. */
  readonly csrf: string;
  readonly grants: readonly Grant[];
  /** Posts held at the instant asked for, the person's own first. */
  readonly postings: readonly Posting[];
}

/** A working day with its lunch break; and no session lives longer than a week of them. */
const IDLE_MS = 10 * 3_600_000;
const LONGEST_MS = 7 * 86_400_000;
/** How exactly "last seen" is kept: a session is not written to with every request. */
const SEEN_MS = 5 * 60_000;

export const hashOfToken = (token: string): Buffer => createHash('sha256').update(token, 'utf8').digest();
export const newToken = (): string => randomBytes(32).toString('base64url');

export async function beginSession(db: Kysely<Schema>, person: string, realNow: number): Promise<{ readonly token: string; readonly csrf: string }> {
  const [token, csrf] = [newToken(), newToken()];
  await db.deleteFrom('sessions').where('person', '=', person).where('expires_real_at', '<', realNow).execute();
  await db
    .insertInto('sessions')
    .values({ token_hash: hashOfToken(token), person, csrf, began_real_at: realNow, seen_real_at: realNow, expires_real_at: realNow + IDLE_MS })
    .execute();
  return { token, csrf };
}

/** Whose session a cookie names, or undefined when it has ended; keeps a session that is used alive, unless it is only looked after. */
export async function findSession(db: Kysely<Schema>, token: string, realNow: number, official: Instant, keepsAlive = true): Promise<SignedIn | undefined> {
  const hash = hashOfToken(token);
  const { rows } = await sql<{ person: string; name: string; csrf: string; seen: number; grants: Grant[]; postings: PostingRow[] }>`
    select s.person, p.name, s.csrf, s.seen_real_at as seen,
           coalesce((select array_agg(g.grant_name order by g.grant_name) from person_grants g where g.person = s.person), '{}') as grants,
           coalesce((select json_agg(t order by array_position(array['regular', 'secondment', 'stand-in'], t.kind), t.from_at)
                       from postings t where t.person = s.person and t.from_at <= ${official}::bigint and (t.to_at is null or t.to_at > ${official}::bigint)), '[]') as postings
      from sessions s join people p using (person) join accounts a using (person)
     where s.token_hash = ${hash} and s.expires_real_at > ${realNow}::bigint and a.disabled_real_at is null`.execute(db);
  const found = rows[0];
  if (!found) return undefined;
  if (keepsAlive && found.seen < realNow - SEEN_MS) {
    await db
      .updateTable('sessions')
      .set({ seen_real_at: realNow, expires_real_at: sql`least(began_real_at + ${LONGEST_MS}::bigint, ${realNow + IDLE_MS}::bigint)` })
      .where('token_hash', '=', hash)
      .execute();
  }
  const { person, name, csrf, grants } = found;
  return { person, name, csrf, grants, postings: found.postings.map(postingOf) };
}

interface PostingRow {
  readonly person: string;
  readonly agency: string;
  readonly role: string;
  readonly kind: Posting['kind'];
  readonly on_behalf_of: string | null;
  readonly from_at: number;
  readonly to_at: number | null;
}

const postingOf = ({ person, agency, role, kind, on_behalf_of, from_at, to_at }: PostingRow): Posting => ({
  person, agency, role: role as OfficerRole, kind, onBehalfOf: on_behalf_of, from: from_at, to: to_at,
});

export const endSession = async (db: Kysely<Schema>, token: string): Promise<void> => {
  await db.deleteFrom('sessions').where('token_hash', '=', hashOfToken(token)).execute();
};

/** Signs a person out everywhere. */
export const endSessionsOf = async (db: Kysely<Schema>, person: string): Promise<void> => {
  await db.deleteFrom('sessions').where('person', '=', person).execute();
};
