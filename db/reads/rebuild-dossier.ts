import type { Kysely } from 'kysely';
import { snapshotAgencies } from '../../domain/agency/snapshot-agencies';
import type { AgencyCode } from '../../domain/agency/agency';
import type { AgencySnapshot } from '../../domain/agency/snapshot';
import type { Topology } from '../../domain/agency/topology';
import type { Instant } from '../../domain/calendar/calendar';
import { localDateOf } from '../../domain/calendar/local-time';
import { PROVINCIAL_CALENDAR } from '../../domain/calendar/provincial-calendar';
import { replay } from '../../domain/dossier/engine';
import { initialState } from '../../domain/dossier/initial-state';
import type { LoggedEvent } from '../../domain/dossier/recording';
import type { DossierState } from '../../domain/dossier/state';
import type { Refusal } from '../../domain/errors';
import type { Procedure } from '../../domain/procedure/procedure';
import type { Result } from '../../domain/result';
import { agencyVersions, findAgencies, findCalendar, findProcedure } from '../catalogue';
import type { AgencyVersion } from '../catalogue';
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

/** A dossier's agencies resolve under no version of the topology that is stored. */
export class AgenciesUnresolved extends Error {
  override name = 'AgenciesUnresolved';

  constructor(
    readonly dossierId: string,
    readonly refusal: Refusal,
  ) {
    super(`the agencies of dossier ${dossierId} resolve under no stored version: ${refusal.code}`);
  }
}

/**
 * The state before the first event, on the very versions it was decided on. `topologyVersion` asks what the log would
 * be under that version of the agencies, for a log that names none.
 */
export async function openingOf(
  db: Kysely<Schema>,
  dossierId: string,
  first: LoggedEvent | undefined,
  topologyVersion?: number,
): Promise<DossierState | undefined> {
  const submitted = first?.payload;
  if (!first || submitted?.type !== 'DossierSubmitted') return undefined;
  const [procedure, calendar] = await Promise.all([
    findProcedure(db, submitted.procedureCode, submitted.procedureVersion),
    findCalendar(db, PROVINCIAL_CALENDAR, submitted.calendarVersion),
  ]);
  if (!procedure || !calendar)
    throw new Error(`the catalogue lacks a version that dossier ${dossierId} was decided on`);
  const { agenciesVersion, receivingUnit, place, channel, facts } = submitted;
  const began = { procedure, receivingUnit, place, at: first.at };
  const agencies = await agenciesAtBeginning(db, began, agenciesVersion, topologyVersion);
  if (agencies === undefined) throw new Error(`the catalogue lacks a version that dossier ${dossierId} was decided on`);
  if (!agencies.ok) throw new AgenciesUnresolved(dossierId, agencies.refusal);
  const opening = { dossierId, procedure, calendar, agencies: agencies.value, channel, receivingUnit, place, facts };
  // The rules of the day it began, whatever the program's are by now.
  return { ...initialState(opening), rules: first.rules };
}

export interface Beginning {
  readonly procedure: Procedure;
  readonly receivingUnit: AgencyCode;
  readonly place: AgencyCode;
  readonly at: Instant;
}

/**
 * The agencies a dossier began with: those of the version its log names. Where it names none, those of the version in
 * force then, or of whichever stored version resolves. Undefined where no such version is stored.
 */
export async function agenciesAtBeginning(
  db: Kysely<Schema>,
  { procedure, receivingUnit, place, at }: Beginning,
  pinned: number | undefined,
  asked = pinned,
): Promise<Result<AgencySnapshot> | undefined> {
  const context = { receivingUnit, place, date: localDateOf(at) };
  let firstRefused: Result<AgencySnapshot> | undefined;
  for (const version of asked === undefined ? likeliestFirst(await agencyVersions(db), at) : [asked]) {
    const stored = await findAgencies(db, version);
    if (!stored) continue;
    const agencies = snapshotAgencies(stored.topology as Topology, procedure, context, pinned);
    if (agencies.ok) return agencies;
    firstRefused ??= agencies;
  }
  return firstRefused;
}

/** What had been published by then, the newest first; then what came later, the oldest first. */
function likeliestFirst(versions: readonly AgencyVersion[], at: Instant): readonly number[] {
  const oldestFirst = [...versions].sort((a, b) => a.version - b.version);
  const inForce = oldestFirst.filter(({ publishedAt }) => publishedAt <= at).reverse();
  const later = oldestFirst.filter(({ publishedAt }) => publishedAt > at);
  return [...inForce, ...later].map(({ version }) => version);
}
