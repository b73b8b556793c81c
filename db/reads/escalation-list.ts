import { sql, type Kysely } from 'kysely';
import type { AgencyCode } from '../../domain/agency/agency';
import type { Instant } from '../../domain/calendar/calendar';
import type { Text } from '../../domain/text';
import type { Schema } from '../schema';
import { everyCodeOf } from './agency-codes';

export interface EscalationEntry {
  readonly entry: number;
  readonly dossierId: string;
  /** Null before acceptance, and for a dossier the reader may not see. */
  readonly code: string | null;
  readonly subject: string;
  /** Of a task the reader may see its step. */
  readonly name: Text | null;
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
  const watched = sql`is_watched(e.dossier_id, e.subject, e.generation)`;
  const codes = agency === undefined ? [] : [...(await everyCodeOf(db, agency))];
  const named = sql`${sql.val(codes)}::text[]`;
  const ofAgency = agency === undefined ? sql`true` : sql`(e.agency = any (${named}) or e.addressed_to && ${named})`;
  const inState = state === 'all' ? sql`true` : state === 'open' ? watched : sql`not ${watched}`;
  const result = await sql<EscalationEntry>`
    select e.entry, e.dossier_id as "dossierId", d.code, e.subject, case when t.name_vi is not null then jsonb_build_object('vi', t.name_vi, 'en', t.name_en) end as name,
           e.level, e.agency, e.addressed_to as "toldTo", e.due_at as "dueAt", e.at, ${watched} as open
      from escalations e
      left join dossiers d on d.dossier_id = e.dossier_id
      left join tasks t on t.dossier_id = e.dossier_id and e.subject = 'task:' || t.task_id
     where ${before === undefined ? sql`true` : sql`e.entry < ${before}::bigint`} and ${ofAgency} and ${inState}
     order by e.entry desc
     limit ${limit}`.execute(db);
  return result.rows;
};
