import type { Kysely } from 'kysely';
import type { LocalDate } from '../domain/calendar/calendar';
import type { ProcedureCode } from '../domain/procedure/procedure';
import { endProcedure } from './catalogue';
import type { Publication } from './catalogue';
import type { Schema } from './schema';

/** Ends a published version from `date` on, and keeps the decision that says so. */
export const abolishProcedure = async (trx: Kysely<Schema>, code: ProcedureCode, version: number, { date, reason, at, by }: Publication & { readonly date: LocalDate; readonly reason: string }): Promise<void> => {
  await endProcedure(trx, code, version, date);
  await trx.insertInto('procedure_endings').values({ code, version, effective_to: date, reason, at, ended_by: by }).execute();
};
