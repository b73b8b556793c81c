import type { Kysely } from 'kysely';
import type { z } from 'zod';
import type { ProcedureList } from '../contracts/http/procedure';
import { proceduresOn } from '../db/reads/procedures-on';
import type { Schema } from '../db/schema';
import { agencyOn } from '../domain/agency/topology';
import { unitsOffering } from '../domain/agency/units-offering';
import type { LocalDate } from '../domain/calendar/calendar';
import { refusal } from '../domain/errors';
import { matchesWords, wordsOf } from '../domain/word-search';
import { getTopology } from './catalogue';
import { pageAfter } from './page';
import { Refused } from './problem';
import { procedureSummary } from './views/procedure';

export interface Offered {
  readonly date: LocalDate;
  readonly unit?: { readonly code: string; readonly field: string };
  readonly code?: string | undefined;
  readonly q?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** A page of the procedures in force on a date, by code. AGENCY_UNKNOWN for a unit that does not exist then. */
export async function offeredPage(db: Kysely<Schema>, { date, unit, code = '', q, limit, cursor }: Offered): Promise<z.output<typeof ProcedureList>> {
  const [all, topology] = await Promise.all([proceduresOn(db, date), unit === undefined ? undefined : getTopology(db)]);
  if (topology && unit && !agencyOn(topology, unit.code, date)) throw new Refused(refusal('AGENCY_UNKNOWN', { value: unit.code, date }, unit.field));
  const asked = q === undefined ? undefined : wordsOf(q);
  const found = all.filter(
    (head) =>
      head.code.startsWith(code) &&
      (asked === undefined || matchesWords(asked, `${head.name.vi} ${head.name.en} ${head.sector.vi} ${head.sector.en} ${head.code}`)) &&
      (!topology || unitsOffering(topology, head.offeredAt, date).some((offering) => offering.code === unit?.code)),
  );
  const { items, next } = pageAfter(found, (head) => head.code, { cursor, limit });
  return { items: items.map(procedureSummary), next };
}
