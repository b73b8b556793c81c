import { postingsOf } from '../db/people';
import type { HeldPosting, Posting } from '../db/people';
import type { Kysely } from 'kysely';
import type { Schema } from '../db/schema';
import { supervisedAgencies } from '../domain/agency/supervised-agencies';
import { refusal } from '../domain/errors';
import type { Caller } from './caller';
import { getTopology } from './catalogue';
import { Refused } from './problem';

/**
 * An administrator gives and ends any post. A leader, by a post of their own, appoints stand-ins in the agencies they lead, and nobody whose own
 * post is elsewhere: whoever stands in for a leader hands nothing on.
 */
export async function refuseOthersPosts(db: Kysely<Schema>, caller: Caller, { person, agency, kind, from }: Posting | HeldPosting): Promise<void> {
  if (caller.kind !== 'person') throw new Refused(refusal('STAND_IN_BY_LEADER'));
  if (caller.kinds.includes('administrator')) return;
  const topology = await getTopology(db);
  const led = new Set(caller.signedIn.postings.filter((own) => own.role === 'leader' && own.kind !== 'stand-in').flatMap((own) => supervisedAgencies(topology, own)));
  const posted = (await postingsOf(db, person)).some((own) => own.kind !== 'stand-in' && led.has(own.agency) && own.from <= from && (own.to === null || own.to > from));
  if (kind !== 'stand-in' || !led.has(agency) || !posted) throw new Refused(refusal('STAND_IN_BY_LEADER'));
}
