import type { Kysely } from 'kysely';
import { snapshotAgencies } from '../../domain/agency/snapshot-agencies';
import type { Topology } from '../../domain/agency/topology';
import { localDateOf } from '../../domain/calendar/local-time';
import { PROVINCIAL_CALENDAR } from '../../domain/calendar/provincial-calendar';
import { replay } from '../../domain/dossier/engine';
import { initialState } from '../../domain/dossier/initial-state';
import type { LoggedEvent } from '../../domain/dossier/recording';
import type { DossierState } from '../../domain/dossier/state';
import { findAgencies, findCalendar, findProcedure } from '../catalogue';
import type { Schema } from '../schema';
import { eventsOf } from './history-of';

/**
 * A dossier's state rebuilt wholly from its log and the published versions the log names: what recovery starts an open
 * workflow from, and what a preview is computed on. Undefined where there is no such dossier.
 */
export async function rebuildDossier(db: Kysely<Schema>, dossierId: string): Promise<DossierState | undefined> {
  const events = await eventsOf(db, dossierId);
  const opening = await openingOf(db, dossierId, events[0]);
  return opening && replay(opening, events);
}

/** The state before the first event, on the very versions it was decided on. */
export async function openingOf(
  db: Kysely<Schema>,
  dossierId: string,
  first: LoggedEvent | undefined,
  topologyVersion?: number,
): Promise<DossierState | undefined> {
  const submitted = first?.payload;
  if (!first || submitted?.type !== 'DossierSubmitted') return undefined;
  const [procedure, calendar, published] = await Promise.all([
    findProcedure(db, submitted.procedureCode, submitted.procedureVersion),
    findCalendar(db, PROVINCIAL_CALENDAR, submitted.calendarVersion),
    findAgencies(db, topologyVersion),
  ]);
  if (!procedure || !calendar || !published) throw new Error(`the catalogue lacks a version that dossier ${dossierId} was decided on`);
  const { receivingUnit, place, channel, facts } = submitted;
  const agencies = snapshotAgencies(published.topology as Topology, procedure, { receivingUnit, place, date: localDateOf(first.at) });
  if (!agencies.ok) throw new Error(`the agencies of dossier ${dossierId} no longer resolve: ${agencies.refusal.code}`);
  const opening = { dossierId, procedure, calendar, agencies: agencies.value, channel, receivingUnit, place, facts };
  // The rules of the day it began, whatever the program's are by now.
  return { ...initialState(opening), rules: first.rules };
}
