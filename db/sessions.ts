import { createHash, randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Instant } from '../domain/calendar/calendar';
import type { OfficerRole } from '../domain/agency/agency';
import type { Grant } from './accounts';
import type { Posting } from './people';
import type { FactorKind } from './second-factors';
import type { Schema } from './schema';

/** What was proved besides the password. */
export type ProvedBy = 'totp' | 'webauthn' | 'recovery-code' | 'provider';

/** A signed-in person with everything their rights follow from, read in one go: it is asked with every request. */
export interface SignedIn {
  readonly session: string;
  readonly beganRealAt: number;
  readonly person: string;
  readonly name: string;
  /** Must accompany every change that is asked for with the cookie. */
  readonly csrf: string;
  readonly grants: readonly Grant[];
  /** Posts held at the instant asked for, the person's own first. */
  readonly postings: readonly Posting[];
  /** Null where nothing was proved besides the password, or not yet. */
  readonly proved: { readonly by: ProvedBy; readonly realAt: number } | null;
  /** What they have to prove; empty for nothing. */
  readonly factorKinds: readonly FactorKind[];
  /** Somebody else has chosen their password. */
  readonly mustChangePassword: boolean;
}

const MINUTE_MS = 60_000;
/** A working day with its evening; who comes back tomorrow signs in tomorrow. */
export const LONGEST_MS = 12 * 60 * MINUTE_MS;
/** Left alone: of posts that neither decide nor administer, a working day with its lunch break. */
const IDLE_MS = 10 * 60 * MINUTE_MS;
/** Left alone: of posts that decide or administer, unless it is configured. */
export const DECIDER_IDLE_MS = 60 * MINUTE_MS;
/** Time to find one's telephone and type its code. */
const HALF_WAY_MS = 10 * MINUTE_MS;
/** How exactly "last seen" is kept: a session is not written to with every request. */
const SEEN_MS = MINUTE_MS;

export const hashOfToken = (token: string): Buffer => createHash('sha256').update(token, 'utf8').digest();
export const newToken = (): string => randomBytes(32).toString('base64url');

export interface NewSession {
  readonly proved?: ProvedBy;
  /** The session of the same browser, which this one replaces, whoever's it was. */
  readonly replaces?: string;
  readonly agent?: string;
  readonly address?: string;
}

/** Begins a session. One whose person has yet to prove a second factor they have lives for a few minutes only. */
export async function beginSession(
  db: Kysely<Schema>,
  person: string,
  realNow: number,
  { proved, replaces, agent, address }: NewSession = {},
): Promise<{ readonly token: string; readonly csrf: string }> {
  const [token, csrf] = [newToken(), newToken()];
  await db.deleteFrom('sessions').where('expires_real_at', '<', realNow).execute();
  if (replaces !== undefined) await endSession(db, replaces);
  const halfWay = proved === undefined && (await hasSecondFactor(db, person));
  await db
    .insertInto('sessions')
    .values({
      token_hash: hashOfToken(token),
      person,
      csrf,
      began_real_at: realNow,
      seen_real_at: realNow,
      expires_real_at: realNow + (halfWay ? HALF_WAY_MS : LONGEST_MS),
      second_factor: proved ?? null,
      proved_real_at: proved === undefined ? null : realNow,
      agent: agent?.slice(0, 200) ?? null,
      address: address ?? null,
    })
    .execute();
  return { token, csrf };
}

