import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadTopology } from '../../contracts/agencies';
import { parseCalendarFile } from '../../contracts/load-calendar';
import { checkProcedureFile } from '../../contracts/procedure-file';
import { problemsText } from '../../cli/render/problems-text';
import { ROOT, document } from './sources';

const FILE = 'village-festival.yaml';
const tutorial = document('docs/tutorial.md');
const procedure = /```yaml\n([\s\S]*?)```/.exec(tutorial)![1]!;

const agencies = readdirSync(join(ROOT, 'catalogue/agencies')).sort().map((name) => ({ file: name, text: readFileSync(join(ROOT, 'catalogue/agencies', name), 'utf8') }));
const loaded = loadTopology(agencies);
if (!loaded.ok) throw new Error(loaded.problems.map(({ message }) => message).join('\n'));
const context = { topology: loaded.topology, calendar: parseCalendarFile(readFileSync(join(ROOT, 'catalogue/calendar.yaml'), 'utf8'), 'catalogue/calendar.yaml') };

describe('the procedure of the tutorial', () => {
  it('may be published', () => {
    const checked = checkProcedureFile(procedure, context, FILE);
    expect(checked.ok ? [] : checked.problems).toEqual([]);
    expect(checked).toMatchObject({ procedure: { code: '9.999998.H35', version: 1 } });
    expect(tutorial).toContain(`procedures check ${FILE}\n${FILE}: 9.999998.H35 v1 Permission to hold a village festival: may be published`);
  });

  it('is refused with the sentence that the tutorial shows, when its check takes nine days', () => {
    const slow = procedure.replace(/(step: check\n[\s\S]*?limit: )1 working day\n/, '$19 working days\n');
    expect(slow).not.toBe(procedure);
    const checked = checkProcedureFile(slow, context, FILE);
    expect(checked.ok).toBe(false);
    if (!checked.ok) expect(tutorial).toContain(problemsText(FILE, checked.problems, 'en'));
  });
});
