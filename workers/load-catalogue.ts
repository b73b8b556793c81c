import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { loadTopology } from '../contracts/agencies';
import type { LoadedTopology } from '../contracts/agencies';
import { parseCalendarFile } from '../contracts/load-calendar';
import { parseProcedureFile } from '../contracts/procedure-file';
import {
  agencyVersions,
  findAgencies,
  findCalendar,
  publishAgencies,
  publishCalendar,
  publishProcedure,
} from '../db/catalogue';
import type { Schema } from '../db/schema';
import { isSameTopology } from '../domain/agency/judge-publication';
import type { Topology } from '../domain/agency/topology';
import type { Calendar, Instant } from '../domain/calendar/calendar';
import { localDateOf } from '../domain/calendar/local-time';
import { messageOf } from '../domain/errors';
import type { Procedure } from '../domain/procedure/procedure';
import { previewAgencies } from '../gateway/change-agencies';
import type { AgencyPreview } from '../gateway/change-agencies';

const CATALOGUE = join(__dirname, '..', 'catalogue');

export interface Catalogue {
  readonly agencies: LoadedTopology;
  readonly calendar: Calendar;
  readonly procedures: readonly Procedure[];
}

const files = (folder: string): { file: string; text: string }[] =>
  readdirSync(join(CATALOGUE, folder))
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => ({
      file: `catalogue/${folder}/${name}`,
      text: readFileSync(join(CATALOGUE, folder, name), 'utf8'),
    }));

/** Reads the catalogue that comes with the program; a mistake in it names file and line. */
export function readCatalogue(): Catalogue {
  const agencies = loadTopology(files('agencies'));
  const calendar = parseCalendarFile(readFileSync(join(CATALOGUE, 'calendar.yaml'), 'utf8'), 'catalogue/calendar.yaml');
  const procedures = files('procedures').map(({ file, text }) => {
    const parsed = parseProcedureFile(text, file);
    if (!parsed.ok) throw new Error(parsed.problems.map((p) => `${file}:${p.line} ${p.message.en}`).join('\n'));
    return parsed.procedure;
  });
  return { agencies, calendar, procedures };
}

export interface Loaded {
  readonly published: number;
  readonly present: number;
  /** Published versions whose file has changed since: the published text stands. */
  readonly differing: readonly string[];
  /** What became of files of agencies that say something else than what is published; empty where they do not. */
  readonly agencies: readonly string[];
}

/** Publishes what is new in the catalogue. What an installation has amended itself is never overwritten. */
export async function loadCatalogue(
  db: Kysely<Schema>,
  { agencies, calendar, procedures }: Catalogue,
  at: Instant,
): Promise<Loaded> {
  const by = { at, by: 'catalogue' };
  const told = await loadAgencies(db, agencies, at);
  const known = await findCalendar(db, calendar.id);
  if (!known || known.version < calendar.version) await publishCalendar(db, calendar, 'catalogue', by);
  const outcomes = [];
  for (const procedure of procedures) outcomes.push({ procedure, outcome: await publishProcedure(db, procedure, by) });
  return {
    published: outcomes.filter((o) => o.outcome === 'published').length,
    present: outcomes.filter((o) => o.outcome === 'present').length,
    differing: outcomes
      .filter((o) => o.outcome === 'differs')
      .map((o) => `${o.procedure.code} v${o.procedure.version}`),
    agencies: told,
  };
}

/**
 * The first agencies are the program's. Afterwards changed files are a new version only where nothing that is open
 * could lose its agency by it; otherwise the stored one stands, and it is said which command publishes them.
 */
async function loadAgencies(db: Kysely<Schema>, loaded: LoadedTopology, at: Instant): Promise<readonly string[]> {
  const newest = await findAgencies(db);
  if (!loaded.ok) {
    const problems = loaded.problems.map((p) => `${p.file}:${p.line} ${p.message}`);
    if (!newest) throw new Error(problems.join('\n'));
    return [
      ...problems.slice(0, MOST_TOLD),
      `the files of agencies have mistakes; version ${newest.version} stands. ${LOOK}`,
    ];
  }
  const by = { at, by: 'catalogue' };
  const { topology } = loaded;
  if (!newest) {
    await publishAgencies(db, 1, topology, 'catalogue', by);
    return [];
  }
  if (await isStored(db, topology)) return [];
  const preview = await previewAgencies(
    { db, clock: { now: () => at } },
    { kind: 'correct', topology, same: {}, from: localDateOf(at) },
  );
  if (!preview.ok) return [messageOf(preview.refusal)];
  const changes = preview.value.agencies.flatMap((agency) => agency.changes);
  const differs = changes.map(({ kind, code, after }) => `${code}: ${kind}${after === null ? '' : ` → ${after}`}`);
  const more = differs.length > MOST_TOLD ? [`… (${differs.length})`] : [];
  const listed = [...differs.slice(0, MOST_TOLD), ...more].join('; ');
  const why = await whyNotTaken(db, preview.value);
  if (why !== undefined)
    return [`the files of agencies differ from version ${newest.version} (${listed}), which stands: ${why}. ${LOOK}`];
  await publishAgencies(db, newest.version + 1, topology, 'catalogue', by);
  return [`the changed files of agencies are version ${newest.version + 1}: ${listed || 'sources alone'}`];
}

const MOST_TOLD = 10;
const LOOK =
  'Run "lienthong agencies preview catalogue/agencies", then "lienthong agencies correct" or "… publish"';

/** Also an earlier version: an installation that has gone on from what came with the program is not put back. */
async function isStored(db: Kysely<Schema>, topology: Topology): Promise<boolean> {
  for (const { version } of await agencyVersions(db)) {
    const stored = (await findAgencies(db, version))?.topology as Topology | undefined;
    if (stored && isSameTopology(stored, topology)) return true;
  }
  return false;
}

async function whyNotTaken(db: Kysely<Schema>, { obstacle, agencies }: AgencyPreview): Promise<string | undefined> {
  if (obstacle) return messageOf(obstacle);
  const [newest] = await agencyVersions(db);
  if (newest?.publishedBy !== 'catalogue') return `it was published by ${newest?.publishedBy}`;
  const lost = agencies.filter(
    ({ code, goesTo, changes }) => goesTo !== code && !changes.some(({ kind }) => kind === 'added'),
  );
  const work = lost.reduce(
    (sum, { work: { openTasks, openDossiers, postings, clients } }) =>
      sum + openTasks + openDossiers + postings + clients,
    0,
  );
  const isOpen = lost.length > 0 && (await hasOpenDossiers(db));
  return work > 0 || isOpen
    ? `dossiers are open, or posts are held, and ${lost.length} agencies would no longer be there under their codes`
    : undefined;
}

const hasOpenDossiers = async (db: Kysely<Schema>): Promise<boolean> =>
  (await sql<{ one: number }>`select 1 as one from open_dossiers() limit 1`.execute(db)).rows.length > 0;
