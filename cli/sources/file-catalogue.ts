import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { LocalDate } from '../../domain/calendar/calendar';
import type { Catalogue, ProcedureVersion } from './catalogue';
import { Failed } from '../exit';

const CATALOGUE = resolve(__dirname, '../../catalogue');

/**
 * The catalogue in the repository's files. Each part's parser is loaded when the part is asked for: `calendar due` needs only the calendar. A
 * version ends where the file says, or where the next one begins, as `procedures publish` would have it.
 */
export const fileCatalogue = (today: LocalDate): Catalogue => ({
  origin: 'files',
  today,
  async calendar() {
    const { parseCalendarFile } = require('../../contracts/load-calendar') as typeof import('../../contracts/load-calendar');
    const file = join(CATALOGUE, 'calendar.yaml');
    return parseCalendarFile(readFileSync(file, 'utf8'), file);
  },
  async topology() {
    const { loadTopology } = require('../../contracts/agencies') as typeof import('../../contracts/agencies');
    const loaded = loadTopology(yamlFilesOf('agencies').map((file) => ({ file, text: readFileSync(file, 'utf8') })));
    if (loaded.ok) return loaded.topology;
    const said = loaded.problems.map(({ file, line, message }) => `${file}:${line}: ${message}`).join('\n');
    throw new Failed({ en: `the catalogue of agencies cannot be used:\n${said}`, vi: `danh mục cơ quan có lỗi:\n${said}` });
  },
  async procedures(code) {
    const { parseProcedureFile } = require('../../contracts/procedure-file') as typeof import('../../contracts/procedure-file');
    const files = yamlFilesOf('procedures').filter((file) => code === undefined || file.includes(`${code}-`));
    const read = files.map((file) => {
      const parsed = parseProcedureFile(readFileSync(file, 'utf8'), file);
      if (parsed.ok) return parsed.procedure;
      const [first] = parsed.problems;
      throw new Failed({ en: `${file}:${first?.line}: ${first?.message.en}`, vi: `${file}:${first?.line}: ${first?.message.vi}` });
    });
    return withEnds(read.filter((procedure) => code === undefined || procedure.code === code));
  },
});

const yamlFilesOf = (folder: string): string[] =>
  readdirSync(join(CATALOGUE, folder))
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => join(CATALOGUE, folder, name));

const withEnds = (procedures: readonly ProcedureVersion['procedure'][]): ProcedureVersion[] =>
  [...procedures]
    .sort((a, b) => (a.code === b.code ? a.version - b.version : a.code < b.code ? -1 : 1))
    .map((procedure, i, all) => {
      const next = all[i + 1];
      const replaced = next?.code === procedure.code ? next.effectiveFrom : undefined;
      const ends = [procedure.effectiveTo, replaced].filter((date) => date !== undefined).sort();
      return { procedure, from: procedure.effectiveFrom, to: ends[0] ?? null };
    });
