import type { Kysely } from 'kysely';
import { findAgencies, findCalendar, findKnownAgencies } from '../db/catalogue';
import type { Schema } from '../db/schema';
import type { Topology } from '../domain/agency/topology';
import type { Calendar } from '../domain/calendar/calendar';
import { PROVINCIAL_CALENDAR } from '../domain/calendar/provincial-calendar';
import { refusal } from '../domain/errors';
import { Refused } from './problem';

/** The newest published topology. CATALOGUE_EMPTY. */
export async function getTopology(db: Kysely<Schema>): Promise<Topology> {
  const found = await findAgencies(db);
  if (!found) throw new Refused(refusal('CATALOGUE_EMPTY'));
  return found.topology as Topology;
}

/** Every agency that any published topology knows: for what past and closed dossiers tell. CATALOGUE_EMPTY. */
export async function getKnownTopology(db: Kysely<Schema>): Promise<Topology> {
  const known = await findKnownAgencies(db);
  if (!known) throw new Refused(refusal('CATALOGUE_EMPTY'));
  return known;
}

/** The newest published calendar. CATALOGUE_EMPTY. */
export async function getCalendar(db: Kysely<Schema>): Promise<Calendar> {
  const found = await findCalendar(db, PROVINCIAL_CALENDAR);
  if (!found) throw new Refused(refusal('CATALOGUE_EMPTY'));
  return found;
}
