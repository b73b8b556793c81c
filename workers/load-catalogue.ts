import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { loadTopology } from '../contracts/agencies';
import { parseCalendarFile } from '../contracts/load-calendar';
import { parseProcedureFile } from '../contracts/procedure-file';
import { findAgencies, findCalendar, publishAgencies, publishCalendar, publishProcedure } from '../db/catalogue';
import type { Schema } from '../db/schema';
import { canonicalJson } from '../domain/canonical-json';
import type { Topology } from '../domain/agency/topology';
import type { Calendar, Instant } from '../domain/calendar/calendar';
import type { Procedure } from '../domain/procedure/procedure';

const CATALOGUE = join(__dirname, '..', 'catalogue');

export interface Catalogue {
  readonly topology: Topology;
  readonly calendar: Calendar;
  readonly procedures: readonly Procedure[];
}

const files = (folder: string): { file: string; text: string }[] =>
  readdirSync(join(CATALOGUE, folder))
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => ({ file: `catalogue/${folder}/${name}`, text: readFileSync(join(CATALOGUE, folder, name), 'utf8') }));

/** Reads the catalogue that comes with the program; a mistake in it names file and line. */
export function readCatalogue(): Catalogue {
  const topology = loadTopology(files('agencies'));
  if (!topology.ok) throw new Error(topology.problems.map((p) => `${p.file}:${p.line} ${p.message}`).join('\n'));
  const calendar = parseCalendarFile(readFileSync(join(CATALOGUE, 'calendar.yaml'), 'utf8'), 'catalogue/calendar.yaml');
  const procedures = files('procedures').map(({ file, text }) => {
    const parsed = parseProcedureFile(text, file);
    if (!parsed.ok) throw new Error(parsed.problems.map((p) => `${file}:${p.line} ${p.message.en}`).join('\n'));
    return parsed.procedure;
  });
  return { topology: topology.topology, calendar, procedures };
}

export interface Loaded {
  readonly published: number;
  readonly present: number;
  /** Published versions whose file has changed since: the published text stands. */
  readonly differing: readonly string[];
}

/** Publishes what is new in the catalogue. What an installation has amended itself is never overwritten. */
export async function loadCatalogue(db: Kysely<Schema>, { topology, calendar, procedures }: Catalogue, at: Instant): Promise<Loaded> {
  const by = { at, by: 'catalogue' };
  const newest = await findAgencies(db);
  if (!newest || canonicalJson(newest.topology) !== canonicalJson(topology)) {
    await publishAgencies(db, (newest?.version ?? 0) + 1, topology, 'catalogue', by);
  }
  const known = await findCalendar(db, calendar.id);
  if (!known || known.version < calendar.version) await publishCalendar(db, calendar, 'catalogue', by);
  const outcomes = [];
  for (const procedure of procedures) outcomes.push({ procedure, outcome: await publishProcedure(db, procedure, by) });
  return {
    published: outcomes.filter((o) => o.outcome === 'published').length,
    present: outcomes.filter((o) => o.outcome === 'present').length,
    differing: outcomes.filter((o) => o.outcome === 'differs').map((o) => `${o.procedure.code} v${o.procedure.version}`),
  };
}
