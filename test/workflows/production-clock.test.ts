import { findCalendar, publishCalendar } from '../../db/catalogue';
import { PROVINCIAL_CALENDAR } from '../../domain/calendar/provincial-calendar';
import { localDateOf } from '../../domain/calendar/local-time';
import { expectSoundLog, forwarded } from '../engine/desk-work';
import { describeOn } from '../servers';
import { startSkippedInstallation } from './skipped-installation';
import type { SkippedInstallation } from './skipped-installation';

const DAY = 86_400_000;

describeOn('timeSkipping', 'in production, where official time is real time', () => {
  let there: SkippedInstallation;
  beforeAll(async () => { there = await startSkippedInstallation(); });
  afterAll(() => there?.close());

  it('an appointment weeks away is missed at its own instant, by the workflow’s timer', async () => {
    const { desk } = there;
    const now = desk.clock.now();
    // The test runs in whatever year it is, also in one whose holidays nobody has announced.
    const calendar = (await findCalendar(desk.db, PROVINCIAL_CALENDAR))!;
    const to = `${Number(localDateOf(now).slice(0, 4)) + 2}-12-31`;
    await publishCalendar(desk.db, { ...calendar, version: calendar.version + 1, to: to > calendar.to ? to : calendar.to }, 'test', { at: now, by: 'test' });
    const unit = 'H35.201.01';
    const dossierId = await forwarded(desk, 'weeks-away', { procedure: '1.014390.H35', unit, documents: await required(), as: `receptionist@${unit}` });
    const { due_at: due } = await desk.db.selectFrom('dossiers').select('due_at').where('dossier_id', '=', dossierId).executeTakeFirstOrThrow();
    expect(due! - now).toBeGreaterThan(DAY);
    await there.passes(due! + DAY);
    const missed = await there.recorded(dossierId, 'DeadlineMissed', 2);
    expect(missed).toMatchObject({ at: due, payload: { deadline: { kind: 'appointment', due } } });
    await expectSoundLog(desk, dossierId);
  });

  const required = async (): Promise<string[]> => {
    const { body } = await there.desk.db.selectFrom('procedures').select('body').where('code', '=', '1.014390.H35').executeTakeFirstOrThrow();
    return (body as { documents: { document: string; required: boolean }[] }).documents.filter((document) => document.required).map((document) => document.document);
  };
});
