import { sql, type Kysely } from 'kysely';
import type { Instant, LocalDate } from '../../domain/calendar/calendar';
import type { ProcedureCode } from '../../domain/procedure/procedure';
import type { Schema } from '../schema';

/** A published version without its text. */
export interface VersionDates {
  readonly version: number;
  readonly from: LocalDate;
  /** First day it is no longer in force. */
  readonly to: LocalDate | null;
  /** The decision that abolished it; null where a later version replaces it, or its own text ends it. */
  readonly endReason: string | null;
  readonly publishedAt: Instant;
  readonly publishedBy: string;
}

/** Every published version of a procedure, the first one first. */
export const versionsOf = async (db: Kysely<Schema>, code: ProcedureCode): Promise<readonly VersionDates[]> => {
  const { rows } = await sql<VersionDates>`
    select p.version, to_char(p.effective_from, 'YYYY-MM-DD') as "from", to_char(p.effective_to, 'YYYY-MM-DD') as "to",
           (select e.reason from procedure_endings e where e.code = p.code and e.version = p.version and e.effective_to = p.effective_to order by e.ending desc limit 1) as "endReason",
           p.published_at as "publishedAt", p.published_by as "publishedBy"
      from procedures p where p.code = ${code} order by p.version`.execute(db);
  return rows;
};

/** How many dossiers are open under each version, anywhere in the province; versions without any are absent. */
export const openDossiersByVersion = async (db: Kysely<Schema>, code: ProcedureCode): Promise<ReadonlyMap<number, number>> => {
  const { rows } = await sql<{ version: number; n: number }>`select version, open_dossiers as n from open_dossiers_by_version(${code})`.execute(db);
  return new Map(rows.map(({ version, n }) => [version, n]));
};
