import type { Kysely } from 'kysely';
import { findKnownAgencies } from '../../db/catalogue';
import type { Schema } from '../../db/schema';
import type { Agency } from '../../domain/agency/agency';
import { versionsOf } from '../../domain/agency/topology';
import type { Instant } from '../../domain/calendar/calendar';
import { localDateOf } from '../../domain/calendar/local-time';
import { shown } from '../../domain/calendar/shown';
import { refusal } from '../../domain/errors';
import { Refused } from '../exit';

/**
 * An agency of any published topology, of today or of the past: dossiers of an abolished one, or under a code that
 * was corrected since, are still asked for. AGENCY_UNKNOWN.
 */
export async function requireAgency(db: Kysely<Schema>, code: string, now: Instant): Promise<Agency> {
  const topology = await findKnownAgencies(db);
  const found = topology && versionsOf(topology, code).at(-1);
  if (!found) throw new Refused(refusal('AGENCY_UNKNOWN', { value: shown(code), date: localDateOf(now) }, 'agency'));
  return found;
}
