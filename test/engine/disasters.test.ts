import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openReconciliations } from '../../db/reconciliations';
import { dossierByIdOrCode } from '../../db/reads/dossier-by-id-or-code';
import type { Answer } from '../../domain/dossier/state';
import { actOnDossier } from '../../gateway/act-on-dossier';
import { startReconciling } from '../../gateway/reconcile';
import { submitDossier } from '../../gateway/submit-dossier';
import { compareBeforeOpening } from '../../workers/compare-before-opening';
import { describeOn } from '../servers';
import {
  COMMUNE_UNIT,
  does,
  expectSoundLog,
  forwarded,
  granted,
  officerOf,
  onlyTask,
  request,
  submitted,
} from './desk-work';
import { agree } from './losses';
import { startPrivateInstallation } from './private-servers';
import type { Part, PrivateInstallation } from './private-servers';

const WINDOW = `receptionist@${COMMUNE_UNIT}`;

/** With its owner: PostgreSQL runs as another user where root runs the tests. */
function copyWhole(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  const { status, stderr } = spawnSync('cp', ['-a', from, to], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

/** What was told to somebody, by the key under which it was asked. */
interface Told {
  readonly dossierId: string;
  readonly act: string;
  readonly as: string;
  readonly id: string;
  readonly fields: Record<string, unknown>;
  readonly answer: Answer;
}

describeOn('temporal', 'a whole store is lost or put back', () => {
  let there: PrivateInstallation;
  let told: Told[];
  let archived: string[];
  let round = 0;
  beforeAll(async () => {
    there = await startPrivateInstallation('2022-03-14T08:00');
  }, 120_000);
  afterAll(() => there?.close(), 60_000);
  beforeEach(() => {
    told = [];
    archived = [];
    round += 1;
  });

  const key = (name: string): string => `disaster-${round}-${name}`;
  let acts = 0;
  async function act(
    dossierId: string,
    name: string,
    as: string,
    fields: Record<string, unknown> = {},
  ): Promise<Answer> {
    const id = key(`act-${(acts += 1)}`);
    const answer = await does(there.desk, dossierId, name, as, { id, fields });
    told.push({ dossierId, act: name, as, id, fields, answer });
    return answer;
  }

  /** Take up and give back, so many acts in all, over several dossiers. */
  async function work(dossiers: readonly string[], count: number): Promise<void> {
    for (let n = 0; n < count; n++) {
      const task = await onlyTask(there.desk, dossiers[n % dossiers.length]!);
      await act(dossiers[n % dossiers.length]!, task.assignee === null ? 'take-up' : 'release', officerOf(task), {
        taskId: task.taskId,
      });
    }
  }

  /** Handed in, accepted and closed after the copy was made: only the other store knows of it. */
  async function meanwhile(): Promise<readonly string[]> {
    const fresh = await submitted(there.desk, key('fresh'));
    const accepted = await submitted(there.desk, key('accepted'));
    await act(accepted.dossierId, 'accept', WINDOW);
    const closed = await submitted(there.desk, key('closed'));
    await act(closed.dossierId, 'refuse-intake', WINDOW, {
      ground: 'outside-competence',
      reason: 'Không thuộc thẩm quyền',
    });
    await act(closed.dossierId, 'archive', WINDOW);
    archived.push(closed.dossierId);
    return [fresh.dossierId, accepted.dossierId];
  }

  const filesOf = (part: Part): string[] => {
    if (part === 'temporal')
      return readdirSync(there.dataDir)
        .filter((name) => name.startsWith('temporal.db'))
        .map((name) => join(there.dataDir, name));
    const place = join(there.dataDir, 'postgres.place');
    return [existsSync(place) ? readFileSync(place, 'utf8').trim() : join(there.dataDir, 'postgres')];
  };

  /** The store as it is now; the answer puts it back to that. Its processes are killed for it, as a power cut does. */
  async function copy(part: 'postgres' | 'temporal'): Promise<() => Promise<void>> {
    await there.kill(part);
    const copied = filesOf(part).map((path) => ({ path, aside: join(there.dataDir, `copy-${round}`, basename(path)) }));
    for (const { path, aside } of copied) copyWhole(path, aside);
    await there.start(part);
    return async () => {
      // Nobody is quicker with a backup; the witness is as old as this at most.
      await sleep(1_500);
      await there.kill('worker');
      await there.kill(part);
      for (const path of filesOf(part)) rmSync(path, { recursive: true, force: true });
      for (const { path, aside } of copied) copyWhole(aside, path);
      await there.start(part);
      await there.start('worker');
    };
  }

  /** What must hold afterwards, acts arriving while everything is compared. */
  async function comesTogether(before: readonly string[], later: readonly string[]): Promise<string[]> {
    const dossiers = [...before, ...later];
    const said: string[] = [];
    const opening = compareBeforeOpening(there.desk, there.dataDir, (line) => said.push(line));
    const during = Promise.all(
      before.map((dossierId, n) =>
        actOnDossier(there.desk, {
          dossier: dossierId,
          act: 'withdraw',
          as: 'specialist@H35.41.01.04',
          id: key(`during-${n}`),
        }),
      ),
    );
    await opening;
    await startReconciling(there.desk.client);
    // Refused by the law, not for lack of a dossier.
    for (const answer of await during)
      expect(answer).toMatchObject({ ok: false, refusal: { code: expect.stringMatching(/^ACT_/) } });
    for (const { dossierId, act: name, as, id, fields, answer } of told) {
      expect(granted(await actOnDossier(there.desk, { dossier: dossierId, act: name, as, id, fields }))).toEqual(
        answer,
      );
    }
    for (const dossierId of dossiers) await agree(there, dossierId);
    for (const dossierId of new Set(told.map((each) => each.dossierId))) await expectSoundLog(there.desk, dossierId);
    expect(await openReconciliations(there.desk.db)).toEqual([]);
    // What is archived has no workflow that goes on.
    for (const id of archived) {
      const run = await there.desk.client.workflow
        .getHandle(id)
        .describe()
        .catch(() => undefined);
      expect([undefined, 'COMPLETED']).toContain(run?.status.name);
    }
    await work(dossiers.slice(0, 2), 2);
    return said;
  }

  it('Temporal’s store is deleted: every dossier goes on from its log', async () => {
    const dossiers = [await forwarded(there.desk, key('a')), await forwarded(there.desk, key('b'))];
    await work(dossiers, 3);
    const later = await meanwhile();
    await there.kill('worker');
    await there.kill('temporal');
    for (const path of filesOf('temporal')) rmSync(path, { force: true });
    await there.start('temporal');
    await there.start('worker');
    await comesTogether(dossiers, later);
  }, 180_000);

  it.each([1, 2, 100])(
    'Temporal is put back by %i acts: the workflows follow the log',
    async (by) => {
      const dossiers = [
        await forwarded(there.desk, key('a')),
        await forwarded(there.desk, key('b')),
        await forwarded(there.desk, key('c')),
      ];
      const putBack = await copy('temporal');
      await work(dossiers, by);
      const later = by === 1 ? [] : await meanwhile();
      await putBack();
      await comesTogether(dossiers, later);
    },
    240_000,
  );

  it.each([1, 2, 100])(
    'PostgreSQL is put back by %i acts: the logs get back what the workflows know, and no code is given twice',
    async (by) => {
      const dossiers = [
        await forwarded(there.desk, key('a')),
        await forwarded(there.desk, key('b')),
        await forwarded(there.desk, key('c')),
      ];
      const putBack = await copy('postgres');
      await work(dossiers, by);
      const later = await meanwhile();
      const codes = told.flatMap(({ answer }) => answer.code ?? []);
      await putBack();
      const said = await comesTogether(dossiers, later);
      expect(said.join('\n')).toContain('PostgreSQL stands before where it was seen last');
      const { dossierId } = await submitted(there.desk, key('next'));
      expect(codes).not.toContain((await act(dossierId, 'accept', WINDOW)).code);
      // Handed in once more under its key, a dossier that only its workflow knew has its applicant again.
      granted(await submitDossier(there.desk, request(key('accepted'))));
      const people = await there.desk.db
        .selectFrom('personal_data')
        .select('name')
        .where('dossier_id', '=', later[1]!)
        .execute();
      expect(people).toHaveLength(1);
      expect(await dossierByIdOrCode(there.desk.db, later[1]!)).toMatchObject({ stage: 'processing' });
    },
    240_000,
  );
});
