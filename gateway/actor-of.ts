import type { Kysely } from 'kysely';
import { findAgencies } from '../db/catalogue';
import { lastPosting, postingsAt } from '../db/people';
import type { Posting } from '../db/people';
import type { Schema } from '../db/schema';
import { standardPosts } from '../domain/agency/standard-posts';
import { agencyOn } from '../domain/agency/topology';
import type { Topology } from '../domain/agency/topology';
import type { OfficerRole } from '../domain/agency/agency';
import { formatInstant, localDateOf } from '../domain/calendar/local-time';
import type { Instant } from '../domain/calendar/calendar';
import type { Actor } from '../domain/dossier/actor';
import { refusal } from '../domain/errors';
import type { Refusal } from '../domain/errors';
import { ok, refuse } from '../domain/result';
import type { Result } from '../domain/result';

/** Posts held open-endedly end with what the calendar can know. */
const OPEN_END = Date.UTC(2100, 0, 1);

/**
 * The capacities in which somebody may act, the likeliest first. `applicant`, `partner:NAME`, a post of the catalogue
 * (`receptionist@H35.12`), or a person of the register with their own, seconded and stood-in posts (`known`, where the
 * caller has read them already).
 */
export async function actorsOf(db: Kysely<Schema>, as: string, at: Instant, operator?: string, known?: readonly Posting[]): Promise<Result<Actor[]>> {
  const by = operator === undefined ? {} : { operator };
  if (as === 'applicant') return ok([{ kind: 'applicant', ...by }]);
  if (as.startsWith('partner:')) return ok([{ kind: 'partner', system: as.slice('partner:'.length), ...by }]);
  const post = /^([a-z-]+)@([A-Z0-9.]+)$/.exec(as);
  if (post) {
    const [, role, agency] = post as unknown as [string, OfficerRole, string];
    const topology = (await findAgencies(db))?.topology as Topology | undefined;
    const found = topology && agencyOn(topology, agency, localDateOf(at));
    if (!found) return refuse(refusal('AGENCY_UNKNOWN', { value: agency, date: localDateOf(at) }, 'as'));
    const posts = standardPosts(found);
    if (!posts.includes(role)) return refuse(refusal('POST_UNKNOWN', { value: as, allowed: posts.map((p) => `${p}@${agency}`).join(', ') }, 'as'));
    return ok([{ kind: 'officer', person: as, agency, role, ...by }]);
  }
  const postings = known ?? (await postingsAt(db, as, at));
  if (postings.length === 0) return refuse(await whyNoPost(db, as));
  return ok(
    postings.map(({ agency, role, kind, onBehalfOf, from, to }) => ({
      kind: 'officer',
      person: as,
      agency,
      role,
      ...(kind === 'regular' ? {} : { basis: { kind, ...(onBehalfOf === null ? {} : { of: onBehalfOf }), from, to: to ?? OPEN_END } }),
      ...by,
    })),
  );
}

/** Somebody who does not hold a post now may have held one, or may hold one later; that is said with its dates. */
async function whyNoPost(db: Kysely<Schema>, as: string): Promise<Refusal> {
  const last = await lastPosting(db, as);
  if (!last) return refusal('PERSON_UNKNOWN', { value: as }, 'as');
  const { kind: basis, agency, from, to } = last;
  return refusal('PERSON_EXPIRED', { value: as, basis, agency, from: formatInstant(from), to: to === null ? '…' : formatInstant(to) }, 'as');
}

/** Of somebody's capacities those from one post, `specialist@H35.12`. */
export function onlyFrom(actors: readonly Actor[], post: string): Result<Actor[]> {
  const from = actors.filter((actor) => actor.kind === 'officer' && `${actor.role}@${actor.agency}` === post);
  const held = actors.flatMap((actor) => (actor.kind === 'officer' ? [`${actor.role}@${actor.agency}`] : []));
  return from.length > 0 ? ok(from) : refuse(refusal('POST_NOT_HELD', { value: post, held: held.join(', ') || '–' }, 'as'));
}
