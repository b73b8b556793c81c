import type { Kysely } from 'kysely';
import { findAgencies } from '../db/catalogue';
import { postingsOf } from '../db/people';
import type { Posting } from '../db/people';
import type { Schema } from '../db/schema';
import { supervisedAgencies } from '../domain/agency/supervised-agencies';
import type { Topology } from '../domain/agency/topology';
import { refusal } from '../domain/errors';
import type { Refusal } from '../domain/errors';
import type { Rights } from '../domain/second-person';

/**
 * Why somebody may not give a post, or move its end: nobody gives themselves one. An administrator gives and ends any. A leader, by a
 * post of their own, appoints stand-ins in the agencies they lead, and nobody whose own post is elsewhere: whoever stands in for a
 * leader hands nothing on.
 */
export async function whyNotGive(db: Kysely<Schema>, giver: Rights, posting: Posting): Promise<Refusal | undefined> {
  return giver.person === posting.person ? refusal('OWN_RIGHTS') : whyNotEnd(db, giver, posting);
}

/** Why somebody may not end a post. */
export async function whyNotEnd(
  db: Kysely<Schema>,
  giver: Rights,
  { person, agency, kind, from }: Posting,
): Promise<Refusal | undefined> {
  if (giver.grants.some(({ grant }) => grant === 'administrator')) return undefined;
  const topology = (await findAgencies(db))?.topology as Topology | undefined;
  if (!topology) return refusal('CATALOGUE_EMPTY');
  const leads = giver.posts.filter((own) => own.role === 'leader' && !own.standsIn);
  const led = new Set(leads.flatMap((own) => supervisedAgencies(topology, own)));
  const posted = (await postingsOf(db, person)).some(
    (own) => own.kind !== 'stand-in' && led.has(own.agency) && own.from <= from && (own.to === null || own.to > from),
  );
  return kind === 'stand-in' && led.has(agency) && posted ? undefined : refusal('STAND_IN_BY_LEADER');
}
