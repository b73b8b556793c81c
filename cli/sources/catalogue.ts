import type { Topology } from '../../domain/agency/topology';
import type { Calendar, LocalDate } from '../../domain/calendar/calendar';
import { localDateOf } from '../../domain/calendar/local-time';
import type { Procedure } from '../../domain/procedure/procedure';
import type { Context } from '../context';
import { runningInstallation } from './installation';

/** A version of a procedure with the dates it is in force between; a later version may have ended it. */
export interface ProcedureVersion {
  readonly procedure: Procedure;
  readonly from: LocalDate;
  readonly to: LocalDate | null;
}

/** What officials publish, from wherever it is read. */
export interface Catalogue {
  /** `installation` when it runs, else the `files` of this repository. */
  readonly origin: 'installation' | 'files';
  /** Official today. */
  readonly today: LocalDate;
  calendar(): Promise<Calendar>;
  topology(): Promise<Topology>;
  /** Every version of every procedure, or of one, by code and version. */
  procedures(code?: string): Promise<readonly ProcedureVersion[]>;
}

/** Reads what is published in the running installation; without one, the repository's own catalogue, so that it works offline. */
export async function withCatalogue<T>(context: Context, work: (catalogue: Catalogue) => Promise<T>): Promise<T> {
  const installation = await runningInstallation(context);
  if (!installation) {
    const { fileCatalogue } = require('./file-catalogue') as typeof import('./file-catalogue');
    if (context.data !== undefined) {
      context.remark({
        en: `the installation in "${context.data}" does not answer; this is the catalogue of the program`,
        vi: `hệ thống trong "${context.data}" không trả lời; đây là danh mục kèm theo chương trình`,
      });
    }
    return work(fileCatalogue(localDateOf(Date.now())));
  }
  const { openRecords } = require('./records') as typeof import('./records');
  const { publishedCatalogue } = require('./published-catalogue') as typeof import('./published-catalogue');
  return openRecords(installation, ({ db, clock }) => work(publishedCatalogue(db, localDateOf(clock.now()))));
}

/** Which versions are in force on a date; one per code, the higher where two overlap. */
export function inForce(versions: readonly ProcedureVersion[], date: LocalDate): ProcedureVersion[] {
  const byCode = new Map<string, ProcedureVersion>();
  for (const version of versions) {
    if (version.from > date || (version.to !== null && version.to <= date)) continue;
    const known = byCode.get(version.procedure.code);
    if (!known || known.procedure.version < version.procedure.version) byCode.set(version.procedure.code, version);
  }
  return [...byCode.values()].sort((a, b) => (a.procedure.code < b.procedure.code ? -1 : 1));
}
