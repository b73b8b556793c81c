import { sql, type Kysely } from 'kysely';
import type { AgencyCode } from '../../domain/agency/agency';
import type { Instant } from '../../domain/calendar/calendar';
import type { DossierRow } from '../../domain/dossier/recording';
import { foldName } from '../fold-name';
import type { Schema } from '../schema';
import { isOfAgency } from './agency-codes';
import { toDossierRow } from './dossier-row';

export interface DossierQuestion {
  readonly code?: string;
  /** Name of the applicant or submitter, or part of it, with or without diacritics. */
  readonly applicant?: string;
  readonly unit?: AgencyCode;
  readonly holder?: AgencyCode;
  readonly procedure?: string;
  readonly stage?: string;
  /** Its appointment has passed at this instant, and its clock runs. */
  readonly overdueAt?: Instant;
  readonly after?: readonly [submittedAt: number, dossierId: string];
  readonly limit: number;
}

/** Dossiers the reader may see, the newest first. */
export async function dossierList(db: Kysely<Schema>, q: DossierQuestion): Promise<readonly DossierRow[]> {
  let query = db.selectFrom('dossiers').selectAll().orderBy('submitted_at', 'desc').orderBy('dossier_id').limit(q.limit);
  if (q.code !== undefined) query = query.where(sql<boolean>`starts_with(code, ${q.code})`);
  if (q.unit !== undefined) query = query.where(await isOfAgency(db, sql`receiving_unit`, q.unit));
  if (q.holder !== undefined) query = query.where(sql<boolean>`${q.holder} = any (holders)`);
  if (q.procedure !== undefined) query = query.where('procedure_code', '=', q.procedure);
  if (q.stage !== undefined) query = query.where('stage', '=', q.stage);
  if (q.overdueAt !== undefined) query = query.where('due_at', '<=', q.overdueAt).where('ended_at', 'is', null).where('clock', '=', 'running');
  if (q.applicant !== undefined) {
    const folded = foldName(q.applicant);
    query = query.where((eb) => eb.exists(eb.selectFrom('personal_data').select('personal_data.dossier_id').whereRef('personal_data.dossier_id', '=', 'dossiers.dossier_id').where(sql<boolean>`position(${folded} in search_key) > 0`)));
  }
  if (q.after) {
    const [submittedAt, dossierId] = q.after;
    query = query.where((eb) => eb.or([eb('submitted_at', '<', submittedAt), eb.and([eb('submitted_at', '=', submittedAt), eb('dossier_id', '>', dossierId)])]));
  }
  return (await query.execute()).map(toDossierRow);
}

export interface LikelyDuplicateRow {
  readonly dossierId: string;
  readonly code: string | null;
  readonly receivingUnit: AgencyCode;
  readonly stage: string;
  readonly submittedAt: Instant;
  readonly sameContent: boolean;
}

export interface LikelyDuplicates {
  /** Those that the reader may see. */
  readonly seen: readonly LikelyDuplicateRow[];
  /** There is one, too, that they may not see. */
  readonly elsewhere: boolean;
}

/** Other dossiers of the same procedure and applicant since an instant, as far as the reader may see them. */
export async function likelyDuplicates(db: Kysely<Schema>, dossierId: string, since: Instant): Promise<LikelyDuplicates> {
  const { rows } = await sql<LikelyDuplicateRow | Record<keyof LikelyDuplicateRow, null>>`
    select dossier_id as "dossierId", code, receiving_unit as "receivingUnit", stage, submitted_at as "submittedAt", same_content as "sameContent"
      from likely_duplicates(${dossierId}::uuid, ${since}::bigint)`.execute(db);
  const seen = rows.filter((row): row is LikelyDuplicateRow => row.dossierId !== null);
  return { seen, elsewhere: seen.length < rows.length };
}
