import { sql, type Kysely } from 'kysely';
import type { RecordingRun } from '../../domain/dossier/recording';
import type { Schema } from '../schema';

/** The end of one dossier's log, and how far Temporal's history of its workflow was when it was written. */
export interface Head {
  readonly dossierId: string;
  readonly seq: number;
  /** Archived: no workflow goes on. */
  readonly closed: boolean;
  readonly run: RecordingRun | null;
}

interface HeadRow {
  readonly dossier_id: string;
  readonly seq: number;
  readonly closed: boolean;
  readonly run_id: string | null;
  readonly run_started_at: number | null;
  readonly history_length: number | null;
  readonly history_at: number | null;
}

const headFrom = ({ dossier_id, seq, closed, run_id, run_started_at, history_length, history_at }: HeadRow): Head => ({
  dossierId: dossier_id,
  seq,
  closed,
  run:
    run_id === null
      ? null
      : { runId: run_id, startedAt: run_started_at!, historyLength: history_length!, at: history_at! },
});

/** Heads of the dossiers that were recorded last, archived ones too: whatever lost its end, lost it there. */
export const newestHeads = async (db: Kysely<Schema>, limit: number): Promise<readonly Head[]> => {
  const { rows } = await sql<HeadRow>`
    select h.* from heads h
      join (select dossier_id, max(n) as n
              from (select dossier_id, row_number() over (order by txid, position) as n
                      from (select dossier_id, txid, position from outbox
                             where kind = 'event' order by txid desc, position desc limit ${limit * 10}) newest) numbered
             group by dossier_id) last using (dossier_id)
     order by last.n desc limit ${limit}`.execute(db);
  return rows.map(headFrom);
};

/** Undefined where there is no log, or none that the reader may see. */
export const headOfDossier = async (db: Kysely<Schema>, dossierId: string): Promise<Head | undefined> => {
  const row = await db.selectFrom('heads').selectAll().where('dossier_id', '=', dossierId).executeTakeFirst();
  return row && headFrom(row);
};

/** Some of all that are not archived, by chance. */
export const someOpenHeads = async (db: Kysely<Schema>, limit: number): Promise<readonly Head[]> => {
  const { rows } =
    await sql<HeadRow>`select h.* from heads h where not h.closed order by random() limit ${limit}`.execute(db);
  return rows.map(headFrom);
};

/** The next of all that are not archived, in the order of ids. */
export const openHeadsAfter = async (
  db: Kysely<Schema>,
  after: string | null,
  limit: number,
): Promise<readonly Head[]> => {
  const { rows } = await sql<HeadRow>`
    select h.* from heads h
     where not h.closed and (${after}::uuid is null or h.dossier_id > ${after}::uuid)
     order by h.dossier_id limit ${limit}`.execute(db);
  return rows.map(headFrom);
};

export const openHeadCount = async (db: Kysely<Schema>): Promise<number> =>
  (await sql<{ n: number }>`select count(*)::int as n from heads where not closed`.execute(db)).rows[0]!.n;

/** Ids as PostgreSQL reads an array of them. */
const uuids = (ids: readonly string[]): string => `{${ids.join(',')}}`;

/** Of these dossiers, where they have a log. */
export const headsOf = async (db: Kysely<Schema>, dossierIds: readonly string[]): Promise<readonly Head[]> => {
  const { rows } =
    await sql<HeadRow>`select * from heads where dossier_id = any (${uuids(dossierIds)}::uuid[])`.execute(db);
  return rows.map(headFrom);
};

/** Which of these dossiers are archived. */
export const archivedOf = async (db: Kysely<Schema>, dossierIds: readonly string[]): Promise<readonly Head[]> => {
  const { rows } =
    await sql<HeadRow>`select * from heads where closed and dossier_id = any (${uuids(dossierIds)}::uuid[])`.execute(
      db,
    );
  return rows.map(headFrom);
};

/** Which of these dossiers have no log at all. */
export const withoutLog = async (db: Kysely<Schema>, dossierIds: readonly string[]): Promise<readonly string[]> => {
  const { rows } = await sql<{ id: string }>`
    select id::text from unnest(${uuids(dossierIds)}::uuid[]) id
     where not exists (select from heads h where h.dossier_id = id)`.execute(
    db,
  );
  return rows.map(({ id }) => id);
};
