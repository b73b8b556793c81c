import type { Kysely } from 'kysely';
import { findAgencies } from '../db/catalogue';
import { postingsOf } from '../db/people';
import type { Posting } from '../db/people';
import type { Schema } from '../db/schema';
import { standardPosts } from '../domain/agency/standard-posts';
import { agencyOn } from '../domain/agency/topology';
import type { Topology } from '../domain/agency/topology';
import { localDateOf } from '../domain/calendar/local-time';
import { refusal } from '../domain/errors';
import type { Refusal } from '../domain/errors';

/** Why an agency has no such post at the beginning of a posting, or undefined. */
export async function whyNoSuchPost(db: Kysely<Schema>, { agency: code, role, from }: Pick<Posting, 'agency' | 'role' | 'from'>): Promise<Refusal | undefined> {
  const date = localDateOf(from);
  const topology = (await findAgencies(db))?.topology as Topology | undefined;
  const agency = topology && agencyOn(topology, code, date);
  if (!agency) return refusal('AGENCY_UNKNOWN', { value: code, date }, 'agency');
  const posts = standardPosts(agency);
  return posts.includes(role) ? undefined : refusal('POST_UNKNOWN', { value: `${role}@${code}`, allowed: posts.join(', ') }, 'role');
}

/** Whether somebody holds a post themselves, not for another, from the first instant of a time to its last. */
export async function holdsThroughout(db: Kysely<Schema>, person: string, { agency, role, from, to }: Pick<Posting, 'agency' | 'role' | 'from' | 'to'>): Promise<boolean> {
  const held = await postingsOf(db, person);
  return held.some((own) => own.kind !== 'stand-in' && own.agency === agency && own.role === role && own.from <= from && (own.to === null || (to !== null && own.to >= to)));
}

/** Whoever stands in for somebody does so as long as that one holds the post, and no longer. */
export async function whyNotCovered(db: Kysely<Schema>, posting: Posting): Promise<Refusal | undefined> {
  const { onBehalfOf, agency, role } = posting;
  if (onBehalfOf === null || (await holdsThroughout(db, onBehalfOf, posting))) return undefined;
  return refusal('STAND_IN_FOR_NOBODY', { value: onBehalfOf, post: `${role}@${agency}` }, 'onBehalfOf');
}
