import type { Kysely } from 'kysely';
import { findAgencies } from '../../db/catalogue';
import type { Schema } from '../../db/schema';
import type { Agency } from '../../domain/agency/agency';
import { versionsOf } from '../../domain/agency/topology';
import type { Topology } from '../../domain/agency/topology';
import type { Instant } from '../../domain/calendar/calendar';
import { localDateOf } from '../../domain/calendar/local-time';
import { shown } from '../../domain/calendar/shown';
import { refusal } from '../../domain/errors';
import { Refused } from '../exit';

/** An agency of the published topology, of today or of the past: dossiers of an abolished one are still asked for. AGENCY_UNKNOWN. */
export async function requireAgency(db: Kysely<Schema>, code: string, now: Instant): Promise<Agency> {
  const topology = (await findAgencies(db))?.topology as Topology | undefined;
  const found = topology && versionsOf(topology, code).at(-1);
  if (!found) throw new Refused(refusal('AGENCY_UNKNOWN', { value: shown(code), date: localDateOf(now) }, 'agency'));
  return found;
}
