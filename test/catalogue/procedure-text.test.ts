import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseProcedureFile } from '../../contracts/procedure-file';
import { procedureText } from '../../contracts/procedure-text';

const folder = join(__dirname, '../../catalogue/procedures');

it.each(readdirSync(folder).filter((file) => file.endsWith('.yaml')))('%s is written as a file that says the same', (file) => {
  const parsed = parseProcedureFile(readFileSync(join(folder, file), 'utf8'));
  if (!parsed.ok) throw new Error(`${file} cannot be read`);
  const again = parseProcedureFile(procedureText(parsed.procedure));
  expect(again.ok && again.procedure).toEqual(parsed.procedure);
});
