import { rebuildDossier } from '../../db/reads/rebuild-dossier';
import { dossierByIdOrCode } from '../../db/reads/dossier-by-id-or-code';
import { formatInstant } from '../../domain/calendar/local-time';
import { messageOf } from '../../domain/errors';
import { amendCalendarEverywhere, finishAmendment, previewAmendment } from '../../gateway/amend-calendar';
import { recoverDossier } from '../../gateway/recover-dossier';
import { reorganiseAgencies } from '../../gateway/reorganise-agencies';
import { stateQuery } from '../../workflows/dossier.messages';
import { describeOn } from '../servers';
import { does, expectSoundLog, forwarded, granted, officerOf, onlyTask, submitted, typesOf } from './desk-work';
import { startTestInstallation } from './environment';
import type { TestInstallation } from './environment';

const due = async (there: TestInstallation, dossierId: string): Promise<string> => formatInstant((await dossierByIdOrCode(there.desk.db, dossierId))!.dueAt!);

describeOn('temporal', 'an amended calendar', () => {
  let there: TestInstallation;
  beforeAll(async () => { there = await startTestInstallation({ at: '2022-03-14T08:00' }); });
  afterAll(() => there?.close());

  const swap = { addDaysOff: { '2022-03-25': 'Hoán đổi ngày làm việc' }, addMakeUpDays: { '2022-04-09': 'Làm bù 25/3' }, reason: 'Thông báo 123/TB, 15/3/2022' };

  it('shows first what would move, then moves each open dossier once, by an event that says why', async () => {
    const { desk } = there;
    const running = await forwarded(desk, 'moved');
    const ended = (await submitted(desk, 'ended')).dossierId;
    await does(desk, ended, 'withdraw', 'applicant', { fields: { reason: 'Xin rút' } });
    expect(await due(there, running)).toBe('2022-04-04T17:00+07:00');

    const preview = granted(await previewAmendment(desk, swap));
    expect(preview.moves.map(({ dossierId, to }) => [dossierId, formatInstant(to)])).toEqual([[running, '2022-04-05T17:00+07:00']]);
    expect(await typesOf(desk, running)).not.toContain('CalendarAmended');
    expect(await due(there, running)).toBe('2022-04-04T17:00+07:00');

    expect(granted(await amendCalendarEverywhere(desk, swap, {}))).toMatchObject({ version: 2, dossiers: 1 });
    expect(await due(there, running)).toBe('2022-04-05T17:00+07:00');
    expect(await finishAmendment(desk, {})).toMatchObject({ version: 2, dossiers: 1 });
    expect((await typesOf(desk, running)).filter((type) => type === 'CalendarAmended')).toHaveLength(1);
    expect(await typesOf(desk, ended)).not.toContain('CalendarAmended');
    await expectSoundLog(desk, running);

    const later = (await submitted(desk, 'later')).dossierId;
    expect((await rebuildDossier(desk.db, later))!.calendar.version).toBe(2);
    const again = await previewAmendment(desk, swap);
    expect(again.ok ? 'ok' : again.refusal.code).toBe('CALENDAR_DAY_PRESENT');
  });
});

describeOn('temporal', 'the first of July 2025', () => {
  let there: TestInstallation;
  beforeAll(async () => { there = await startTestInstallation({ at: '2025-06-25T08:00' }); });
  afterAll(() => there?.close());

  it('a dossier at a district goes on at the body it was assigned to, and no clock restarts', async () => {
    const { desk } = there;
    const dossierId = await forwarded(desk, 'district');
    const commune = await onlyTask(desk, dossierId);
    await does(desk, dossierId, 'complete', officerOf(commune));
    const before = await onlyTask(desk, dossierId);
    expect(before.agency).toMatch(/^H35\.41\./);
    const promised = await due(there, dossierId);

    await there.setClock('2025-07-01T08:00');
    const unassigned = granted(await reorganiseAgencies(desk, { assigned: {}, legalBasis: 'Điều 32 NĐ 140/2025' }));
    expect(unassigned.moved).toBe(0);
    expect(messageOf(unassigned.refused[0]!.refusal)).toContain('H35.41');

    const assigned = Object.fromEntries(
      ['H35.41', before.agency].concat(Object.values((await rebuildDossier(desk.db, dossierId))!.agencies.roles).filter((code) => code.startsWith('H35.41.9'))).map((code) => [code, 'H35.213']),
    );
    const moved = granted(await reorganiseAgencies(desk, { assigned, legalBasis: 'Điều 32 NĐ 140/2025' }));
    expect({ moved: moved.moved, refused: moved.refused.map(({ refusal }) => messageOf(refusal)) }).toEqual({ moved: 1, refused: [] });
    expect(await typesOf(desk, dossierId)).toContain('AgenciesReorganised');
    expect((await onlyTask(desk, dossierId)).agency).toBe('H35.213');
    expect(await due(there, dossierId)).toBe(promised);
    expect(granted(await reorganiseAgencies(desk, { assigned, legalBasis: 'again' })).moved).toBe(0);
    await expectSoundLog(desk, dossierId);
  });
});

describeOn('temporal', 'recovery from the log', () => {
  let there: TestInstallation;
  beforeAll(async () => { there = await startTestInstallation({ at: '2022-03-14T08:00' }); });
  afterAll(() => there?.close());

  it('a dossier that Temporal has lost goes on from its log, and remembers the acts it has answered', async () => {
    const { desk } = there;
    const dossierId = await forwarded(desk, 'lost');
    const handle = desk.client.workflow.getHandle(dossierId);
    const live = await handle.query(stateQuery);
    expect(await rebuildDossier(desk.db, dossierId)).toEqual(live);
    const task = await onlyTask(desk, dossierId);
    const taken = await does(desk, dossierId, 'take-up', officerOf(task), { id: 'take-1' });

    const running = await recoverDossier(desk, dossierId);
    expect(running.ok ? 'recovered' : running.refusal.code).toBe('WORKFLOW_RUNNING');
    await handle.terminate('as a lost Temporal database leaves it');
    expect(granted(await recoverDossier(desk, dossierId))).toMatchObject({ dossierId, seq: taken.seq, epoch: 2 });
    expect(await does(desk, dossierId, 'take-up', officerOf(task), { id: 'take-1' })).toEqual(taken);
    const done = await does(desk, dossierId, 'complete', officerOf(task));
    expect(done.events).toContain('StepCompleted');
    await expectSoundLog(desk, dossierId);
  });
});
