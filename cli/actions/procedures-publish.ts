import { publishProcedureFile } from '../../gateway/publish-procedure';
import { byTwo, waiting } from '../by-two';
import type { Context, Shown } from '../context';
import { Refused, exitCodeOf } from '../exit';
import { readTextFile } from '../input/read-file';
import { problemJson, problemsText } from '../render/problems-text';
import { refusalJson } from '../report-error';
import { withRecords } from '../sources/records';

/** `procedures publish`: checked against what the installation has published, then stored for good. The same text again changes nothing. */
export async function proceduresPublish(context: Context, _: object, file = ''): Promise<Shown> {
  const text = readTextFile(file, 'file');
  const { say, language } = context;
  const work: Parameters<typeof withRecords<Shown>>[1] = async (desk) => {
    const published = await publishProcedureFile(desk, text, { by: context.operator, file, dryRun: true });
    if (!published.ok) {
      const { refusal: refused, problems } = published;
      if (problems.length === 0) throw new Refused(refused);
      return {
        json: { refused: refusalJson(refused), problems: problems.map((problem) => problemJson(file, problem)) },
        text: () => problemsText(file, problems, language),
        exitCode: exitCodeOf(refused),
      };
    }
    const { ended, procedure: { code, version, effectiveFrom, name } } = published;
    const outcome = published.outcome === 'present' ? 'present' : 'published';
    if (outcome === 'published') {
      const found = { code, version, from: effectiveFrom, name: { vi: name.vi, en: name.en }, file: text };
      const { waits } = await byTwo(context, desk, 'procedure', found);
      if (waits) return waiting(context, waits);
    }
    const lines = {
      published: { en: `published, in force from ${effectiveFrom}`, vi: `đã công bố, hiệu lực từ ${effectiveFrom}` },
      present: { en: 'was published already with this very text', vi: 'đã được công bố với đúng nội dung này' },
    };
    return {
      json: { code, version, outcome, effectiveFrom, ended },
      text: () =>
        `${code} v${version}: ${say(outcome === 'present' ? lines.present : lines.published)}` +
        (ended ? `\n${say({ en: `v${ended.version} ends on ${ended.on}; dossiers accepted under it keep it`, vi: `v${ended.version} hết hiệu lực ngày ${ended.on}; hồ sơ đã tiếp nhận vẫn theo phiên bản đó` })}` : ''),
    };
  };
  return withRecords(context, work, 'recorder');
}
