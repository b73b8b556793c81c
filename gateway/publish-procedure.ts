import { checkProcedureFile, fieldProblem } from '../contracts/procedure-file';
import type { Problem } from '../contracts/procedure-file';
import { endProcedure, findAgencies, findCalendar, lockPublication, publishProcedure } from '../db/catalogue';
import { procedureVersions } from '../db/reads/procedure-versions';
import type { PublishedVersion } from '../db/reads/procedure-versions';
import type { Topology } from '../domain/agency/topology';
import type { LocalDate } from '../domain/calendar/calendar';
import { PROVINCIAL_CALENDAR } from '../domain/calendar/provincial-calendar';
import { canonicalJson } from '../domain/canonical-json';
import { refusal } from '../domain/errors';
import type { Refusal } from '../domain/errors';
import type { Procedure } from '../domain/procedure/procedure';
import { ok } from '../domain/result';
import type { CheckProcedure } from './check-apart';
import { inTransaction } from '../db/in-transaction';
import type { Desk } from './desk';

export interface PublishProcedureOptions {
  readonly by: string;
  /** What the file is called in messages. */
  readonly file: string;
  /** Only says whether it could be published. */
  readonly dryRun?: boolean;
  /** How the file is checked; by default at once, which holds up the process as long as the file is large. */
  readonly check?: CheckProcedure;
}

export interface PublishedProcedure {
  readonly ok: true;
  readonly procedure: Procedure;
  /** `fit`: checked only; `present`: published already with this very text. */
  readonly outcome: 'published' | 'present' | 'fit';
  /** The version before, which this one replaces, or would replace, from its first day on. */
  readonly ended: { readonly version: number; readonly on: LocalDate } | null;
}

/** Why a file was not published, and every line that is wrong. */
export interface RefusedProcedure {
  readonly ok: false;
  readonly refusal: Refusal;
  readonly problems: readonly Problem[];
}

const atOnce: CheckProcedure = async (text, context, file) => ok(checkProcedureFile(text, context, file));

/** Checks a procedure file against what the installation has published, then stores it for good. The same text again changes nothing. */
export async function publishProcedureFile({ db, clock }: Pick<Desk, 'db' | 'clock'>, text: string, { by, file, dryRun = false, check = atOnce }: PublishProcedureOptions): Promise<PublishedProcedure | RefusedProcedure> {
  const [calendar, published] = await Promise.all([findCalendar(db, PROVINCIAL_CALENDAR), findAgencies(db)]);
  if (!calendar || !published) return { ok: false, refusal: refusal('CATALOGUE_EMPTY'), problems: [] };
  const ended = await check(text, { topology: published.topology as Topology, calendar }, file);
  if (!ended.ok) return { ok: false, refusal: ended.refusal, problems: [] };
  const checked = ended.value;
  if (!checked.ok) {
    const { problems } = checked;
    return { ok: false, refusal: refusal('PROCEDURE_FILE_FAULTY', { value: file, count: problems.length }, 'file'), problems };
  }
  const { procedure, fields } = checked;
  return inTransaction(db, async (trx) => {
    await lockPublication(trx, procedure.code);
    const known = await procedureVersions(trx, procedure.code);
    const disorder = disorderOf(procedure, known);
    if (disorder) return { ok: false, refusal: disorder, problems: [fieldProblem(fields, disorder.field ?? 'version', disorder, file)] };
    const present = known.some((each) => each.procedure.version === procedure.version);
    if (present) return { ok: true, procedure, outcome: 'present', ended: null };
    const before = known.at(-1);
    const replaced = before && (before.to === null || before.to > procedure.effectiveFrom) ? before.procedure.version : undefined;
    const ended = replaced === undefined ? null : { version: replaced, on: procedure.effectiveFrom };
    if (dryRun) return { ok: true, procedure, outcome: 'fit', ended };
    await publishProcedure(trx, procedure, { at: clock.now(), by });
    if (ended) await endProcedure(trx, procedure.code, ended.version, ended.on);
    return { ok: true, procedure, outcome: 'published', ended };
  });
}

/**
 * Why a version may not be published after those known, or undefined: a published version never changes; a new one has the next number
 * or a higher one, and begins later than the one before.
 */
export function disorderOf(procedure: Procedure, known: readonly PublishedVersion[]): Refusal | undefined {
  const { code, version, effectiveFrom } = procedure;
  const latest = known.at(-1);
  if (!latest) return undefined;
  const next = latest.procedure.version + 1;
  const same = known.find((each) => each.procedure.version === version);
  if (same) {
    if (canonicalJson(same.procedure) === canonicalJson(procedure)) return undefined;
    return refusal('PROCEDURE_VERSION_PUBLISHED', { code, version, next }, 'version');
  }
  const said = { code, latest: latest.procedure.version, from: latest.from, next };
  if (version < next) return refusal('PROCEDURE_VERSION_DISORDERED', { ...said, value: version }, 'version');
  if (effectiveFrom <= latest.from) return refusal('PROCEDURE_VERSION_DISORDERED', { ...said, value: effectiveFrom }, 'effectiveFrom');
  return undefined;
}
