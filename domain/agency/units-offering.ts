import type { LocalDate } from '../calendar/calendar';
import type { Offer } from '../procedure/procedure';
import type { Agency } from './agency';
import { playersOf, type Topology } from './topology';

/** The units at which a procedure may be submitted on the date. */
export const unitsOffering = (topology: Topology, { role, tiers }: Offer, date: LocalDate): Agency[] =>
  playersOf(topology, role, date).filter((unit) => tiers.includes(unit.tier));
