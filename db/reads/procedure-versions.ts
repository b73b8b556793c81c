import { sql, type Kysely } from 'kysely';
import type { LocalDate } from '../../domain/calendar/calendar';
import type { Procedure, ProcedureCode } from '../../domain/procedure/procedure';
import type { Schema } from '../schema';

export interface PublishedVersion {
  readonly procedure: Procedure;
  readonly from: LocalDate;
  /** First day it is no longer in force; a later version, or its abolition, may have set it after publication. */
  readonly to: LocalDate | null;
}

/** Every published version of every procedure, or of one, by code and version. */
export const procedureVersions = async (db: Kysely<Schema>, code?: ProcedureCode): Promise<readonly PublishedVersion[]> => {
  let query = db
    .selectFrom('procedures')
    .select(['body', sql<string>`to_char(effective_from, 'YYYY-MM-DD')`.as('from'), sql<string | null>`to_char(effective_to, 'YYYY-MM-DD')`.as('to')])
    .orderBy('code')
    .orderBy('version');
  if (code !== undefined) query = query.where('code', '=', code);
  const rows = await query.execute();
  return rows.map(({ body, from, to }) => ({ procedure: body as Procedure, from, to }));
};
