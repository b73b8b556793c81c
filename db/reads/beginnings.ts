import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { LocalDate } from '../../domain/calendar/calendar';
import type { Schema } from '../schema';

/** Dossiers that began alike: on the same procedure, at the same unit, for the same place, on the same day. */
export interface Alike {
  readonly procedureCode: string;
  readonly procedureVersion: number;
  readonly agenciesVersion: number | null;
  readonly receivingUnit: string;
  readonly place: string;
  readonly date: LocalDate;
  /** The instant of the first of them. */
  readonly at: number;
  readonly dossiers: number;
  /** A few of them. */
  readonly ids: readonly string[];
}

/** Every dossier there is, closed ones too, counted by how it began: few different ones, however many dossiers. */
export async function beginningsOf(db: Kysely<Schema>): Promise<readonly Alike[]> {
  const { rows } = await sql<Omit<Alike, 'at' | 'dossiers'> & { readonly at: unknown; readonly dossiers: unknown }>`
    select b.code as "procedureCode", b.version as "procedureVersion", b.agencies as "agenciesVersion",
           b.unit as "receivingUnit", b.place, b.date, min(b.at) as at, count(*) as dossiers,
           (array_agg(b.dossier_id::text order by b.dossier_id))[1:5] as ids
      from (select e.dossier_id, e.at, p ->> 'procedureCode' as code, (p ->> 'procedureVersion')::integer as version,
                   (p ->> 'agenciesVersion')::integer as agencies, p ->> 'receivingUnit' as unit, p ->> 'place' as place,
                   to_char(to_timestamp(e.at / 1000.0) at time zone 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD') as date
              from events e, lateral (select e.body::jsonb -> 'payload' as p) body
             where e.seq = 1) b
     group by 1, 2, 3, 4, 5, 6`.execute(db);
  return rows.map((row) => ({ ...row, at: Number(row.at), dossiers: Number(row.dossiers) }));
}

/** Agencies where tasks are open, with how many; a few of the dossiers by name. */
export async function agenciesWithOpenTasks(
  db: Kysely<Schema>,
): Promise<readonly { readonly agency: string; readonly tasks: number; readonly dossiers: readonly string[] }[]> {
  const { rows } = await sql<{ agency: string; tasks: unknown; dossiers: readonly string[] }>`
    select t.agency, count(*) as tasks, (array_agg(distinct coalesce(d.code, d.dossier_id::text)))[1:5] as dossiers
      from tasks t join dossiers d using (dossier_id)
     where t.closed_at is null group by t.agency`.execute(db);
  return rows.map((row) => ({ ...row, tasks: Number(row.tasks) }));
}
