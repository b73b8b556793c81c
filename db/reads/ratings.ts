import { sql, type Kysely } from 'kysely';
import type { AgencyCode } from '../../domain/agency/agency';
import type { Instant } from '../../domain/calendar/calendar';
import { findPresentCodes } from '../catalogue';
import type { Schema } from '../schema';
import { isOfAgency, presently } from './agency-codes';

export interface RatingQuestion {
  /** Null: of every unit the reader may see. */
  readonly unit: AgencyCode | null;
  readonly from: Instant;
  /** First instant after the period. */
  readonly to: Instant;
}

const CRITERIA = ['attitude', 'time', 'ease'] as const;
type Criterion = (typeof CRITERIA)[number];

export interface RatingTotals {
  readonly count: number;
  /** Ratings with no score below 4. */
  readonly satisfied: number;
  /** Of these given soon after an officer was shown the receipt. */
  readonly receiptSeen: number;
  /** How often each score from 1 to 5 was given. */
  readonly scores: Readonly<Record<Criterion, readonly number[]>>;
}

export async function ratingTotals(db: Kysely<Schema>, { unit, from, to }: RatingQuestion): Promise<RatingTotals> {
  const spread = (criterion: Criterion) => sql`array[${sql.join([1, 2, 3, 4, 5].map((score) => sql`count(*) filter (where ${sql.ref(criterion)} = ${sql.lit(score)})`))}]`;
  const { rows } = await sql<RatingTotals>`
    select count(*) as count, count(*) filter (where least(attitude, time, ease) >= 4) as satisfied,
           count(receipt_seen_by) as "receiptSeen",
           json_build_object('attitude', ${spread('attitude')}, 'time', ${spread('time')}, 'ease', ${spread('ease')}) as scores
      from ratings
     where rated_at >= ${from}::bigint and rated_at < ${to}::bigint
       and ${await isOfAgency(db, sql`unit`, unit)}`.execute(db);
  return rows[0]!;
}

export interface RatingRow {
  readonly dossierId: string;
  readonly code: string | null;
  readonly unit: AgencyCode;
  readonly attitude: number;
  readonly time: number;
  readonly ease: number;
  readonly comment: string | null;
  readonly ratedAt: Instant;
  readonly receiptSeenBy: string | null;
}

/** Single ratings with what was written to them, the newest first. */
export async function ratingList(db: Kysely<Schema>, { unit, from, to }: RatingQuestion, after: readonly [ratedAt: number, dossierId: string] | undefined, limit: number): Promise<readonly RatingRow[]> {
  let query = db
    .selectFrom('ratings')
    .leftJoin('dossiers', 'dossiers.dossier_id', 'ratings.dossier_id')
    .leftJoin('voice_texts', (join) => join.onRef('voice_id', '=', 'rating_id').on('part', '=', 'comment'))
    .select(['ratings.dossier_id', 'dossiers.code', 'ratings.unit', 'attitude', 'time', 'ease', 'rated_at', 'text', 'receipt_seen_by'])
    .where('rated_at', '>=', from)
    .where('rated_at', '<', to)
    .orderBy('rated_at', 'desc')
    .orderBy('ratings.dossier_id', 'desc')
    .limit(limit);
  if (unit !== null) query = query.where(await isOfAgency(db, sql`ratings.unit`, unit));
  if (after) query = query.where(sql<boolean>`(rated_at, ratings.dossier_id) < (${after[0]}::bigint, ${after[1]}::uuid)`);
  const [rows, present] = [await query.execute(), await findPresentCodes(db)];
  return rows.map(({ dossier_id: dossierId, unit, text: comment, rated_at: ratedAt, receipt_seen_by, ...row }) => ({
    ...row,
    dossierId,
    unit: presently(present, unit),
    comment,
    ratedAt,
    receiptSeenBy: receipt_seen_by,
  }));
}
