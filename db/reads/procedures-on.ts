import { sql, type Kysely } from 'kysely';
import type { LocalDate } from '../../domain/calendar/calendar';
import type { Procedure } from '../../domain/procedure/procedure';
import type { Schema } from '../schema';

/** What a list says of a procedure. */
export interface ProcedureHead extends Pick<Procedure, 'code' | 'version' | 'name' | 'sector' | 'tier' | 'serviceLevel' | 'offeredAt' | 'timeLimit'> {
  readonly from: LocalDate;
  readonly to: LocalDate | null;
}

/** The procedures in force on a date, by code; of two versions that overlap the higher. */
export const proceduresOn = async (db: Kysely<Schema>, date: LocalDate): Promise<readonly ProcedureHead[]> => {
  const { rows } = await sql<ProcedureHead>`
    select distinct on (code) code, version, body -> 'name' as name, body -> 'sector' as sector, body ->> 'tier' as tier, body ->> 'serviceLevel' as "serviceLevel",
           body -> 'offeredAt' as "offeredAt", body -> 'timeLimit' as "timeLimit", to_char(effective_from, 'YYYY-MM-DD') as "from", to_char(effective_to, 'YYYY-MM-DD') as "to"
      from procedures
     where effective_from <= ${date}::date and (effective_to is null or effective_to > ${date}::date)
     order by code, version desc`.execute(db);
  return rows;
};
