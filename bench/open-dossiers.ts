import { Client } from 'pg';
import { DAY_MS } from '../domain/calendar/local-time';
import { OPENING } from './stage';

/** A place where open work lies: where the dossier was received, and who has it now. */
export interface Desk {
  readonly unit: string;
  readonly agency: string;
}

/**
 * Open dossiers without workflows, each with one open task, evenly over the desks: due between five days ago and a month
 * from now, a thirtieth without a date, a third taken by somebody.
 */
export async function layOpenDossiers(databaseUrl: string, procedure: string, desks: readonly Desk[], count: number): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('set role lienthong_recorder');
    await client.query(
      `with laid as (
         select n, u.unit, u.agency, $4::bigint - 40 * $5::bigint + n * (40 * $5::bigint / $1::int) as submitted,
                $4::bigint + ((n * 7919) % 35 - 5) * $5::bigint + (n % 480) * 60000 as due
           from generate_series(1, $1::int) n
           join unnest($2::text[], $3::text[]) with ordinality u(unit, agency, i) on u.i = n % cardinality($2::text[]) + 1
       ), dossiers as (
         insert into lienthong.dossiers (dossier_id, code, procedure_code, procedure_version, channel, receiving_unit, place, stage, money, delivery, national_status,
                                         clock, submitted_at, accepted_at, due_at, original_due_at, holders, next_deadline_at, head_seq)
         select gen_random_uuid(), unit || '-BENCH-' || n, $6::text, 1, 'counter', unit, unit, 'processing', 'none', 'none', 4,
                case when n % 20 = 0 then 'stopped' else 'running' end, submitted, submitted, due, due, array[agency], due, 5
           from laid returning dossier_id, holders[1] as agency, submitted_at, due_at
       ), numbered as (
         select *, row_number() over () as n from dossiers
       )
       insert into lienthong.tasks (dossier_id, task_id, step, kind, name_vi, name_en, agency, officer_role, status, assignee, version, opened_at, due_at)
       select dossier_id, 'check#1', 'check', 'process', 'Thẩm định hồ sơ', 'Examination', agency, 'specialist', case when n % 3 = 0 then 'taken' else 'open' end,
              case when n % 3 = 0 then 'somebody' end, 1, submitted_at, case when n % 30 <> 0 then due_at end
         from numbered`,
      [count, desks.map(({ unit }) => unit), desks.map(({ agency }) => agency), OPENING, DAY_MS, procedure],
    );
    await client.query('reset role');
    await client.query('vacuum analyze lienthong.dossiers, lienthong.tasks');
  } finally {
    await client.end();
  }
}
