import { savePerson, savePosting } from '../../db/people';
import { messageOf } from '../../domain/errors';
import type { Result } from '../../domain/result';
import { actOnDossier } from '../../gateway/act-on-dossier';
import { submitDossier } from '../../gateway/submit-dossier';
import { describeOn } from '../servers';
import { COMMUNE_UNIT, does, forwarded, onlyTask, request, submitted } from './desk-work';
import { officialAt, startTestInstallation } from './environment';
import type { TestInstallation } from './environment';

describeOn('temporal', 'what the edge finds before an act reaches its dossier', () => {
  let there: TestInstallation;
  beforeAll(async () => { there = await startTestInstallation({ at: '2022-03-14T08:00' }); });
  afterAll(() => there?.close());

  const WINDOW = `receptionist@${COMMUNE_UNIT}`;
  const refused = (result: Result<unknown>): { code: string; said: string } => (result.ok ? { code: 'granted', said: '' } : { code: result.refusal.code, said: messageOf(result.refusal) });

  it('work is assigned to people of the agency that has it, to nobody else', async () => {
    const { desk } = there;
    const dossierId = await forwarded(desk, 'assigned');
    const { agency, taskId } = await onlyTask(desk, dossierId);
    await savePerson(desk.db, 'ha', 'Hà');
    await savePosting(desk.db, { person: 'ha', agency, role: 'specialist', kind: 'regular', onBehalfOf: null, from: officialAt('2022-01-03T08:00'), to: null });
    const assign = (person: string) => actOnDossier(desk, { dossier: dossierId, act: 'assign', as: `leader@${agency}`, fields: { taskId, person } });
    expect(refused(await assign('nobody')).code).toBe('PERSON_NOT_THERE');
    expect(refused(await assign(WINDOW)).code).toBe('PERSON_NOT_THERE');
    expect(refused(await assign('ha')).code).toBe('granted');
  });

  it('somebody whose posting has ended hears from when to when it was held', async () => {
    const { desk } = there;
    const { dossierId } = await submitted(desk, 'ended-posting');
    await savePerson(desk.db, 'vang', 'Vàng');
    await savePosting(desk.db, { person: 'vang', agency: COMMUNE_UNIT, role: 'receptionist', kind: 'secondment', onBehalfOf: null, from: officialAt('2022-01-03T08:00'), to: officialAt('2022-03-01T00:00') });
    const { code, said } = refused(await actOnDossier(desk, { dossier: dossierId, act: 'accept', as: 'vang' }));
    expect(code).toBe('PERSON_EXPIRED');
    expect(said).toContain('from 2022-01-03T08:00+07:00 to 2022-03-01T00:00+07:00');
  });

  it('an act that no open task takes says what is open', async () => {
    const { desk } = there;
    const dossierId = await forwarded(desk, 'none-fits');
    const { agency, taskId } = await onlyTask(desk, dossierId);
    expect(refused(await actOnDossier(desk, { dossier: dossierId, act: 'reply', as: `specialist@${agency}`, fields: { opinion: 'agree' } }))).toEqual({
      code: 'TASK_NONE_FITS',
      said: `no open task of this dossier takes "reply" (open: ${taskId}); see what is possible next with "dossier show"`,
    });
    await does(desk, dossierId, 'withdraw', 'applicant');
    expect(refused(await actOnDossier(desk, { dossier: dossierId, act: 'complete', as: `specialist@${agency}` })).code).toBe('ACT_NOT_IN_STAGE');
  });

  it('a unit that does not offer the procedure is named before who stands at its window', async () => {
    const { desk } = there;
    expect(refused(await submitDossier(desk, request('not-there', { unit: 'XX', as: 'receptionist@XX' }))).code).toBe('PROCEDURE_NOT_OFFERED');
  });
});
