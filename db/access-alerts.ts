import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Stretch } from '../domain/access-alerts';
import { ENGINE_PARTS, WITHOUT_NAME } from '../domain/person-id';
import type { Schema } from './schema';

export const ALERT_KINDS = ['mass-reading', 'night-reading', 'sign-in-failures'] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** What one person did within some time. */
export interface Reading {
  readonly who: string;
  readonly dossiers: number;
  readonly searches: number;
  readonly first: number;
  readonly last: number;
}

/** Parts of the engine read as much as there is to tell; the holder of a receipt reads their own. */
const NOBODYS = [...Object.values(ENGINE_PARTS), WITHOUT_NAME.applicant];

/** Who was shown applicants' data or searched for them in these stretches of real time, and of how many. */
export async function readingsIn(db: Kysely<Schema>, stretches: readonly Stretch[]): Promise<readonly Reading[]> {
  if (stretches.length === 0) return [];
  const within = sql.join(
    stretches.map(({ from, to }) => sql`(real_at >= ${from} and real_at < ${to})`),
    sql` or `,
  );
  const { rows } = await sql<Reading>`
    select who, count(distinct dossier_id) filter (where action <> 'search') as dossiers,
           count(*) filter (where action = 'search') as searches, min(real_at) as first, max(real_at) as last
      from access_log
     where (${within}) and action in ('read-personal-data', 'search', 'personal-data')
       and not who = any(${NOBODYS})
     group by who order by who`.execute(db);
  return rows;
}

/** Failed sign-ins by name; those under names that nobody has stand together. */
export async function failedSignIns(db: Kysely<Schema>, { from, to }: Stretch): Promise<readonly Reading[]> {
  const { rows } = await sql<Reading>`
    select who, count(*) as searches, 0 as dossiers, min(real_at) as first, max(real_at) as last
      from access_log
     where real_at >= ${from} and real_at < ${to} and action = 'sign-in-failed'
     group by who order by who`.execute(db);
  return rows;
}

/** Raises an alarm unless the same was raised of the same person since an instant. Returns its number. */
export async function raiseAlert(
  db: Kysely<Schema>,
  kind: AlertKind,
  reading: Reading,
  { realNow, unlessSince }: { readonly realNow: number; readonly unlessSince: number },
): Promise<number | undefined> {
  const { rows } = await sql<{ alarm: number }>`
    insert into alarms (kind, detail, raised_real_at)
      select ${kind}::text, ${JSON.stringify(reading)}::jsonb, ${realNow}::bigint
       where not exists (select from alarms where kind = ${kind} and detail ->> 'who' = ${reading.who}
                            and raised_real_at > ${unlessSince})
      returning alarm`.execute(db);
  return rows[0]?.alarm;
}

export interface Alert extends Reading {
  readonly alarm: number;
  readonly kind: AlertKind;
  readonly raisedRealAt: number;
  readonly closedRealAt: number | null;
}

/** The newest alerts, closed or not. */
export async function newestAlerts(db: Kysely<Schema>, limit: number): Promise<readonly Alert[]> {
  const rows = await db
    .selectFrom('alarms')
    .select(['alarm', 'kind', 'detail', 'raised_real_at', 'resolved_real_at'])
    .where('kind', 'in', ALERT_KINDS)
    .orderBy('alarm', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ alarm, kind, detail, raised_real_at, resolved_real_at }) => ({
    ...(detail as Reading),
    alarm,
    kind: kind as AlertKind,
    raisedRealAt: raised_real_at,
    closedRealAt: resolved_real_at,
  }));
}

/** Whoever may read the access log is told: by name, for no agency's box shall hold it. */
export const auditors = async (db: Kysely<Schema>): Promise<readonly string[]> => {
  const granted = db.selectFrom('person_grants').select('person').where('grant_name', '=', 'auditor');
  return (await granted.orderBy('person').execute()).map(({ person }) => person);
};
