import { findMove } from '../../db/agency-moves';
import { findAgencies } from '../../db/catalogue';
import { postingsOf, savePerson, savePosting } from '../../db/people';
import { dossierByIdOrCode } from '../../db/reads/dossier-by-id-or-code';
import { rebuildDossier } from '../../db/reads/rebuild-dossier';
import type { Renames } from '../../domain/agency/renames';
import type { PublicationKind } from '../../domain/agency/publication';
import type { Topology } from '../../domain/agency/topology';
import { addDays, localDateOf } from '../../domain/calendar/local-time';
import { previewAgencies, publishAgencyVersion } from '../../gateway/change-agencies';
import type { AgencyPreview, AgencyPublished } from '../../gateway/change-agencies';
import { followAgencies } from '../../gateway/follow-agencies';
import { reorganiseAgencies } from '../../gateway/reorganise-agencies';
import type { Result } from '../../domain/result';
import { UNIT_CODES, editedTopology } from '../agency-catalogue';
import type { Edit } from '../agency-catalogue';
import { describeOn } from '../servers';
import {
  COMMUNE_UNIT,
  does,
  expectSoundLog,
  forwarded,
  granted,
  officerOf,
  onlyTask,
  openTasksOf,
  submitted,
  typesOf,
} from './desk-work';
import { startTestInstallation } from './environment';
import type { TestInstallation } from './environment';

const legalBasis = 'Công văn 12/VP';
const CORRECTED = 'H35.41.01.61';
/** The communes' one-stop units of 2022 are called otherwise. */
const NAME: Edit = [
  "suffix: '61'\n        name: { vi: 'Bộ phận Tiếp nhận và Trả kết quả {place}'",
  "suffix: '61'\n        name: { vi: 'Bộ phận Một cửa {place}'",
];
/** A second correction of the codes. */
const AGAIN: Edit = ["suffix: '61'", "suffix: '62'"];
/** Nobody keeps the civil status in the communes of 2022 any more. */
const NO_DESK: Edit = [
  'plays: [commune-civil-status]\n        head: civil-servant',
  'plays: [nothing]\n        head: civil-servant',
];

