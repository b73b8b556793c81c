import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkProcedureFile } from '../../../contracts/procedure-file';
import { fileCatalogue } from '../../../cli/sources/file-catalogue';

const catalogue = fileCatalogue('2026-11-24');
const TEXT = readFileSync(join(__dirname, '../../../catalogue/procedures/1.014027-social-pension.v1.yaml'), 'utf8');

/** The lines of what is wrong once `from` is written as `to`. */
const problemsWith = async (from: RegExp, to: string): Promise<string[]> => {
  expect(TEXT).toMatch(from);
  const checked = checkProcedureFile(TEXT.replace(from, to), { topology: await catalogue.topology(), calendar: await catalogue.calendar() });
  return checked.ok ? [] : checked.problems.map(({ code, path, message }) => `${path} ${code}: ${message.en}`);
};

describe('the head of a procedure file', () => {
  it('has a version that the records can hold', async () => {
    expect(await problemsWith(/^version: 1$/m, 'version: 999999999999')).toEqual(['version PROCEDURE_VERSION_INVALID: "version" is 999999999999; versions are the whole numbers 1, 2, 3 … up to 9999']);
  });

  it('names a tier that exists on its first day', async () => {
    expect(await problemsWith(/^tier: commune$/m, 'tier: district')).toEqual([expect.stringMatching(/^tier PROCEDURE_TIER_ABSENT: "tier" is "district", and there are no such agencies on \S+; write one of: commune, province$/)]);
  });

  it('says which number a number must be that is none', async () => {
    expect(await problemsWith(/^version: 1$/m, 'version: .inf')).toEqual(['version PROCEDURE_VALUE_FORM: "version" is ".inf"; write it like 100']);
  });

  it('calls the whole file by that name', () => {
    const checked = checkProcedureFile('[]', undefined as never);
    expect(checked.ok ? '' : checked.problems[0]!.message.en).toBe('"file" is of type list and must be of type object; write a value of that type');
  });
});
