import { sql, type Kysely } from 'kysely';
import type { CodeSeries } from '../domain/dossier/recording';
import type { Schema } from './schema';

export interface CodeReservation extends CodeSeries {
  readonly dossierId: string;
  /** The accepting command: it gets the same code however often it asks. */
  readonly commandId: string;
}

/**
 * Reserves the legal code of a dossier before it is accepted: `H35.12-260213-0001`, being unit, reception date and
 * number of the day. Unique, never reused; a reservation whose act was refused leaves a gap, which means nothing.
 */
export const reserveCode = async (db: Kysely<Schema>, { unit, date, dossierId, commandId }: CodeReservation): Promise<string> => {
  const result = await sql<{ code: string }>`select lienthong.reserve_code(${unit}, ${date}::date, ${dossierId}::uuid, ${commandId}) as code`.execute(db);
  return result.rows[0]!.code;
};

/** After a restore: the day's next number is above `number`, which somebody outside the database has seen in use. */
export const moveSeriesPast = async (db: Kysely<Schema>, { unit, date }: CodeSeries, number: number): Promise<void> => {
  await db
    .insertInto('code_series')
    .values({ unit, date, last: number })
    .onConflict((conflict) =>
      conflict.columns(['unit', 'date']).doUpdateSet({ last: sql<number>`greatest(code_series.last, excluded.last)` }),
    )
    .execute();
};