describeOn('temporal', 'agencies that are published and corrected while dossiers are open', () => {
  let there: TestInstallation;
  let [waiting, running, ended, archived]: string[] = [];
  beforeAll(async () => {
    there = await startTestInstallation({ at: '2022-03-14T08:00' });
    const { desk } = there;
    waiting = (await submitted(desk, 'waiting')).dossierId;
    running = await forwarded(desk, 'running');
    ended = (await submitted(desk, 'ended')).dossierId;
    await does(desk, ended, 'withdraw', 'applicant', { fields: { reason: 'Xin rút' } });
    archived = (await submitted(desk, 'archived')).dossierId;
    await does(desk, archived, 'withdraw', 'applicant', { fields: { reason: 'Xin rút' } });
    await does(desk, archived, 'archive', `receptionist@${COMMUNE_UNIT}`);
    await savePerson(desk.db, 'mai', 'Mai');
    const from = desk.clock.now() - 86_400_000;
    await savePosting(desk.db, {
      person: 'mai',
      agency: COMMUNE_UNIT,
      role: 'receptionist',
      kind: 'regular',
      onBehalfOf: null,
      from,
      to: null,
    });
  });
  afterAll(() => there?.close());

  interface Asked {
    readonly kind?: PublicationKind;
    readonly same?: Renames;
    readonly from?: string;
  }
  const today = (): string => localDateOf(there.desk.clock.now());
  const givenOf = (edits: readonly Edit[], { kind = 'correct', same = {}, from = today() }: Asked) => ({
    kind,
    topology: editedTopology(...edits),
    same,
    from,
  });
  const preview = async (edits: readonly Edit[], asked: Asked = {}): Promise<AgencyPreview> =>
    granted(await previewAgencies(there.desk, givenOf(edits, asked)));
  const publish = (edits: readonly Edit[], asked: Asked = {}): Promise<Result<AgencyPublished>> =>
    publishAgencyVersion(there.desk, { ...givenOf(edits, asked), legalBasis, by: 'test' });
  const refusedAs = async (edits: readonly Edit[], asked: Asked = {}) => {
    const before = (await findAgencies(there.desk.db))!.version;
    const result = await publish(edits, asked);
    expect((await findAgencies(there.desk.db))!.version).toBe(before);
    return result.ok ? 'published' : { code: result.refusal.code, details: result.refusal.details };
  };

  it('shows first what changes and what is open there, and publishes nothing', async () => {
    const { unchanged, version, renamed, agencies, obstacle } = await preview([UNIT_CODES]);
    expect({ unchanged, version, obstacle }).toEqual({ unchanged: false, version: 1, obstacle: null });
    expect(renamed[COMMUNE_UNIT]).toBe(CORRECTED);
    expect(agencies[0]).toMatchObject({
      code: COMMUNE_UNIT,
      goesTo: CORRECTED,
      work: { openTasks: 1, openDossiers: 2, postings: 1, codesGiven: 1 },
    });
    expect(agencies.every(({ changes }) => changes.map(({ kind }) => kind).join() === 'code')).toBe(true);
    expect((await findAgencies(there.desk.db))!.version).toBe(1);
    expect(await preview([])).toMatchObject({ unchanged: true, agencies: [], obstacle: null });
  });

  it('refuses what would strand open work, with its numbers, and whatever rewrites the past unsaid', async () => {
    const { agency } = await onlyTask(there.desk, running!);
    const [organ] = /\.(\d\d)$/.exec(agency)!.slice(1);
    const left: Edit = [
      `suffix: '${organ}'\n        name: { vi: 'Công chức`,
      `suffix: '7${organ![1]}'\n        name: { vi: 'Người khác`,
    ];
    expect(await refusedAs([left])).toMatchObject({
      code: 'AGENCY_HAS_WORK',
      details: { agency, tasks: 1, dossiers: 1, posts: 0 },
    });
    expect(await refusedAs([UNIT_CODES], { kind: 'publish' })).toMatchObject({ code: 'AGENCY_PAST_CHANGED' });
    expect(await refusedAs([UNIT_CODES], { kind: 'publish', from: '2022-01-01' })).toMatchObject({
      code: 'AGENCY_FROM_PAST',
    });
    expect(await refusedAs([UNIT_CODES], { same: { 'H35.41.01.01': 'H35.41.01.99' } })).toMatchObject({
      code: 'AGENCY_SAME_INVALID',
    });
    expect(await refusedAs([UNIT_CODES], { same: { 'H35.41.01': CORRECTED } })).toMatchObject({
      code: 'AGENCY_SAME_INVALID',
    });
  });

  it('refuses two agencies that would be corrected into one, and says how they are merged', async () => {
    const merged = editedTopology().agencies.flatMap((each) => {
      if (each.code === 'H35.14') return [];
      return [each.code === 'H35.13' ? { ...each, code: 'H35.79' } : each];
    });
    const same = { 'H35.13': 'H35.79', 'H35.14': 'H35.79' };
    const given = { kind: 'correct', same, from: today(), topology: { agencies: merged } } as const;
    const details = { olds: 'H35.13, H35.14', new: 'H35.79' };
    const { obstacle } = granted(await previewAgencies(there.desk, given));
    expect(obstacle).toMatchObject({ code: 'AGENCY_SAME_MERGES', details });
    const refused = await publishAgencyVersion(there.desk, { ...given, legalBasis, by: 'test' });
    expect(refused).toMatchObject({ ok: false, refusal: { code: 'AGENCY_SAME_MERGES', field: 'same' } });
    expect((await findAgencies(there.desk.db))!.version).toBe(1);
  });

  it('refuses a desk that procedures in force need', async () => {
    expect(await refusedAs([NO_DESK])).toMatchObject({
      code: 'AGENCY_PROCEDURE_BROKEN',
      details: { role: 'commune-civil-status' },
    });
  });

  it('corrects a code: posts and open dossiers follow, closed ones and legal codes stay', async () => {
    const { desk } = there;
    const code = (await dossierByIdOrCode(desk.db, running!))!.code;
    expect(granted(await publish([UNIT_CODES]))).toEqual({ version: 2, already: false });
    expect(granted(await publish([UNIT_CODES]))).toEqual({ version: 2, already: true });
    const seen: number[] = [];
    expect(await followAgencies(desk, { onProgress: ({ done }) => void seen.push(done) })).toMatchObject({
      version: 2,
      state: 'done',
      total: 2,
      done: 3,
      moved: 3,
      refused: [],
    });
    expect(seen.at(-1)).toBe(2);
    expect(await followAgencies(desk)).toBeUndefined();
    expect((await postingsOf(desk.db, 'mai')).map(({ agency }) => agency)).toEqual([CORRECTED]);
    expect(await dossierByIdOrCode(desk.db, running!)).toMatchObject({ receivingUnit: CORRECTED, code });
    expect(await dossierByIdOrCode(desk.db, ended!)).toMatchObject({ receivingUnit: CORRECTED, stage: 'withdrawn' });
    expect(await dossierByIdOrCode(desk.db, archived!)).toMatchObject({ receivingUnit: COMMUNE_UNIT });
    expect((await typesOf(desk, running!)).filter((type) => type === 'AgenciesReorganised')).toHaveLength(1);
    await does(desk, waiting!, 'accept', 'mai');
    for (const id of [waiting!, running!, ended!, archived!]) await expectSoundLog(desk, id);
  });

  it('goes on where whoever moved was killed', async () => {
    const { desk } = there;
    expect(granted(await publish([UNIT_CODES, AGAIN]))).toEqual({ version: 3, already: false });
    // It looked at nobody, and its lease is over.
    await followAgencies(desk, { stopped: () => true });
    expect(await findMove(desk.db, 3)).toMatchObject({ state: 'moving', done: 0 });
    expect(await followAgencies(desk)).toMatchObject({ version: 3, state: 'done', moved: 3, refused: [] });
    expect((await onlyTask(desk, waiting!)).agency).toBe('H35.41.01.62');
    expect((await postingsOf(desk.db, 'mai')).map(({ agency }) => agency)).toEqual(['H35.41.01.62']);
    for (const id of [waiting!, running!]) await expectSoundLog(desk, id);
  });

  it('gives a code that was corrected away to nobody else, but back to its own agency', async () => {
    expect(
      await refusedAs([
        UNIT_CODES,
        AGAIN,
        [
          "suffix: '02'\n        name: { vi: 'Công chức Tư pháp",
          "suffix: '61'\n        name: { vi: 'Công chức Tư pháp",
        ],
      ]),
    ).toMatchObject({ code: 'AGENCY_CODE_RETIRED' });
    expect(granted(await publish([UNIT_CODES]))).toEqual({ version: 4, already: false });
    expect(await followAgencies(there.desk)).toMatchObject({ version: 4, state: 'done', moved: 3, refused: [] });
    expect((await onlyTask(there.desk, waiting!)).agency).toBe(CORRECTED);
    await does(there.desk, ended!, 'archive', 'mai');
    await expectSoundLog(there.desk, ended!);
  });

  it('corrects a name without touching a dossier, and shows it', async () => {
    const { agencies } = await preview([UNIT_CODES, NAME]);
    expect(agencies.find(({ code }) => code === CORRECTED)?.changes).toMatchObject([
      { kind: 'name', after: expect.stringContaining('Bộ phận Một cửa') },
    ]);
    granted(await publish([UNIT_CODES, NAME]));
    expect(await followAgencies(there.desk)).toMatchObject({ version: 5, moved: 0, refused: [] });
  });

  it('corrects a superior: open dossiers escalate to the right one, once', async () => {
    const { desk } = there;
    const topology = editedTopology(UNIT_CODES, NAME);
    const { agency } = await onlyTask(desk, running!);
    const parent = 'H35.01';
    const corrected = {
      agencies: topology.agencies.map((each) => (each.code === agency ? { ...each, parent } : each)),
    };
    const given = { kind: 'correct', same: {}, from: today(), topology: corrected } as const;
    const { agencies } = granted(await previewAgencies(desk, given));
    expect(agencies.map(({ code, changes }) => [code, changes.map(({ kind, after }) => [kind, after])])).toEqual([
      [agency, [['parent', parent]]],
    ]);
    granted(await publishAgencyVersion(desk, { ...given, legalBasis, by: 'test' }));
    expect(await followAgencies(desk)).toMatchObject({ version: 6, moved: 2, refused: [] });
    expect((await rebuildDossier(desk.db, running!))!.agencies.agencies[agency]!.chain['agency-head']).toBe(parent);
    expect(granted(await reorganiseAgencies(desk, { assigned: {}, legalBasis }))).toMatchObject({
      moved: 0,
      refused: [],
    });
    for (const id of [waiting!, running!]) await expectSoundLog(desk, id);
    granted(await publish([UNIT_CODES, NAME]));
    expect(await followAgencies(desk)).toMatchObject({ version: 7, moved: 2, refused: [] });
  });

  it('publishes an end from a date on: the past stays, and dossiers follow on the day', async () => {
    const { desk } = there;
    const from = addDays(today(), 30);
    const topology = editedTopology(UNIT_CODES, NAME);
    const given = { kind: 'publish', same: {}, from, legalBasis: 'Nghị quyết 9', by: 'test' } as const;
    // The unit ends, and the one of the neighbouring commune goes on for it.
    const heir = 'H35.41.02.61';
    const ending = {
      agencies: topology.agencies.map((each) =>
        each.code === CORRECTED ? { ...each, validTo: from, successors: [heir] } : each,
      ),
    };
    // It is shown before who goes on with the work on that day.
    const preview = granted(await previewAgencies(desk, { ...given, topology: ending }));
    expect(preview.agencies).toMatchObject([{ code: CORRECTED, goesTo: heir }]);
    expect(granted(await publishAgencyVersion(desk, { ...given, topology: ending }))).toEqual({
      version: 8,
      already: false,
    });
    expect(await followAgencies(desk)).toBeUndefined();
    await there.setClock(`${from}T08:00`);
    expect(await followAgencies(desk)).toMatchObject({ version: 8, state: 'done', moved: 2, refused: [] });
    expect((await rebuildDossier(desk.db, running!))!.receivingUnit).toBe(heir);
    expect(granted(await reorganiseAgencies(desk, { assigned: {}, legalBasis }))).toMatchObject({
      moved: 0,
      refused: [],
    });
    for (const id of [waiting!, running!, ended!]) await expectSoundLog(desk, id);
  });
});

