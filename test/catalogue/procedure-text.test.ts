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

test('whatever order the database has left the keys in, the file has the one of the format', () => {
  const text = readFileSync(join(folder, '1.009645-investment-approval.v1.yaml'), 'utf8');
  const parsed = parseProcedureFile(text);
  if (!parsed.ok) throw new Error('the file cannot be read');
  const scrambled = Object.fromEntries(Object.entries(parsed.procedure).reverse()) as unknown as typeof parsed.procedure;
  const keys = (written: string): string[] => [...written.matchAll(/^(\w+):/gm)].map(([, key]) => key!);
  expect(keys(procedureText(scrambled))).toEqual(keys(text));
});
