import type { Kysely, Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Instant } from '../domain/calendar/calendar';
import { DAY_MS } from '../domain/calendar/local-time';
import { PROVINCIAL_CALENDAR } from '../domain/calendar/provincial-calendar';
import type { Schema } from './schema';
import { textArray } from './text-array';

/** How far the open dossiers have been told of a published amendment of the calendar. */
export interface AmendmentProgress {
  readonly version: number;
  readonly publishedAt: Instant;
  readonly state: Schema['calendar_amendments']['state']['__select__'];
  /** Dossiers open at publication. */
  readonly total: number;
  readonly done: number;
  readonly after: string | null;
  /** Dossiers whose workflow did not answer; they are asked again. */
  readonly unreached: readonly string[];
}

/** Writes down, with the publication, that everybody has still to be told. */
export const beginAmendment = async (trx: Kysely<Schema>, version: number, at: Instant): Promise<void> => {
  const total = sql<number>`(select count(*) from open_dossiers())`;
  await trx.insertInto('calendar_amendments').values({ version, published_at: at, total, after: null }).execute();
};

export interface PublishedAmendment extends AmendmentProgress {
  /** The change as JSON. */
  readonly change: string;
  readonly publishedBy: string;
}

export const findAmendment = async (db: Kysely<Schema>, version: number): Promise<PublishedAmendment | undefined> => {
  const row = await db
    .selectFrom('calendar_amendments')
    .innerJoin('calendars', 'calendars.version', 'calendar_amendments.version')
    .selectAll('calendar_amendments')
    .select(['calendars.reason', 'calendars.published_by'])
    .where('calendars.id', '=', PROVINCIAL_CALENDAR)
    .where('calendar_amendments.version', '=', version)
    .executeTakeFirst();
  return row && { ...progressOf(row), change: row.reason, publishedBy: row.published_by };
};

/**
 * Takes the amendment whose turn it is, for this process alone until the lease ends. Versions are told in their order; what waits only for
 * dossiers that did not answer holds up no later one.
 */
export const takeAmendment = async (db: Kysely<Schema>, realNow: number, leaseMs: number): Promise<AmendmentProgress | undefined> => {
  const { rows } = await sql<Selectable<Schema['calendar_amendments']>>`
    update calendar_amendments set leased_until_real_at = ${realNow + leaseMs}::bigint
     where version = (select a.version from calendar_amendments a
                       where a.state <> 'done'
                         and (a.state = 'unreached' or not exists (select from calendar_amendments b where b.version < a.version and b.state in ('telling', 'stragglers')))
                         and a.leased_until_real_at < ${realNow}::bigint
                       order by a.version limit 1 for update skip locked)
    returning *`.execute(db);
  return rows[0] && progressOf(rows[0]);
};

/** A dossier that was being submitted at publication may have begun by the calendar before, and be recorded after everybody was listed. */
const STRAGGLER_MS = DAY_MS;

/** Whom to tell next. Empty when the present round is over: also what did not answer may have ended by now. */
export const nextAudience = async (db: Kysely<Schema>, { state, after, publishedAt, unreached }: AmendmentProgress, limit: number): Promise<readonly string[]> => {
  const from = state === 'stragglers' ? publishedAt - STRAGGLER_MS : 0;
  const { rows } =
    state === 'unreached'
      ? await sql<{ dossier_id: string }>`select dossier_id from unnest(${textArray(unreached)}::uuid[]) with ordinality as u (dossier_id, n) join open_dossiers() using (dossier_id) order by n limit ${limit}::integer`.execute(db)
      : await sql<{ dossier_id: string }>`select dossier_id from calendar_audience(${after}::uuid, ${from}::bigint, ${limit}::integer)`.execute(db);
  return rows.map(({ dossier_id }) => dossier_id);
};

/** Keeps how far it has come, and the lease with it; `leaseMs` 0 gives it back. */
export const advanceAmendment = async (db: Kysely<Schema>, { version, state, done, after, unreached }: AmendmentProgress, realNow: number, leaseMs: number): Promise<void> => {
  await db
    .updateTable('calendar_amendments')
    .set({ state, done, after, unreached: sql`${textArray(unreached)}::uuid[]`, leased_until_real_at: leaseMs === 0 ? 0 : realNow + leaseMs })
    .where('version', '=', version)
    .execute();
};

const progressOf = (row: Selectable<Schema['calendar_amendments']>): AmendmentProgress => ({
  version: row.version,
  publishedAt: row.published_at,
  state: row.state,
  total: row.total,
  done: row.done,
  after: row.after,
  unreached: row.unreached,
});