async function hasSecondFactor(db: Kysely<Schema>, person: string): Promise<boolean> {
  const found = await db
    .selectFrom('second_factors')
    .select('factor_id')
    .where('person', '=', person)
    .where('confirmed_real_at', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

export interface Asking {
  /** A question that nobody sat before does not count as use. */
  readonly keepsAlive?: boolean;
  readonly deciderIdleMs?: number;
}

/** Whose session a cookie names, or undefined when it has ended. */
export async function findSession(
  db: Kysely<Schema>,
  token: string,
  realNow: number,
  official: Instant,
  { keepsAlive = true, deciderIdleMs = DECIDER_IDLE_MS }: Asking = {},
): Promise<SignedIn | undefined> {
  const hash = hashOfToken(token);
  const { rows } = await sql<SessionRow>`
    select s.session_id as session, s.person, p.name, s.csrf, s.began_real_at as began, s.seen_real_at as seen,
           s.second_factor as proved_by, s.proved_real_at as proved_at, a.must_change_password as must_change,
           array(select distinct f.kind from second_factors f
                  where f.person = s.person and f.confirmed_real_at is not null order by f.kind) as factor_kinds,
           coalesce((select array_agg(g.grant_name order by g.grant_name)
                       from person_grants g where g.person = s.person), '{}') as grants,
           coalesce((select json_agg(t order by array_position(array['regular', 'secondment', 'stand-in'], t.kind), t.from_at)
                       from postings t
                      where t.person = s.person and t.from_at <= ${official}::bigint
                        and (t.to_at is null or t.to_at > ${official}::bigint)), '[]') as postings
      from session_of(${hash}) s join people p using (person) join accounts a using (person)
     where s.expires_real_at > ${realNow}::bigint and a.disabled_real_at is null`.execute(db);
  const found = rows[0];
  if (!found) return undefined;
  const signedIn = signedInOf(found);
  if (found.seen + (decides(signedIn) ? deciderIdleMs : IDLE_MS) <= realNow) return undefined;
  if (keepsAlive && found.seen < realNow - SEEN_MS) {
    await db.updateTable('sessions').set({ seen_real_at: realNow }).where('session_id', '=', found.session).execute();
  }
  return signedIn;
}

/** Whoever decides on dossiers, watches over those who do, or says who may. */
export const decides = ({ grants, postings }: Pick<SignedIn, 'grants' | 'postings'>): boolean =>
  grants.length > 0 || postings.some(({ role }) => role === 'leader' || role === 'procedure-control');

interface SessionRow {
  readonly session: string;
  readonly person: string;
  readonly name: string;
  readonly csrf: string;
  readonly began: number;
  readonly seen: number;
  readonly proved_by: ProvedBy | null;
  readonly proved_at: number | null;
  readonly must_change: boolean;
  readonly factor_kinds: FactorKind[];
  readonly grants: Grant[];
  readonly postings: PostingRow[];
}

const signedInOf = (row: SessionRow): SignedIn => ({
  session: row.session,
  beganRealAt: row.began,
  person: row.person,
  name: row.name,
  csrf: row.csrf,
  grants: row.grants,
  postings: row.postings.map(postingOf),
  proved: row.proved_by === null ? null : { by: row.proved_by, realAt: row.proved_at! },
  factorKinds: row.factor_kinds,
  mustChangePassword: row.must_change,
});

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
  await sql`select end_session(${hashOfToken(token)})`.execute(db);
};

/** Signs a person out everywhere, except in the session named. */
export const endSessionsOf = async (db: Kysely<Schema>, person: string, but?: string): Promise<void> => {
  const theirs = db.deleteFrom('sessions').where('person', '=', person);
  await (but === undefined ? theirs : theirs.where('session_id', '!=', but)).execute();
};

/** Ends one of a person's own sessions; false where they have no such one. */
export const endOneSession = async (db: Kysely<Schema>, person: string, session: string): Promise<boolean> => {
  const ended = await db
    .deleteFrom('sessions')
    .where('person', '=', person)
    .where('session_id', '=', session)
    .executeTakeFirst();
  return ended.numDeletedRows === 1n;
};

/** A session as its person may know it again. */
export interface OpenSession {
  readonly session: string;
  readonly beganRealAt: number;
  readonly seenRealAt: number;
  readonly agent: string | null;
  readonly address: string | null;
}

/** What is open in somebody's name; those left alone for too long are over, and not listed. */
export async function openSessionsOf(
  db: Kysely<Schema>,
  { person, grants, postings }: SignedIn,
  realNow: number,
  deciderIdleMs = DECIDER_IDLE_MS,
): Promise<readonly OpenSession[]> {
  const idleMs = decides({ grants, postings }) ? deciderIdleMs : IDLE_MS;
  const rows = await db
    .selectFrom('sessions')
    .select(['session_id', 'began_real_at', 'seen_real_at', 'agent', 'address'])
    .where('person', '=', person)
    .where('expires_real_at', '>', realNow)
    .where('seen_real_at', '>', realNow - idleMs)
    .orderBy('seen_real_at', 'desc')
    .limit(100)
    .execute();
  return rows.map((row) => ({
    session: row.session_id,
    beganRealAt: row.began_real_at,
    seenRealAt: row.seen_real_at,
    agent: row.agent,
    address: row.address,
  }));
}
