import { given, info, ROLES } from './given';
import { threeLevels } from './procedures';

const forwarded = () => given(threeLevels).accepted('2026-03-02T08:30');

describe('hand-over between agencies', () => {
  it('is acknowledged by an act of its own, or by taking the work up or deciding on it', () => {
    expect(forwarded().does('acknowledge', { task: 'examine' }).events).toEqual(['HandOverAcknowledged']);
    expect(forwarded().does('take-up', { task: 'examine' }).events).toEqual(['HandOverAcknowledged', 'TaskTakenUp']);
    expect(forwarded().by('leader@commune-committee').does('assign', { task: 'examine', person: 'an' }).events).toEqual(['HandOverAcknowledged', 'OfficerAssigned']);
    expect(forwarded().does('acknowledge', { task: 'examine' }).refused('acknowledge', { task: 'examine' })).toBe('TASK_WRONG_KIND');
  });

  it('is alarmed once when two working hours have passed without it', () => {
    const dossier = forwarded().passes('2026-03-02T10:22:30');
    expect(dossier.events).toEqual(['DeadlineMissed']);
    expect(dossier.last[0]!.payload).toMatchObject({ deadline: { kind: 'hand-over', taskId: 'examine#1' } });
    expect(dossier.passes('2026-03-04T10:00').events).toEqual([]);
    expect(dossier.does('acknowledge', { task: 'examine' }).task('examine').status).toBe('open');
  });

  it('does not happen where the next step belongs to the same agency', () => {
    const dossier = forwarded().does('complete', { task: 'examine' }).does('complete', { task: 'verify' }).does('complete', { task: 'sign' });
    expect(dossier.logged.filter((e) => e.type === 'HandOverSent')).toHaveLength(4);
  });
});

describe('sending back, recalling, re-routing', () => {
  it('opens the step before again, where it was, and the clock of the dossier runs on', () => {
    const dossier = forwarded().does('complete', { task: 'examine' }).at('2026-03-03T09:00').does('send-back', { task: 'verify' });
    expect(dossier.events).toEqual(['StepSentBack', 'StepAssigned', 'HandOverSent']);
    expect(dossier).toMatchObject({ open: ['examine#2'], due: '2026-03-09T17:00' });
    expect(dossier.refused('complete', { task: 'verify#1' })).toBe('TASK_NOT_OPEN');
  });

  it('is recalled by the agency that sent it while nobody there has taken it up', () => {
    const dossier = forwarded().does('complete', { task: 'examine' });
    expect(dossier.by('specialist@land-office').refused('recall', { task: 'verify' })).toBe('ACT_NOT_BY_ACTOR');
    expect(dossier.by('specialist@commune-committee').does('recall', { task: 'verify' }).events).toEqual(['StepRecalled', 'StepAssigned', 'HandOverSent']);
    const taken = forwarded().does('complete', { task: 'examine' }).does('take-up', { task: 'verify' });
    expect(taken.by('specialist@commune-committee').refused('recall', { task: 'verify' })).toBe('RECALL_TOO_LATE');
  });

  it('goes to another agency without a new limit', () => {
    const dossier = forwarded();
    const before = dossier.task('examine').dueAt;
    dossier.at('2026-03-02T16:00').does('re-route', { task: 'examine', to: ROLES.police, info: info(ROLES.police) });
    expect(dossier.task('examine')).toMatchObject({ agency: ROLES.police, dueAt: before, status: 'sent', assignee: null });
    expect(dossier.due).toBe('2026-03-09T17:00');
    expect(dossier.refused('re-route', { task: 'examine' })).toBe('TASK_WRONG_KIND');
    expect(dossier.by('specialist@commune-committee').refused('take-up', { task: 'examine' })).toBe('ACT_BY_OTHER_AGENCY');
  });

  it('comes back to the agency that held it, where that was not the one of the route', () => {
    const dossier = forwarded().does('re-route', { task: 'examine' }).does('complete', { task: 'examine' }).does('send-back', { task: 'verify' });
    expect(dossier.task('examine')).toMatchObject({ taskId: 'examine#2', agency: ROLES.police });
  });

  it('cannot be sent back from the first step of all', () => {
    expect(given(threeLevels).does('submit').does('accept').refused('send-back', { task: 'receive' })).toBe('SEND_BACK_IMPOSSIBLE');
  });
});
