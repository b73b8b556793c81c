import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publishAgencies } from '../../db/catalogue';
import { dossierByIdOrCode } from '../../db/reads/dossier-by-id-or-code';
import { describePublication } from '../../domain/agency/publication';
import { UNIT_CODES, editedFiles, editedTopology } from '../agency-catalogue';
import type { Edit } from '../agency-catalogue';
import { COMMUNE_UNIT, forwarded } from '../engine/desk-work';
import { startPrivateInstallation } from '../engine/private-servers';
import type { PrivateInstallation } from '../engine/private-servers';
import { describeOn } from '../servers';
import { documentOf, lienthong } from './command';

const CORRECTED = 'H35.41.01.61';
const folders: string[] = [];

/** A folder with the catalogue's files of agencies, edited. */
function folderOf(...edits: readonly Edit[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'agencies-'));
  folders.push(folder);
  for (const { file, text } of editedFiles(...edits)) writeFileSync(join(folder, file), text);
  return folder;
}
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

interface Problems {
  readonly ok: boolean;
  readonly problems: readonly {
    readonly file: string;
    readonly line: number;
    readonly field: string;
    readonly message: string;
  }[];
}

describe('agencies check, without an installation', () => {
  it.each<[name: string, edit: Edit, file: string, message: RegExp]>([
    [
      'a field that there is not',
      ['plays: [province-office]', 'plays: [province-office]\n    colour: red'],
      'lai-chau-province.yaml',
      /colour|[Uu]nrecognized/,
    ],
    ['a code of another form', ['- code: H35.01.02', '- code: H35-01-02'], 'lai-chau-province.yaml', /identifier code/],
    [
      'an end before the beginning',
      ['to: 2025-07-01\n    successors: [H35.01.01]', 'to: 2003-07-01\n    successors: [H35.01.01]'],
      'lai-chau-province.yaml',
      /end|exist/,
    ],
    [
      'a code of two agencies',
      ['- code: H35.03\n', '- code: H35.02\n'],
      'lai-chau-province.yaml',
      /belongs to two agencies|does not/,
    ],
    [
      'a parent that there is not',
      ['parent: H35.01\n    name: { vi: Phòng', 'parent: H35.77\n    name: { vi: Phòng'],
      'lai-chau-province.yaml',
      /H35\.77/,
    ],
    [
      'a successor that there is not',
      ['successors: [H35.01.01]', 'successors: [H35.01.77]'],
      'lai-chau-province.yaml',
      /H35\.01\.77/,
    ],
    ['what is no YAML', ['- code: H35.01.02', '- code: [H35.01.02'], 'lai-chau-province.yaml', /./],
  ])('names %s with its file and line', async (_, edit, file, message) => {
    const answer = await lienthong(['agencies', 'check', folderOf(edit), '--json']);
    const { ok, problems } = documentOf<Problems>(answer);
    expect({ code: answer.code === 0, ok }).toEqual({ code: false, ok: false });
    expect(problems.some((each) => each.file.endsWith(file) && each.line > 1 && message.test(each.message))).toBe(true);
  });

  it('says how many there are where nothing is wrong', async () => {
    const answer = await lienthong(['agencies', 'check', folderOf(), '--json']);
    expect({ code: answer.code, ...documentOf(answer) }).toMatchObject({ code: 0, ok: true, problems: [] });
  });
});

describeOn('postgres', 'agencies by command', () => {
  let there: PrivateInstallation;
  let dossierId: string;
  beforeAll(async () => {
    there = await startPrivateInstallation('2022-03-14T08:00');
    dossierId = await forwarded(there.desk, 'cli');
  }, 120_000);
  afterAll(() => there?.close());

  const run = (...args: readonly string[]) => lienthong([...args, '--data', there.dataDir, '--json']);
  const found = async (check: string) =>
    documentOf<{ findings: { check: string; severity: string; sentence: { en: string } }[] }>(
      await run('doctor'),
    ).findings.find((each) => each.check === check);

  it('are previewed, corrected, and followed; the dossier is shown under its new unit and its old code', async () => {
    const folder = folderOf(UNIT_CODES);
    const preview = await run('agencies', 'preview', folder, '--correct');
    expect({ code: preview.code, ...documentOf(preview) }).toMatchObject({ code: 0, version: 1, obstacle: null });
    const early = await run('agencies', 'publish', folder, '--from', '2022-04-01', '--legal-basis', 'CV 12');
    expect(documentOf(early)).toMatchObject({ refused: { code: 'AGENCY_PAST_CHANGED' } });
    const corrected = await run('agencies', 'correct', folder, '--legal-basis', 'Công văn 12/VP');
    expect({ code: corrected.code, ...documentOf(corrected) }).toMatchObject({
      code: 0,
      version: 2,
      already: false,
      state: 'done',
      moved: 1,
      refused: [],
    });
    const again = await run('agencies', 'correct', folder, '--legal-basis', 'Công văn 12/VP');
    expect({ code: again.code, ...documentOf(again) }).toMatchObject({ code: 0, version: 2, already: true });
    expect(await dossierByIdOrCode(there.desk.db, dossierId)).toMatchObject({
      receivingUnit: CORRECTED,
      code: expect.stringContaining(COMMUNE_UNIT),
    });
    for (const command of ['show', 'timeline', 'history', 'explain']) {
      const answer = await run('dossier', command, dossierId);
      expect({ command, code: answer.code }).toEqual({ command, code: 0 });
    }
    for (const args of [
      ['verify', '--all'],
      ['statistics'],
      ['inbox', '--agency', CORRECTED],
      ['overdue'],
      ['agencies', 'finish'],
      ['agencies', 'versions'],
    ]) {
      const answer = await run(...args);
      expect({
        args,
        code: answer.code,
        err: answer.code === 0 ? '' : `${answer.err}${answer.out}`.slice(0, 400),
      }).toEqual({ args, code: 0, err: '' });
    }
    expect(await found('dossiers-resolve')).toMatchObject({ severity: 'ok' });
    expect(await found('agencies-followed')).toMatchObject({ severity: 'ok' });
  }, 240_000);

  it('doctor names the tasks that stand at an agency that is none', async () => {
    const { db, clock } = there.desk;
    const reason = describePublication({ kind: 'correct', from: null, legalBasis: 'x', renamed: {} });
    const topology = editedTopology();
    const without = {
      agencies: topology.agencies.filter(({ code }) => code !== 'H35.41.01.01' && !code.startsWith('H35.41.01.0')),
    };
    await publishAgencies(db, 3, without, reason, { at: clock.now(), by: 'past the checks' });
    expect(await found('agencies-followed')).toMatchObject({
      severity: 'fail',
      sentence: { en: expect.stringContaining('stand at agencies that are none today') },
    });
    expect(await found('dossiers-resolve')).toMatchObject({ severity: 'ok' });
  }, 120_000);
});
