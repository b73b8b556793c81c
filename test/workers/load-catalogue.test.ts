import { agencyVersions, findAgencies, publishAgencies } from '../../db/catalogue';
import type { LoadedTopology } from '../../contracts/agencies';
import { loadTopology } from '../../contracts/agencies';
import type { Topology } from '../../domain/agency/topology';
import { versionsOf } from '../../domain/agency/topology';
import { describePublication } from '../../domain/agency/publication';
import { loadCatalogue, readCatalogue } from '../../workers/load-catalogue';
import { UNIT_CODES, editedFiles } from '../agency-catalogue';
import type { Edit } from '../agency-catalogue';
import { COMMUNE_UNIT, forwarded } from '../engine/desk-work';
import { startTestInstallation } from '../engine/environment';
import type { TestInstallation } from '../engine/environment';
import { describeOn } from '../servers';

/** Somebody mends the English name of the communes' one-stop units of 2025. */
const NAME: Edit = ["en: 'Reception and Return Unit of {place}' }", "en: 'One-stop Unit of {place}' }"];

describeOn('temporal', 'files of agencies that were changed before a start', () => {
  let there: TestInstallation;
  beforeAll(async () => {
    there = await startTestInstallation({ at: '2022-03-14T08:00' });
  });
  afterAll(() => there?.close());

  const started = async (agencies: LoadedTopology): Promise<readonly string[]> => {
    const { db, clock } = there.desk;
    return (await loadCatalogue(db, { ...readCatalogue(), agencies }, clock.now())).agencies;
  };
  const edited = (...edits: readonly Edit[]): LoadedTopology => loadTopology(editedFiles(...edits));
  const newest = async (): Promise<number> => (await findAgencies(there.desk.db))!.version;

  it('are a new version while nothing is open that could lose its agency by them', async () => {
    expect(await started(edited())).toEqual([]);
    expect(await started(edited(NAME))).toEqual([expect.stringMatching(/are version 2: H35.*: name/)]);
    expect(await newest()).toBe(2);
    // An installation that has gone on is not put back by the program it came with.
    expect(await started(edited())).toEqual([]);
    expect(await newest()).toBe(2);
  });

  it('leave the stored version where dossiers are open, and say which command publishes them', async () => {
    await forwarded(there.desk, 'open');
    const [line] = await started(edited(NAME, UNIT_CODES));
    expect(line).toContain('H35.41.01.01: code → H35.41.01.61');
    expect(line).toContain('which stands: dossiers are open');
    expect(line).toContain('lienthong agencies correct');
    expect(await newest()).toBe(2);
    expect(versionsOf((await findAgencies(there.desk.db))!.topology as Topology, COMMUNE_UNIT)).toHaveLength(1);
  });

  it('do not keep the installation from starting where they have mistakes', async () => {
    const told = await started(edited(['tier: commune\n    from: 2022-01-01', 'tier: hamlet\n    from: 2022-01-01']));
    expect(told[0]).toMatch(/^lai-chau-districts-to-2025\.yaml:\d+ /);
    expect(told.at(-1)).toContain('version 2 stands');
    expect(await newest()).toBe(2);
  });

  it('replace nothing that the installation published itself', async () => {
    const { db, clock } = there.desk;
    const [, first] = await agencyVersions(db);
    const own = (await findAgencies(db, first!.version))!.topology as Topology;
    const topology = {
      agencies: own.agencies.map((agency) => ({ ...agency, name: { ...agency.name, en: `${agency.name.en} (own)` } })),
    };
    const reason = describePublication({ kind: 'correct', from: null, legalBasis: 'Công văn 1', renamed: {} });
    await publishAgencies(db, 3, topology, reason, { at: clock.now(), by: 'ctl' });
    const changed = edited(["vi: 'Bộ phận Tiếp nhận và Trả kết quả {place}'", "vi: 'Bộ phận Một cửa {place}'"]);
    expect((await started(changed))[0]).toContain('it was published by ctl');
    expect(await newest()).toBe(3);
  });
});
