import { ApplicationFailure } from '@temporalio/common';
import type { Kysely } from 'kysely';
import { findAgencies, findCalendar, findProcedure } from '../db/catalogue';
import type { Schema } from '../db/schema';
import { snapshotAgencies } from '../domain/agency/snapshot-agencies';
import type { AgencySnapshot } from '../domain/agency/snapshot';
import type { Topology } from '../domain/agency/topology';
import { localDateOf } from '../domain/calendar/local-time';
import { PROVINCIAL_CALENDAR } from '../domain/calendar/provincial-calendar';
import type { Calendar, Instant } from '../domain/calendar/calendar';
import { messageOf } from '../domain/errors';
import type { Procedure } from '../domain/procedure/procedure';

export interface SnapshotRequest {
  readonly procedureCode: string;
  readonly procedureVersion: number;
  /** Absent where an earlier program took the submission in: then the newest, and its log does not say which. */
  readonly agenciesVersion?: number;
  readonly receivingUnit: string;
  readonly place: string;
  readonly submittedAt: Instant;
}

export interface Snapshots {
  readonly procedure: Procedure;
  readonly calendar: Calendar;
  readonly agencies: AgencySnapshot;
}

export interface SnapshotActivities {
  loadSnapshots(request: SnapshotRequest): Promise<Snapshots>;
}

/** The published versions a new dossier is decided on. What is missing was checked at submission; then it is a fault. */
export const createSnapshotActivities = ({ db }: { readonly db: Kysely<Schema> }): SnapshotActivities => ({
  async loadSnapshots({ procedureCode, procedureVersion, agenciesVersion, receivingUnit, place, submittedAt }) {
    const [procedure, calendar, published] = await Promise.all([
      findProcedure(db, procedureCode, procedureVersion),
      findCalendar(db, PROVINCIAL_CALENDAR),
      findAgencies(db, agenciesVersion),
    ]);
    if (!procedure || !calendar || !published) {
      throw new Error(`the catalogue lacks ${!procedure ? `procedure ${procedureCode} v${procedureVersion}` : !calendar ? 'the calendar' : 'the agencies'}; publish it, and this goes on`);
    }
    const context = { receivingUnit, place, date: localDateOf(submittedAt) };
    const agencies = snapshotAgencies(published.topology as Topology, procedure, context, agenciesVersion);
    if (!agencies.ok) throw ApplicationFailure.nonRetryable(messageOf(agencies.refusal), 'REFUSED', agencies.refusal);
    return { procedure, calendar, agencies: agencies.value };
  },
});
