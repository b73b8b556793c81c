import { formatInstant } from '../../domain/calendar/local-time';
import { publishProcedure, findProcedure } from '../../db/catalogue';
import type { LoggedEvent } from '../../domain/dossier/recording';
import { COMMUNE_UNIT, does, expectSoundLog, forwarded, officerOf, onlyTask, openTasksOf, submitted, typesOf } from '../engine/desk-work';
import { describeOn } from '../servers';
import { startSkippedInstallation } from './skipped-installation';
import type { SkippedInstallation } from './skipped-installation';

const missed = (event: LoggedEvent): string => {
  const { deadline } = event.payload as { deadline: { kind: string; due: number } };
  // The event bears the legal instant, however late it was recorded.
  expect(event.at).toBe(deadline.due);
  return `${deadline.kind} ${formatInstant(deadline.due).slice(0, 16)}`;
};

describeOn('timeSkipping', 'deadlines that pass while nobody acts', () => {
  let there: SkippedInstallation;
  beforeAll(async () => { there = await startSkippedInstallation({ at: '2022-01-24T08:00' }); });
  afterAll(() => there?.close());

  const LAND_UNIT = 'H35.41.91';
  const land = { procedure: '1.012790', unit: LAND_UNIT, place: 'H35.41.01', facts: { newCertificate: false }, documents: ['application', 'certificate', 'contract'], as: `receptionist@${LAND_UNIT}` };

  it('a supplement that does not come lapses after 15 working days, and Tết is none of them', async () => {
    const { desk } = there;
    const { dossierId } = await submitted(desk, 'lapse', land);
    await does(desk, dossierId, 'request-supplement', land.as, { fields: { items: ['Bản chính hợp đồng'] } });
    await there.passes('2022-02-22T08:00');
    const lapse = missed(await there.recorded(dossierId, 'DeadlineMissed'));
    // 24 January 2022; Tết from 31 January to 4 February.
    expect(lapse).toBe('supplement 2022-02-21T17:00');
    await expectSoundLog(desk, dossierId);
  });

  it('the clock stands still while the applicant settles the land taxes, and the appointment moves by the event that proves it', async () => {
    const { desk } = there;
    await there.passes('2022-02-23T08:00');
    const dossierId = await forwarded(desk, 'two-phases', land);
    const check = await onlyTask(desk, dossierId);
    await does(desk, dossierId, 'take-up', officerOf(check));
    await does(desk, dossierId, 'complete', officerOf(check), { fields: { outcome: 'done' } });
    expect((await there.recorded(dossierId, 'ClockStopped')).payload).toMatchObject({ rule: 'financial-obligation' });
    const tax = await onlyTask(desk, dossierId);
    await does(desk, dossierId, 'acknowledge', officerOf(tax));
    await does(desk, dossierId, 'issue-notice', officerOf(tax), { fields: { reference: 'TB-1' } });
    // Long beyond both phases together.
    await there.passes('2022-04-01T09:00');
    expect(await typesOf(desk, dossierId)).not.toContain('DeadlineMissed');
    const { dueAt } = await does(desk, dossierId, 'settle-obligation', 'partner:payment', { fields: { by: 'payment', reference: 'GD-1' } });
    expect(formatInstant(dueAt!).slice(0, 16)).toBe('2022-04-07T17:00');
    const update = await onlyTask(desk, dossierId);
    await does(desk, dossierId, 'take-up', officerOf(update));
    await there.passes('2022-04-08T08:00');
    expect(missed(await there.recorded(dossierId, 'DeadlineMissed'))).toBe('appointment 2022-04-07T17:00');
    await expectSoundLog(desk, dossierId);
  });

  it('a hand-over that nobody acknowledges is told, and an appointment over two holidays is missed at its own instant', async () => {
    const { desk } = there;
    await there.passes('2022-04-12T08:00');
    const dossierId = await forwarded(desk, 'missed');
    await there.passes('2022-05-09T08:00');
    expect(missed(await there.recorded(dossierId, 'DeadlineMissed', 1))).toBe('hand-over 2022-04-12T13:45');
    // 15 working days from 12 April 2022; 2 and 3 May make up for 30 April and 1 May.
    expect(missed(await there.recorded(dossierId, 'DeadlineMissed', 2))).toBe('appointment 2022-05-05T17:00');
    await expectSoundLog(desk, dossierId);
  });

  it('the silence of a consulted agency is consent at its reply date, where the procedure says so', async () => {
    const { desk } = there;
    const licence = (await findProcedure(desk.db, '1.010727', 1))!;
    const consenting = JSON.parse(JSON.stringify(licence).replaceAll('"silence":"escalate"', '"silence":"consent"')) as typeof licence;
    await publishProcedure(desk.db, { ...consenting, version: 2, effectiveFrom: '2022-05-10' }, { at: Date.now(), by: 'test' });
    await there.passes('2022-05-10T08:00');
    const unit = 'H35.01.01';
    const documents = licence.documents.filter((document) => document.required).map((document) => document.document);
    const dossierId = await forwarded(desk, 'silent', { procedure: '1.010727', unit, place: 'H35.41.01', documents, as: `receptionist@${unit}`, facts: { simpleCase: true, dischargesIntoIrrigation: true, inIndustrialZone: false } });
    const check = await onlyTask(desk, dossierId);
    await does(desk, dossierId, 'take-up', officerOf(check));
    await does(desk, dossierId, 'complete', officerOf(check));
    const asked = (await openTasksOf(desk, dossierId)).find((task) => task.taskId.includes('/'))!;
    await does(desk, dossierId, 'acknowledge', `specialist@${asked.agency}`, { fields: { taskId: asked.taskId } });
    await there.passes('2022-05-19T08:00');
    const silence = await there.recorded(dossierId, 'SilenceTakenAsConsent');
    expect(formatInstant(silence.at).slice(0, 16)).toBe('2022-05-17T17:00');
    expect((await typesOf(desk, dossierId)).slice(-2)).not.toContain('DeadlineMissed');
    await expectSoundLog(desk, dossierId);
  });

  it('a dossier that is returned and archived ends, and so does its workflow', async () => {
    const { desk } = there;
    const { dossierId } = await submitted(desk, 'ended');
    await does(desk, dossierId, 'refuse-intake', `receptionist@${COMMUNE_UNIT}`, { fields: { ground: 'outside-competence', reason: 'Không thuộc thẩm quyền' } });
    await does(desk, dossierId, 'archive', `receptionist@${COMMUNE_UNIT}`);
    await desk.client.workflow.getHandle(dossierId).result();
    expect((await desk.client.workflow.getHandle(dossierId).describe()).status.name).toBe('COMPLETED');
  });
});
