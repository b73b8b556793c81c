import type { TamperFinding } from '../../domain/verification/finding';
import { describeOn } from '../servers';
import { prepareOriginal } from './scene';
import type { Original, Scene } from './scene';

describeOn('postgres', 'what says again what a log says is held against it', () => {
  let original: Original;
  let scene: Scene;
  beforeAll(async () => {
    original = await prepareOriginal();
  }, 180_000);
  afterAll(() => original?.close());
  beforeEach(async () => {
    scene = await original.copy();
  }, 60_000);
  afterEach(() => scene.close());

  const second = (): string => scene.dossiers[1]!;
  const told = async (): Promise<(string | null)[][]> =>
    (await scene.verify()).map(({ kind, detail }: TamperFinding) => [kind, detail]);

  test('two codes that changed dossiers, and one that is gone', async () => {
    const [first, , third] = scene.dossiers as [string, string, string];
    await scene.tamper(
      `create table given as select * from dossier_codes where dossier_id in ('${first}', '${second()}')`,
      `delete from dossier_codes where dossier_id in ('${first}', '${second()}')`,
      `insert into dossier_codes
       select code, unit, date, number, case dossier_id when '${first}' then '${second()}'::uuid else '${first}' end,
              command_id from given`,
      `delete from dossier_codes where dossier_id = '${third}'`,
    );
    expect((await scene.verify()).map(({ kind, dossierId }) => [kind, dossierId]).sort()).toEqual(
      scene.dossiers.map((id) => ['code-row', id]).sort(),
    );
  });

  test('a series that was set back', async () => {
    await scene.tamper('update code_series set last = 0');
    expect(await told()).toEqual([['code-series', expect.stringContaining('2022-03-14')]]);
    await scene.tamper('delete from code_series');
    expect(await told()).toEqual([['code-series', expect.stringContaining('2022-03-14')]]);
  });

  test('what a submission was stored with', async () => {
    await scene.tamper(
      `update submissions set input = jsonb_set(input, '{input,receivingUnit}', '"H35.01.01"')
        where dossier_id = '${second()}'`,
    );
    expect(await told()).toEqual([['submission-row', 'receivingUnit']]);
    await scene.tamper(`update submissions set idempotency_key = 'other' where dossier_id = '${second()}'`);
    expect(await told()).toContainEqual(['submission-row', 'idempotency_key']);
    await scene.tamper(`delete from submissions where dossier_id = '${second()}'`);
    expect(await told()).toEqual([['submission-row', 'missing']]);
  });

  test('a head that says its dossier is closed', async () => {
    await scene.tamper(`update heads set closed = true where dossier_id = '${second()}'`);
    expect(await told()).toEqual([['head-wrong', 'closed']]);
  });

  test('from when to when a procedure is in force, and who published it', async () => {
    await scene.tamper(`update procedures set effective_to = '2022-03-01' where code = '1.012790' and version = 1`);
    expect(await told()).toEqual([['catalogue-row', '1.012790@1 effective_to']]);
    await scene.tamper(`update procedures set effective_from = '2020-03-01' where code = '1.012790' and version = 1`);
    expect(await told()).toContainEqual(['catalogue-row', '1.012790@1 effective_from']);
    expect(await told()).toContainEqual(['anchored-changed', 'procedure-row 1.012790@1, anchor 1']);
    await scene.tamper(`update calendars set published_by = 'nobody'`, `update agencies set reason = 'x'`);
    expect((await told()).filter(([, detail]) => /(calendar|agencies)-row/.test(detail ?? ''))).not.toEqual([]);
  });

  test('a segment of the official clock', async () => {
    await scene.tamper(
      'insert into clock_segments select coalesce(max(segment), 0) + 1, 1, 1, 1 from clock_segments',
    );
    await scene.anchor();
    expect(await told()).toEqual([]);
    await scene.tamper('update clock_segments set official_start = official_start - 86400000');
    expect(await told()).toContainEqual(['anchored-changed', expect.stringContaining('clock, anchor')]);
  });
});
