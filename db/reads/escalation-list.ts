import { sql, type Kysely } from 'kysely';
import type { AgencyCode } from '../../domain/agency/agency';
import type { Instant } from '../../domain/calendar/calendar';
import type { Schema } from '../schema';

export interface EscalationEntry {
  readonly entry: number;
  readonly dossierId: string;
  readonly subject: string;
  readonly level: string;
  readonly agency: AgencyCode;
  readonly toldTo: readonly AgencyCode[];
  readonly dueAt: Instant;
  readonly at: Instant;
  /** What was late is still not done, and its date was not moved. */
  readonly open: boolean;
}

export interface EscalationQuestion {
  readonly state: 'open' | 'closed' | 'all';
  /** Whose work it is, or who was told. */
  readonly agency?: AgencyCode;
  /** Entries before this one of the ledger. */
  readonly before?: number;
  readonly limit: number;
}

/** What was escalated, the newest first. */
export const escalationList = async (db: Kysely<Schema>, { state, agency, before, limit }: EscalationQuestion): Promise<readonly EscalationEntry[]> => {
  const watched = sql`is_watched(dossier_id, subject, generation)`;
  const ofAgency = agency === undefined ? sql`true` : sql`(agency = ${agency} or addressed_to && array[${agency}]::text[])`;
  const inState = state === 'all' ? sql`true` : state === 'open' ? watched : sql`not ${watched}`;
  const result = await sql<EscalationEntry>`
    select entry, dossier_id as "dossierId", subject, level, agency, addressed_to as "toldTo", due_at as "dueAt", at, ${watched} as open
      from escalations
     where ${before === undefined ? sql`true` : sql`entry < ${before}::bigint`} and ${ofAgency} and ${inState}
     order by entry desc
     limit ${limit}`.execute(db);
  return result.rows;
};
