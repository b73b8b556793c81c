import { checkProcedureFile } from '../../contracts/procedure-file';
import type { Context, Shown } from '../context';
import { EXIT } from '../exit';
import { readTextFile } from '../input/read-file';
import { problemJson, problemsText } from '../render/problems-text';
import { withCatalogue } from '../sources/catalogue';

/** `procedures check`: against the agencies and the calendar of the running installation, or of the repository. */
export async function proceduresCheck(context: Context, _: object, file = ''): Promise<Shown> {
  const text = readTextFile(file, 'file');
  const { say, language } = context;
  return withCatalogue(context, async (catalogue) => {
    const [topology, calendar] = await Promise.all([catalogue.topology(), catalogue.calendar()]);
    const checked = checkProcedureFile(text, { topology, calendar }, file);
    if (!checked.ok) {
      const { problems } = checked;
      return {
        json: { file, ok: false, problems: problems.map((problem) => problemJson(file, problem)) },
        text: () => `${problemsText(file, problems, language)}\n${say({ en: `${problems.length} to mend`, vi: `${problems.length} lỗi cần sửa` })}`,
        exitCode: EXIT.refused,
      };
    }
    const { code, version, name } = checked.procedure;
    return {
      json: { file, ok: true, code, version, problems: [] },
      text: () => `${file}: ${code} v${version} ${say(name)}: ${say({ en: 'may be published', vi: 'đủ điều kiện công bố' })}`,
    };
  });
}
