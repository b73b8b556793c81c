import { given, shown } from './given';
import { consulting } from './procedures';

const asked = (rule: Parameters<typeof consulting>[0] = {}) => given(consulting(rule)).accepted('2026-03-02T08:30');

describe('consultation', () => {
  it('asks every agency at once; the reply date runs from acknowledged delivery', () => {
    const dossier = asked();
    expect(dossier.open).toEqual(['consult#1', 'consult#1/A01.35', 'consult#1/H35.06', 'consult#1/H35.05']);
    expect(shown(dossier.task('consult/police').dueAt)).toBe('none');
    expect(shown(dossier.task('consult/dept-construction').dueAt)).toBe('2026-03-04T17:00');
    dossier.at('2026-03-03T09:00').does('acknowledge', { task: 'consult/police' });
    expect(shown(dossier.task('consult/police').dueAt)).toBe('2026-03-05T17:00');
  });

  it('counts from sending where the procedure says so', () => {
    expect(shown(asked({ countsFrom: 'sent' }).task('consult/police').dueAt)).toBe('2026-03-04T17:00');
  });

  it('ends by itself with the last opinion, disagreed if one of them does', () => {
    const dossier = asked();
    expect(dossier.refused('complete', { task: 'consult' })).toBe('CONSULTATION_OPEN');
    expect(dossier.refused('complete', { task: 'consult/police' })).toBe('TASK_WRONG_KIND');
    dossier.does('reply', { task: 'consult/police' }).does('reply', { task: 'consult/dept-culture', opinion: 'disagree' }).does('reply', { task: 'consult/dept-construction' });
    expect(dossier.events).toEqual(['ConsultationReplied', 'StepCompleted', 'StepAssigned', 'HandOverSent']);
    expect(dossier.state.outcomes.consult).toBe('disagreed');
    expect(dossier.open).toEqual(['sign#1']);
  });

  it('lets the lead go on with the opinions it needs, and cancels the others', () => {
    const dossier = asked({ need: { quorum: 2 } }).does('reply', { task: 'consult/police' }).does('reply', { task: 'consult/dept-culture' });
    expect(dossier.task('consult/dept-construction').status).toBe('cancelled');
    expect(dossier.open).toEqual(['sign#1']);
    expect(asked({ need: 'any' }).does('reply', { task: 'consult/police' }).open).toEqual(['sign#1']);
  });

  it('takes silence for consent only after acknowledged delivery', () => {
    const dossier = asked({ silence: 'consent' }).does('acknowledge', { task: 'consult/police' }).passes('2026-03-04T17:00');
    expect(dossier.all.filter((t) => t === 'SilenceTakenAsConsent')).toHaveLength(2);
    expect(dossier.task('consult/dept-culture')).toMatchObject({ status: 'sent', acknowledgementMissed: true });
    expect(dossier.open).toContain('consult#1');
    dossier.at('2026-03-06T08:00').does('reply', { task: 'consult/dept-culture' });
    expect(dossier.state.outcomes.consult).toBe('agreed');
  });

  it('goes on by silence alone, at the legal instant, when all were delivered', () => {
    const dossier = asked({ silence: 'consent', countsFrom: 'sent' }).passes('2026-03-10T08:00');
    expect(dossier.open).toEqual(['sign#1']);
    expect(shown(dossier.task('sign').openedAt)).toBe('2026-03-04T17:00');
  });

  it('escalates silence otherwise, and lets the lead decide without it', () => {
    const dossier = asked({ countsFrom: 'sent' }).does('reply', { task: 'consult/police' }).passes('2026-03-04T17:00');
    expect(dossier.last.filter((e) => e.type === 'DeadlineMissed').map((e) => e.payload)).toMatchObject([
      { deadline: { kind: 'hand-over', taskId: 'consult#1' } },
      { deadline: { kind: 'hand-over', taskId: 'consult#1/H35.06' } },
      { deadline: { kind: 'consultation', taskId: 'consult#1/H35.06' } },
      { deadline: { kind: 'consultation', taskId: 'consult#1/H35.05' } },
    ]);
    expect(dossier.task('consult/dept-culture').status).toBe('silent');
    expect(dossier.refused('complete', { task: 'consult' })).toBeNull();
  });

  it('files a late answer, which changes nothing', () => {
    const dossier = asked({ need: 'any' }).does('reply', { task: 'consult/police' }).passes('2026-03-05T08:00');
    const before = dossier.state;
    dossier.does('reply', { task: 'consult/dept-culture', opinion: 'disagree' });
    expect(dossier.last[0]!.payload).toMatchObject({ type: 'ConsultationReplied', late: true });
    expect(dossier.state).toEqual({ ...before, seq: before.seq + 1, lastAt: dossier.last[0]!.at, commands: dossier.state.commands });
  });

  it('never forgets an agency whose file was on its way when a supplement suspended it', () => {
    const dossier = asked({ silence: 'consent' }).at('2026-03-02T09:00').by('specialist@dept-construction').does('request-supplement', { task: 'consult' });
    dossier.at('2026-03-05T09:00').does('provide-supplement').by('specialist@dept-construction').does('confirm-supplement');
    expect(dossier.task('consult/police').status).toBe('sent');
    dossier.does('acknowledge', { task: 'consult/police' });
    expect(shown(dossier.task('consult/police').dueAt)).toBe('2026-03-09T17:00');
  });
});
