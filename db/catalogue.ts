import { sql, type Kysely } from 'kysely';
import type { Calendar, Instant, LocalDate } from '../domain/calendar/calendar';
import { canonicalJson } from '../domain/canonical-json';
import { renamesIn } from '../domain/agency/publication';
import { NO_RENAMES, presentCodes } from '../domain/agency/renames';
import type { Renames } from '../domain/agency/renames';
import { withOlder } from '../domain/agency/topology';
import type { Topology } from '../domain/agency/topology';
import type { Procedure, ProcedureCode } from '../domain/procedure/procedure';
import type { Schema } from './schema';

/** When and by whom something was published; the reason where it replaces an earlier version. */
export interface Publication {
  readonly at: Instant;
  readonly by: string;
}

/** Published versions are immutable: the same text again is `present`, another text under the same version is `differs`. */
export type PublishOutcome = 'published' | 'present' | 'differs';

export const publishProcedure = async (db: Kysely<Schema>, procedure: Procedure, { at, by }: Publication): Promise<PublishOutcome> => {
  const inserted = await db
    .insertInto('procedures')
    .values({
      code: procedure.code,
      version: procedure.version,
      body: JSON.stringify(procedure),
      effective_from: procedure.effectiveFrom,
      effective_to: procedure.effectiveTo ?? null,
      published_at: at,
      published_by: by,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows === 1n) return 'published';
  const stored = await findProcedure(db, procedure.code, procedure.version);
  return sameText(stored, procedure) ? 'present' : 'differs';
};

/** Of one procedure, of the calendar or of the agencies, one thing is published at a time: others wait until the transaction ends. */
export const lockPublication = async (trx: Kysely<Schema>, of: ProcedureCode | 'calendar' | 'agencies'): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`publication ${of}`}, 0))`.execute(trx);
};

/** Ends a published version: from `date` on it is replaced or abolished. Its text stays as published. */
export const endProcedure = async (db: Kysely<Schema>, code: ProcedureCode, version: number, date: LocalDate): Promise<void> => {
  await db.updateTable('procedures').set({ effective_to: date }).where('code', '=', code).where('version', '=', version).execute();
};

/** A version whatever its dates: a dossier keeps the one it was accepted under. */
export const findProcedure = async (db: Kysely<Schema>, code: ProcedureCode, version: number): Promise<Procedure | undefined> => {
  return immutable(db, `procedure ${code} ${version}`, async () => {
    const row = await db.selectFrom('procedures').select('body').where('code', '=', code).where('version', '=', version).executeTakeFirst();
    return row?.body as Procedure | undefined;
  });
};

/** The version in force on a date in Asia/Ho_Chi_Minh; the higher one where two overlap. */
export const findProcedureInForce = async (db: Kysely<Schema>, code: ProcedureCode, date: LocalDate): Promise<Procedure | undefined> => {
  const row = await db.selectFrom('procedures').select('version').where('code', '=', code).where(inForceOn(date)).orderBy('version', 'desc').limit(1).executeTakeFirst();
  return row && findProcedure(db, code, row.version);
};

export const proceduresInForce = async (db: Kysely<Schema>, date: LocalDate): Promise<readonly Procedure[]> => {
  const rows = await db.selectFrom('procedures').distinctOn('code').select('body').where(inForceOn(date)).orderBy('code').orderBy('version', 'desc').execute();
  return rows.map((row) => row.body as Procedure);
};

const inForceOn = (date: LocalDate) => sql<boolean>`effective_from <= ${date}::date and (effective_to is null or effective_to > ${date}::date)`;

export const publishCalendar = async (db: Kysely<Schema>, calendar: Calendar, reason: string, { at, by }: Publication): Promise<PublishOutcome> => {
  const { id, version } = calendar;
  const inserted = await db
    .insertInto('calendars')
    .values({ id, version, body: JSON.stringify(calendar), reason, published_at: at, published_by: by })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows === 1n) return 'published';
  return sameText(await findCalendar(db, id, version), calendar) ? 'present' : 'differs';
};

/** A version of a calendar, the newest unless one is named. */
export const findCalendar = async (db: Kysely<Schema>, id: string, version?: number): Promise<Calendar | undefined> => {
  const wanted = version ?? (await db.selectFrom('calendars').select('version').where('id', '=', id).orderBy('version', 'desc').limit(1).executeTakeFirst())?.version;
  if (wanted === undefined) return undefined;
  return immutable(db, `calendar ${id} ${wanted}`, async () => {
    const row = await db.selectFrom('calendars').select('body').where('id', '=', id).where('version', '=', wanted).executeTakeFirst();
    return row?.body as Calendar | undefined;
  });
};

/** Publishes a whole topology of agencies, as JSON data, under its version. */
export const publishAgencies = async (db: Kysely<Schema>, version: number, topology: unknown, reason: string, { at, by }: Publication): Promise<PublishOutcome> => {
  const inserted = await db
    .insertInto('agencies')
    .values({ topology_version: version, body: JSON.stringify(topology), reason, published_at: at, published_by: by })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows === 1n) return 'published';
  return sameText((await findAgencies(db, version))?.topology, topology) ? 'present' : 'differs';
};

export const findAgencies = async (db: Kysely<Schema>, version?: number): Promise<{ readonly version: number; readonly topology: unknown } | undefined> => {
  const wanted =
    version ?? (await db.selectFrom('agencies').select('topology_version').orderBy('topology_version', 'desc').limit(1).executeTakeFirst())?.topology_version;
  if (wanted === undefined) return undefined;
  return immutable(db, `agencies ${wanted}`, async () => {
    const row = await db.selectFrom('agencies').select('body').where('topology_version', '=', wanted).executeTakeFirst();
    return row && { version: wanted, topology: row.body };
  });
};

/** Which versions of the agencies are stored, and since when. */
export interface AgencyVersion {
  readonly version: number;
  readonly publishedAt: Instant;
  readonly publishedBy: string;
  /** Why it was published: a word, or what domain/agency/publication.ts describes. */
  readonly reason: string;
}

/** The newest first. None is ever removed: dossiers stay on the version they began with. */
export const agencyVersions = async (db: Kysely<Schema>): Promise<readonly AgencyVersion[]> => {
  const columns = ['topology_version', 'published_at', 'published_by', 'reason'] as const;
  const rows = await db.selectFrom('agencies').select(columns).orderBy('topology_version', 'desc').execute();
  return rows.map(({ topology_version: version, published_at: publishedAt, published_by: publishedBy, reason }) => {
    return { version, publishedAt, publishedBy, reason };
  });
};

/** Codes of agencies that corrections replaced, by all versions together. */
export const agencyRenames = async (db: Kysely<Schema>): Promise<Renames> => {
  const rows = await db.selectFrom('agencies').select('reason').orderBy('topology_version').execute();
  return renamesIn(rows.map(({ reason }) => reason));
};

/** Codes that were given up, each with the one its agency goes by in the newest version. */
export const findPresentCodes = async (db: Kysely<Schema>): Promise<Renames> => {
  const [renames, newest] = await Promise.all([agencyRenames(db), findAgencies(db)]);
  return newest ? presentCodes(newest.topology as Topology, renames) : NO_RENAMES;
};

/**
 * The newest topology with every code that only an earlier version knew: for names, and for what a closed dossier
 * tells. What may be done today is asked of `findAgencies`.
 */
export const findKnownAgencies = async (db: Kysely<Schema>): Promise<Topology | undefined> => {
  const newest = await findAgencies(db);
  if (!newest) return undefined;
  return immutable(db, `known agencies ${newest.version}`, async () => {
    const earlier = (await agencyVersions(db)).filter(({ version }) => version < newest.version);
    let known = newest.topology as Topology;
    for (const { version } of earlier) {
      const older = (await findAgencies(db, version))?.topology as Topology | undefined;
      if (older) known = withOlder(known, older);
    }
    return known;
  });
};

/**
 * A published version never changes, so that each process reads it once: a topology alone is some hundred kilobytes.
 * Which version is the newest, or in force, is asked anew each time.
 */
const read = new WeakMap<Kysely<Schema>, Map<string, unknown>>();
const MOST_KEPT = 256;

/** Lets a short-lived handle on the same database (one request's) know what the lasting one has read. */
export const shareCatalogue = (lasting: Kysely<Schema>, brief: Kysely<Schema>): void => {
  const known = read.get(lasting) ?? new Map<string, unknown>();
  read.set(lasting, known);
  read.set(brief, known);
};

const immutable = async <T>(db: Kysely<Schema>, key: string, load: () => Promise<T | undefined>): Promise<T | undefined> => {
  // What a transaction sees may yet be rolled back.
  if (db.isTransaction) return load();
  const known = read.get(db) ?? new Map<string, unknown>();
  read.set(db, known);
  if (known.has(key)) return known.get(key) as T;
  const loaded = await load();
  if (loaded === undefined) return undefined;
  const oldest = known.size >= MOST_KEPT ? known.keys().next().value : undefined;
  if (oldest !== undefined) known.delete(oldest);
  known.set(key, loaded);
  return loaded;
};

const sameText = (stored: unknown, given: unknown): boolean => stored !== undefined && canonicalJson(stored) === canonicalJson(given);
