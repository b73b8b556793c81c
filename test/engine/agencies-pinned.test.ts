import { join } from 'node:path';
import { agencyVersions, findAgencies, publishAgencies } from '../../db/catalogue';
import { rebuildDossier } from '../../db/reads/rebuild-dossier';
import { eventsOf } from '../../db/reads/history-of';
import { describePublication } from '../../domain/agency/publication';
import { DAY_MS } from '../../domain/calendar/local-time';
import { messageOf } from '../../domain/errors';
import { recoverDossier } from '../../gateway/recover-dossier';
import { reorganiseAgencies } from '../../gateway/reorganise-agencies';
import { startSubmitted } from '../../gateway/submit-dossier';
import { verifyInstallation } from '../../gateway/verify-installation';
import { stateQuery } from '../../workflows/dossier.messages';
import { UNIT_CODES, editedTopology } from '../agency-catalogue';
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
  storedOnly,
  submitted,
} from './desk-work';
import { startTestInstallation } from './environment';
import type { TestInstallation } from './environment';

const CORRECTED = 'H35.41.01.61';
const legalBasis = 'Công văn 12/VP, đính chính mã định danh';

describeOn('temporal', 'a code of the agencies that is corrected while dossiers are open', () => {
  let there: TestInstallation;
  let [waiting, running, ended, older]: string[] = [];
  beforeAll(async () => {
    there = await startTestInstallation({ at: '2022-03-14T08:00' });
    const { desk } = there;
    waiting = (await submitted(desk, 'waiting')).dossierId;
    running = await forwarded(desk, 'running');
    ended = (await submitted(desk, 'ended')).dossierId;
    await does(desk, ended, 'withdraw', 'applicant', { fields: { reason: 'Xin rút' } });
    // An earlier program wrote down no version.
    older = granted(await startSubmitted(desk, await storedOnly(desk, 'older'), '')).dossierId;
    const renamed = { [COMMUNE_UNIT]: CORRECTED };
    const reason = describePublication({ kind: 'correct', from: null, legalBasis, renamed });
    const by = { at: desk.clock.now() + DAY_MS, by: 'test' };
    expect(await publishAgencies(desk.db, 2, editedTopology(UNIT_CODES), reason, by)).toBe('published');
  });
  afterAll(() => there?.close());

  const found = async (): Promise<readonly string[]> => {
    const scope = { all: true } as const;
    const { db } = there.desk;
    const { dataDir } = there;
    const anchorFile = join(dataDir, 'anchors.jsonl');
    const { findings } = await verifyInstallation({ db, scope, dataDir, anchorFile });
    return findings.filter(({ dossierId }) => dossierId !== null).map(({ kind, detail }) => `${kind} ${detail}`);
  };

  it('says in the log on which version a dossier began, but for what an earlier program took in', async () => {
    const begun = async (id: string) => (await eventsOf(there.desk.db, id))[0]!.payload;
    expect(await begun(running!)).toMatchObject({ type: 'DossierSubmitted', agenciesVersion: 1 });
    expect(await begun(older!)).not.toHaveProperty('agenciesVersion');
    expect((await agencyVersions(there.desk.db)).map(({ version }) => version)).toEqual([2, 1]);
  });

  it('rebuilds every dossier as its workflow has it, and verifies each', async () => {
    for (const id of [waiting!, running!, older!]) {
      const live = await there.desk.client.workflow.getHandle(id).query(stateQuery);
      expect(await rebuildDossier(there.desk.db, id)).toEqual(live);
      await expectSoundLog(there.desk, id);
    }
    expect((await rebuildDossier(there.desk.db, ended!))!.receivingUnit).toBe(COMMUNE_UNIT);
    expect(await found()).toEqual([]);
  });

  it('starts a lost workflow again from its log', async () => {
    await there.desk.client.workflow.getHandle(running!).terminate('as a lost Temporal database leaves it');
    expect(granted(await recoverDossier(there.desk, running!))).toMatchObject({ dossierId: running, epoch: 2 });
    await does(there.desk, running!, 'take-up', officerOf(await onlyTask(there.desk, running!)));
  });

  it('moves what is open to the corrected code, once, and what is closed keeps its own', async () => {
    const moved = granted(await reorganiseAgencies(there.desk, { assigned: {}, legalBasis }));
    expect({ ...moved, refused: moved.refused.map(({ refusal }) => messageOf(refusal)) }).toEqual({
      moved: 3,
      untouched: 0,
      refused: [],
    });
    expect(granted(await reorganiseAgencies(there.desk, { assigned: {}, legalBasis }))).toEqual({
      moved: 0,
      untouched: 3,
      refused: [],
    });
    expect((await openTasksOf(there.desk, waiting!)).map(({ agency }) => agency)).toEqual([CORRECTED]);
    expect((await rebuildDossier(there.desk.db, running!))!.agencies.version).toBe(2);
    for (const id of [waiting!, running!, older!, ended!]) await expectSoundLog(there.desk, id);
    expect(await found()).toEqual([]);
    await does(there.desk, older!, 'accept', `receptionist@${CORRECTED}`);
  });

  it('moves on under a second correction of the same day', async () => {
    const topology = editedTopology([UNIT_CODES[0], UNIT_CODES[1].replace("'61'", "'62'")]);
    const renamed = { [CORRECTED]: 'H35.41.01.62' };
    const reason = describePublication({ kind: 'correct', from: null, legalBasis, renamed });
    await publishAgencies(there.desk.db, 3, topology, reason, { at: there.desk.clock.now() + 2 * DAY_MS, by: 'test' });
    const { moved, refused } = granted(await reorganiseAgencies(there.desk, { assigned: {}, legalBasis }));
    expect({ moved, refused }).toEqual({ moved: 3, refused: [] });
    expect((await openTasksOf(there.desk, waiting!)).map(({ agency }) => agency)).toEqual(['H35.41.01.62']);
    await does(there.desk, waiting!, 'accept', 'receptionist@H35.41.01.62');
    for (const id of [waiting!, running!, older!]) await expectSoundLog(there.desk, id);
    expect(await found()).toEqual([]);
  });

  it('takes a submission in on the version it was tried on, though another is published before it starts', async () => {
    const { desk } = there;
    const pinned = (await findAgencies(desk.db))!.version;
    const unit = 'H35.41.01.62';
    const stored = await storedOnly(desk, 'between', { agenciesVersion: 1 });
    expect(pinned).toBe(3);
    const { dossierId } = granted(await startSubmitted(desk, stored, ''));
    expect((await rebuildDossier(desk.db, dossierId))!.agencies.version).toBe(1);
    granted(await reorganiseAgencies(desk, { assigned: {}, legalBasis }));
    expect((await openTasksOf(desk, dossierId)).map(({ agency }) => agency)).toEqual([unit]);
  });
});
