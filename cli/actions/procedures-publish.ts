import { checkProcedureFile } from '../../contracts/procedure-file';
import { endProcedure, publishProcedure } from '../../db/catalogue';
import { procedureVersions } from '../../db/reads/procedure-versions';
import type { PublishedVersion } from '../../db/reads/procedure-versions';
import { canonicalJson } from '../../domain/canonical-json';
import { refusal } from '../../domain/errors';
import type { Refusal } from '../../domain/errors';
import type { Procedure } from '../../domain/procedure/procedure';
import type { Context, Shown } from '../context';
import { Refused, exitCodeOf } from '../exit';
import { readTextFile } from '../input/read-file';
import { problemJson, problemsText } from '../render/problems-text';
import { refusalJson } from '../report-error';
import { publishedCatalogue } from '../sources/published-catalogue';
import { withRecords } from '../sources/records';
import { localDateOf } from '../../domain/calendar/local-time';

/** `procedures publish`: checked against what the installation has published, then stored for good. The same text again changes nothing. */
export async function proceduresPublish(context: Context, _: object, file = ''): Promise<Shown> {
  const text = readTextFile(file, 'file');
  const { say, language } = context;
  const work: Parameters<typeof withRecords<Shown>>[1] = async ({ db, clock }) => {
    const catalogue = publishedCatalogue(db, localDateOf(clock.now()));
    const [topology, calendar] = await Promise.all([catalogue.topology(), catalogue.calendar()]);
    const checked = checkProcedureFile(text, { topology, calendar }, file);
    if (!checked.ok) {
      const { problems } = checked;
      const refused = refusal('PROCEDURE_FILE_FAULTY', { value: file, count: problems.length }, 'file');
      return {
        json: { refused: refusalJson(refused), problems: problems.map((problem) => problemJson(file, problem)) },
        text: () => problemsText(file, problems, language),
        exitCode: exitCodeOf(refused),
      };
    }
    const { procedure } = checked;
    const disorder = disorderOf(procedure, await procedureVersions(db, procedure.code));
    if (disorder) {
      const problems = checked.locate([{ path: [disorder.field ?? 'version'], refusal: disorder }]);
      return {
        json: { refused: refusalJson(disorder), problems: problems.map((problem) => problemJson(file, problem)) },
        text: () => problemsText(file, problems, language),
        exitCode: exitCodeOf(disorder),
      };
    }
    const outcome = await db.transaction().execute(async (trx) => {
      const known = await procedureVersions(trx, procedure.code);
      // Asked again: somebody may have published in between.
      refuseDisorder(procedure, known);
      const published = await publishProcedure(trx, procedure, { at: clock.now(), by: context.operator });
      const before = known.at(-1);
      const ends = published === 'published' && before && (before.to === null || before.to > procedure.effectiveFrom);
      if (ends) await endProcedure(trx, procedure.code, before.procedure.version, procedure.effectiveFrom);
      return { published, ended: ends ? { version: before.procedure.version, on: procedure.effectiveFrom } : null };
    });
    const { code, version, effectiveFrom } = procedure;
    const lines = {
      published: { en: `published, in force from ${effectiveFrom}`, vi: `đã công bố, hiệu lực từ ${effectiveFrom}` },
      present: { en: 'was published already with this very text', vi: 'đã được công bố với đúng nội dung này' },
    };
    return {
      json: { code, version, outcome: outcome.published, effectiveFrom, ended: outcome.ended },
      text: () =>
        `${code} v${version}: ${say(outcome.published === 'present' ? lines.present : lines.published)}` +
        (outcome.ended ? `\n${say({ en: `v${outcome.ended.version} ends on ${outcome.ended.on}; dossiers accepted under it keep it`, vi: `v${outcome.ended.version} hết hiệu lực ngày ${outcome.ended.on}; hồ sơ đã tiếp nhận vẫn theo phiên bản đó` })}` : ''),
    };
  };
  return withRecords(context, work, 'recorder');
}

/** A published version never changes; a new one has the next number or a higher one, and begins later than the one before. */
export function refuseDisorder(procedure: Procedure, known: readonly PublishedVersion[]): void {
  const disorder = disorderOf(procedure, known);
  if (disorder) throw new Refused(disorder);
}

/** Why this version may not be published after those known, or undefined. */
function disorderOf(procedure: Procedure, known: readonly PublishedVersion[]): Refusal | undefined {
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
