import { sql } from 'kysely';
import type { Kysely, Selectable } from 'kysely';
import type { AgencyCode } from '../domain/agency/agency';
import type { AgencyWork } from '../domain/agency/judge-publication';
import type { Instant } from '../domain/calendar/calendar';
import { DAY_MS } from '../domain/calendar/local-time';
import { findPresentCodes, lockPublication } from './catalogue';
import type { Schema } from './schema';
import { textArray } from './text-array';

/** A dossier that could not be moved, and why. */
export interface UnmovedDossier {
  readonly dossierId: string;
  readonly code: string | null;
  /** The code of the refusal, and what it names. */
  readonly reason: string;
  readonly details: Readonly<Record<string, string | number>>;
}

/** How far open dossiers have followed a published version of the agencies. */
export interface AgencyMove {
  readonly version: number;
  readonly publishedAt: Instant;
  readonly beginsAt: Instant;
  readonly state: Schema['agency_moves']['state']['__select__'];
  /** Dossiers open at publication. */
  readonly total: number;
  readonly done: number;
  readonly moved: number;
  readonly after: string | null;
  readonly refused: readonly UnmovedDossier[];
}

/** Writes down, with the publication, that everybody has still to follow. */
export const beginMove = async (
  trx: Kysely<Schema>,
  version: number,
  at: Instant,
  beginsAt: Instant,
): Promise<void> => {
  const total = sql<number>`(select count(*) from open_dossiers())`;
  await trx
    .insertInto('agency_moves')
    .values({ version, published_at: at, begins_at: beginsAt, total, after: null })
    .execute();
};

export const findMove = async (db: Kysely<Schema>, version: number): Promise<AgencyMove | undefined> => {
  const row = await db.selectFrom('agency_moves').selectAll().where('version', '=', version).executeTakeFirst();
  return row && moveOf(row);
};

export const findMoves = async (db: Kysely<Schema>): Promise<readonly AgencyMove[]> =>
  (await db.selectFrom('agency_moves').selectAll().orderBy('version').execute()).map(moveOf);

/** Takes the move whose turn it is (or the one named), for this process alone until the lease ends. */
export const takeMove = async (
  db: Kysely<Schema>,
  {
    now,
    realNow,
    leaseMs,
    version = null,
  }: { now: Instant; realNow: number; leaseMs: number; version?: number | null },
): Promise<AgencyMove | undefined> => {
  const { rows } = await sql<Selectable<Schema['agency_moves']>>`
    update agency_moves set leased_until_real_at = ${realNow + leaseMs}::bigint
     where version = (select m.version from agency_moves m
                       where m.state <> 'done' and m.begins_at <= ${now}::bigint
                         and m.leased_until_real_at < ${realNow}::bigint
                         and (${version}::integer is null or m.version = ${version}::integer)
                       order by m.version limit 1 for update skip locked)
    returning *`.execute(db);
  return rows[0] && moveOf(rows[0]);
};

/** Keeps how far it has come, and the lease with it; `leaseMs` 0 gives it back. */
export const advanceMove = async (
  db: Kysely<Schema>,
  move: AgencyMove,
  realNow: number,
  leaseMs: number,
): Promise<void> => {
  const { version, state, done, moved, after, refused } = move;
  const leased_until_real_at = leaseMs === 0 ? 0 : realNow + leaseMs;
  await db
    .updateTable('agency_moves')
    .set({ state, done, moved, after, refused: JSON.stringify(refused), leased_until_real_at })
    .where('version', '=', version)
    .execute();
};

/** A dossier that was being submitted at publication may begin on the version before, after everybody was listed. */
const STRAGGLER_MS = DAY_MS;

/** Whom to look at next, in the order of ids; `ended`: also what is over and not archived. */
export const nextToMove = async (
  db: Kysely<Schema>,
  { after, state, publishedAt }: AgencyMove,
  { ended, limit }: { readonly ended: boolean; readonly limit: number },
): Promise<readonly { readonly dossierId: string; readonly code: string | null }[]> => {
  const from = state === 'stragglers' ? publishedAt - STRAGGLER_MS : 0;
  const { rows } = await sql<{ dossier_id: string; code: string | null }>`
    select dossier_id, code from agency_audience(${after}::uuid, ${from}::bigint, ${ended}, ${limit}::integer)`.execute(
    db,
  );
  return rows.map(({ dossier_id: dossierId, code }) => ({ dossierId, code }));
};

/**
 * Posts, clients, subscriptions and mailboxes take the codes that their agencies go by now. Nothing is published
 * meanwhile: whoever follows an earlier version late must not undo a later one.
 */
export const followRenames = async (db: Kysely<Schema>): Promise<void> => {
  await db.transaction().execute(async (trx) => {
    await lockPublication(trx, 'agencies');
    await sql`select follow_renames(${JSON.stringify(await findPresentCodes(trx))}::jsonb)`.execute(trx);
  });
};

/** What is open at these agencies at an instant; also for whoever sees none of it. */
export const agencyWork = async (
  db: Kysely<Schema>,
  codes: readonly AgencyCode[],
  at: Instant,
): Promise<ReadonlyMap<AgencyCode, AgencyWork>> => {
  const { rows } = await sql<WorkRow>`select * from agency_work(${textArray(codes)}::text[], ${at}::bigint)`.execute(
    db,
  );
  return new Map(
    rows.map((row) => [
      row.agency,
      {
        openTasks: Number(row.open_tasks),
        openDossiers: Number(row.open_dossiers),
        postings: Number(row.postings),
        clients: Number(row.clients),
        subscriptions: Number(row.subscriptions),
        codesGiven: Number(row.codes_given),
      },
    ]),
  );
};

type WorkRow = { readonly agency: string } & Readonly<
  Record<'open_tasks' | 'open_dossiers' | 'postings' | 'clients' | 'subscriptions' | 'codes_given', unknown>
>;

const moveOf = (row: Selectable<Schema['agency_moves']>): AgencyMove => ({
  version: row.version,
  publishedAt: row.published_at,
  beginsAt: row.begins_at,
  state: row.state,
  total: row.total,
  done: row.done,
  moved: row.moved,
  after: row.after,
  refused: row.refused as unknown as readonly UnmovedDossier[],
});