describeOn('temporal', 'codes that are corrected, and corrected back, of agencies with work behind them', () => {
  /** The department that sends the dossier into its parallel branches. */
  const [SENDER, RECODED] = ['H35.04', 'H35.00'];
  const SENDERS: Edit = [`- code: ${SENDER}\n`, `- code: ${RECODED}\n`];
  let there: TestInstallation;
  let [branched, sent, recalled]: string[] = [];
  beforeAll(async () => {
    there = await startTestInstallation({ at: '2022-03-14T08:00' });
    const { desk } = there;
    [branched, sent] = [await inBranches('branched'), await inBranches('sent')];
    recalled = await forwarded(desk, 'recalled');
    await savePerson(desk.db, 'lan', 'Lan');
    for (const [agency, role] of [
      [SENDER, 'specialist'],
      [COMMUNE_UNIT, 'receptionist'],
    ] as const) {
      const from = desk.clock.now() - 86_400_000;
      await savePosting(desk.db, { person: 'lan', agency, role, kind: 'regular', onBehalfOf: null, from, to: null });
    }
  });
  afterAll(() => there?.close());

  /** A company is registered: one agency has decided, and several work side by side. */
  async function inBranches(key: string): Promise<string> {
    const { desk } = there;
    const window = 'receptionist@H35.01.01';
    const asked = { procedure: '2.001610', unit: 'H35.01.01', place: 'H35.41.01', as: window };
    const { dossierId } = await submitted(desk, key, asked);
    await does(desk, dossierId, 'pay-fee', window, { fields: { reference: 'BL-1' } });
    await does(desk, dossierId, 'accept', window);
    await does(desk, dossierId, 'complete', window);
    for (let open = await openTasksOf(desk, dossierId); open.length === 1; open = await openTasksOf(desk, dossierId))
      await does(desk, dossierId, 'complete', officerOf(open[0]!));
    return dossierId;
  }
  async function publish(kind: PublicationKind, topology: Topology, from?: string): Promise<void> {
    const { desk } = there;
    const given = { kind, topology, same: {}, from: from ?? localDateOf(desk.clock.now()) };
    granted(await publishAgencyVersion(desk, { ...given, legalBasis, by: 'test' }));
  }
  const correct = async (...edits: readonly Edit[]): Promise<unknown> => {
    await publish('correct', editedTopology(...edits));
    return followAgencies(there.desk);
  };
  const posts = async (): Promise<readonly string[]> =>
    (await postingsOf(there.desk.db, 'lan')).map(({ agency }) => agency).sort();
  const unitOf = async (id: string): Promise<string> => (await dossierByIdOrCode(there.desk.db, id))!.receivingUnit;
  /** A task of a branch that is at another agency than its sender's. */
  const branchOf = async (id: string) =>
    (await openTasksOf(there.desk, id)).find(({ agency }) => agency !== SENDER && agency !== RECODED)!;

  it('lets posts end where dossiers do, however often a code goes and comes back', async () => {
    for (const edits of [[UNIT_CODES, SENDERS], [], [UNIT_CODES, SENDERS], [], [UNIT_CODES], [UNIT_CODES, SENDERS]]) {
      expect(await correct(...edits)).toMatchObject({ state: 'done', refused: [] });
      const unit = edits.includes(UNIT_CODES) ? CORRECTED : COMMUNE_UNIT;
      expect(await posts()).toEqual([edits.includes(SENDERS) ? RECODED : SENDER, unit].sort());
      expect(await unitOf(recalled!)).toBe(unit);
    }
  });

  it('lets posts end at the present code where several corrections wait to be followed', async () => {
    await publish('correct', editedTopology(UNIT_CODES));
    await publish('correct', editedTopology(UNIT_CODES, SENDERS));
    while (await followAgencies(there.desk));
    expect(await posts()).toEqual([RECODED, CORRECTED].sort());
    await expectSoundLog(there.desk, recalled!);
  });

  it('returns a wrong transfer to the sender under its corrected code, who sends it on', async () => {
    const { desk } = there;
    const { taskId, ...branch } = await branchOf(branched!);
    await does(desk, branched!, 'send-back', officerOf({ taskId, ...branch }), { fields: { taskId, reason: 'Nhầm' } });
    expect((await openTasksOf(desk, branched!)).find((task) => task.taskId === taskId)!.agency).toBe(RECODED);
    await does(desk, branched!, 're-route', 'lan', { fields: { taskId, to: branch.agency, reason: 'Đúng nơi' } });
    await expectSoundLog(desk, branched!);
  });

  it('lets the agency before recall its work under its corrected code', async () => {
    const { desk } = there;
    await does(desk, recalled!, 'recall', 'lan', { fields: { reason: 'Thiếu giấy tờ' } });
    expect((await onlyTask(desk, recalled!)).agency).toBe(CORRECTED);
    await does(desk, recalled!, 'complete', 'lan');
    await expectSoundLog(desk, recalled!);
  });

  it('moves again on the same day what came to an agency after it had ended', async () => {
    const { desk } = there;
    const [from, heir] = [addDays(localDateOf(desk.clock.now()), 1), 'H35.98'];
    const topology = {
      agencies: editedTopology(UNIT_CODES, SENDERS).agencies.flatMap((each) => {
        if (each.code !== RECODED) return [each];
        const ended = { ...each, validTo: from, successors: [heir] };
        const next = { ...each, code: heir, predecessors: [RECODED] };
        return each.validFrom < from ? [ended, { ...next, validFrom: from }] : [next];
      }),
    };
    await publish('publish', topology, from);
    await there.setClock(`${from}T08:00`);
    expect(await followAgencies(desk)).toMatchObject({ state: 'done', refused: [] });
    const branch = await branchOf(sent!);
    const { taskId } = branch;
    await does(desk, sent!, 'send-back', officerOf(branch), { fields: { taskId, reason: 'Nhầm' } });
    const agencyNow = async () => (await openTasksOf(desk, sent!)).find((task) => task.taskId === taskId)!.agency;
    expect(await agencyNow()).toBe(RECODED);
    const again = () => reorganiseAgencies(desk, { assigned: {}, legalBasis });
    expect(granted(await again())).toMatchObject({ moved: 1, refused: [] });
    expect(await agencyNow()).toBe(heir);
    expect(granted(await again())).toMatchObject({ moved: 0, refused: [] });
    await expectSoundLog(desk, sent!);
  });
});
