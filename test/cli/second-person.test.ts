import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashPassword } from '../../gateway/passwords';
import { saveAccount, setGrants } from '../../db/accounts';
import { savePerson, savePosting } from '../../db/people';
import { writeInstallation } from '../../gateway/installation';
import { superuserQuery } from '../api/environment';
import { startTestInstallation } from '../engine/environment';
import type { TestInstallation } from '../engine/environment';
import { describeOn, testTemporalPlace } from '../servers';
import { documentOf, lienthong } from './command';
import type { Outcome } from './command';

const FILE = join(__dirname, '../../catalogue/procedures/1.000656-death-registration.v1.yaml');

describeOn('temporal', 'what wants a second person, at the command line', () => {
  let installation: TestInstallation;
  let run: (...words: string[]) => Promise<Outcome>;
  beforeAll(async () => {
    installation = await startTestInstallation({ at: '2022-03-14T08:00' });
    const { dataDir, databaseUrl } = installation;
    writeInstallation({ dataDir, mode: 'production', databaseUrl, ...testTemporalPlace(), uiUrl: null, startedAt: 1 });
    run = (...words) => lienthong([...words, '--data', dataDir, '--json'], {});
    for (const person of ['lan.nt', 'minh.tv', 'binh.pv']) await savePerson(installation.desk.db, person, person);
  }, 120_000);
  afterAll(() => installation?.close());

  const query = <T extends object>(text: string) => superuserQuery<T>(installation.databaseUrl, text);
  const leader = (person: string) => ['people', 'post', person, '--agency', 'H35.41.01', '--role', 'leader'];
  const seat = async (person: string, grant: 'administrator' | 'auditor'): Promise<void> => {
    const { db } = installation.desk;
    await savePerson(db, person, person);
    await saveAccount(db, person, { passwordHash: await hashPassword('lúa-nương-2022') });
    await setGrants(db, person, [grant], { at: 1, by: 'test' });
  };

  test('the operator confirms alone while fewer than two people could; whoever could hears of it', async () => {
    await seat('quan.hv', 'administrator');
    expect(await run(...leader('lan.nt'))).toMatchObject({ code: 0, err: expect.stringContaining('alone') });
    const [post] = await query<{ given_by: string; decided_how: string; decided_by: string }>(
      `select p.given_by, c.decided_how, c.decided_by from postings p join confirmations c using (confirmation) where p.person = 'lan.nt'`,
    );
    expect(post).toMatchObject({ decided_how: 'operator', given_by: expect.stringMatching(/^os:/), decided_by: post!.given_by });
    expect(await query(`select person, what from account_notices order by notice`)).toEqual([
      { person: 'lan.nt', what: 'proposed' },
      { person: 'lan.nt', what: 'post-given' },
      { person: 'quan.hv', what: 'operator-confirmed' },
    ]);
    expect(await query(`select from access_log where detail like '%confirmed by the operator alone%'`)).toHaveLength(1);
    const day = ['--add-day-off', '2022-03-25=Nghỉ', '--reason', 'Thông báo 1'];
    expect(documentOf(await run('calendar', 'amend', ...day))).toMatchObject({ version: 2, dossiers: 0 });
    expect(documentOf(await run('agencies', 'reorganise', '--legal-basis', 'Nghị quyết 1'))).toMatchObject({ moved: 0 });
  });

  test('where two could, every such command proposes, says so, and the operator confirms nothing', async () => {
    await seat('kiem.dt', 'auditor');
    await saveAccount(installation.desk.db, 'minh.tv', { passwordHash: 'x' });
    await saveAccount(installation.desk.db, 'binh.pv', { passwordHash: 'x' });
    for (const person of ['minh.tv', 'binh.pv']) {
      const post = { person, agency: 'H35.01.02', role: 'procedure-control', kind: 'regular', onBehalfOf: null, from: 1, to: null } as const;
      await savePosting(installation.desk.db, post);
    }
    const file = join(installation.dataDir, 'next.yaml');
    const text = readFileSync(FILE, 'utf8');
    const next = text.replace(/^version: .*/m, 'version: 9').replace(/^effectiveFrom: .*/m, 'effectiveFrom: 2022-05-01');
    writeFileSync(file, next.replace(/^effectiveTo: .*\n/m, ''));
    const proposals = [
      await run(...leader('minh.tv')),
      await run('people', 'reset-second-factor', 'lan.nt'),
      await run('calendar', 'amend', '--add-day-off', '2022-03-28=Nghỉ', '--reason', 'Thông báo 2'),
      await run('agencies', 'reorganise', '--legal-basis', 'Nghị quyết 2'),
      await run('procedures', 'publish', file),
    ];
    for (const each of proposals) expect([each.code, documentOf(each)]).toMatchObject([5, { waits: true, summary: { vi: expect.any(String) } }]);
    const ids = proposals.map((each) => documentOf<{ confirmation: string }>(each).confirmation);
    const listed = documentOf<{ confirmations: { id: string; operatorMay: boolean }[] }>(await run('confirmations', 'list')).confirmations;
    expect(listed.map(({ id }) => id).sort()).toEqual([...ids].sort());
    expect(listed.every(({ operatorMay }) => !operatorMay)).toBe(true);
    for (const id of ids) {
      expect(documentOf(await run('confirmations', 'confirm', id))).toMatchObject({ refused: { code: 'CONFIRMATION_BY_OTHERS' } });
    }
    // What needs nobody else goes on as before.
    expect(await run('people', 'post', 'lan.nt', '--agency', 'H35.41.01.04', '--role', 'specialist')).toMatchObject({ code: 0 });
    expect(documentOf(await run('confirmations', 'refuse', ids[0]!, '--because', 'nhầm'))).toMatchObject({ state: 'refused', reason: 'nhầm' });
    expect(await run('confirmations', 'confirm', 'no-id')).toMatchObject({ code: 4 });
    expect(await query(`select max(version)::int as version from calendars`)).toEqual([{ version: 2 }]);
  });

  test('a reorganisation that was confirmed is done by the same command again', async () => {
    await query(`update confirmations set state = 'confirmed', decided_by = 'binh.pv', decided_at = 1, decided_how = 'second-person',
                        decided_real_at = (extract(epoch from now()) * 1000)::bigint where kind = 'reorganisation' and state = 'open'`);
    expect(documentOf(await run('agencies', 'reorganise', '--legal-basis', 'Nghị quyết 2'))).toMatchObject({ moved: 0, untouched: 0 });
    expect(await run('agencies', 'reorganise', '--legal-basis', 'Nghị quyết 3')).toMatchObject({ code: 5 });
  });
});
