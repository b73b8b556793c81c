import { given, shown } from './given';
import { awaiting, landTransfer, parallel, procedure, step, threeLevels, workingDays } from './procedures';

describe('supplement at reception', () => {
  const asked = () => given(threeLevels).at('2026-03-02T08:00').does('submit').does('request-supplement');

  it('is asked once, completely, and accepted as of its receipt', () => {
    const dossier = asked();
    expect(dossier.events).toEqual(['SupplementRequested']);
    expect(dossier).toMatchObject({ status: 5 });
    expect(dossier.refused('accept')).toBe('ACT_NOT_IN_STAGE');
    dossier.at('2026-03-04T10:00').does('provide-supplement').at('2026-03-05T16:00').does('confirm-supplement').does('accept');
    expect(dossier.due).toBe('2026-03-11T17:00');
    expect(dossier.appointment.receivedAt).toBe(dossier.logged.find((e) => e.type === 'SupplementProvided')!.at);
  });

  it('may not be asked twice, and not for nothing', () => {
    expect(given(threeLevels).does('submit').refused('request-supplement', { items: [] })).toBe('SUPPLEMENT_EMPTY');
    const again = asked().at('2026-03-03T08:00').does('provide-supplement').does('confirm-supplement');
    expect(again.refused('request-supplement')).toBe('SUPPLEMENT_ALREADY_REQUESTED');
  });

  it('counts acceptance from the last of several, where sector law allows more', () => {
    const twice = procedure([step('examine', 'commune-committee')], {
      supplement: { reception: { noticeWithin: workingDays(1), respondWithin: workingDays(15), times: 2 }, examination: threeLevels.supplement.examination },
    });
    const dossier = given(twice).at('2026-03-02T08:00').does('submit').does('request-supplement').at('2026-03-03T08:00').does('provide-supplement').does('confirm-supplement');
    dossier.does('request-supplement').at('2026-03-05T08:00').does('provide-supplement').does('confirm-supplement').does('accept');
    expect(shown(dossier.appointment.receivedAt)).toBe('2026-03-05T08:00');
  });

  it('closes the dossier when it lapses: never received, national status 3', () => {
    const dossier = asked().passes('2026-03-23T17:00');
    expect(dossier.events).toEqual(['DeadlineMissed', 'SupplementLapsed']);
    expect(dossier).toMatchObject({ status: 3 });
  });
});

describe('supplement at examination', () => {
  const asked = () => given(threeLevels).accepted('2026-03-02T08:30').at('2026-03-04T09:00').by('specialist@commune-committee').does('request-supplement');

  it('stops the clock and suspends the work', () => {
    const dossier = asked();
    expect(dossier.events).toEqual(['SupplementRequested', 'ClockStopped']);
    expect(dossier).toMatchObject({ status: 5 });
    expect(dossier.refused('complete', { task: 'examine' })).toBe('TASK_SUSPENDED');
    expect(dossier.passes('2026-03-20T09:00').events).toEqual([]);
  });

  it('starts the limit again from zero at the receipt of what was confirmed, and keeps what was first promised', () => {
    const dossier = asked().at('2026-03-10T14:00').does('provide-supplement').at('2026-03-11T10:00').does('confirm-supplement');
    expect(dossier.events).toEqual(['SupplementConfirmed', 'ClockReset']);
    expect(dossier.due).toBe('2026-03-17T17:00');
    expect(shown(dossier.appointment.original)).toBe('2026-03-09T17:00');
    expect(shown(dossier.task('examine').dueAt)).toBe('2026-03-11T17:00');
  });

  it('is confirmed within eight working hours of its receipt', () => {
    const dossier = asked().at('2026-03-10T14:00').does('provide-supplement');
    expect(shown(dossier.state.supplements[0]!.confirmBy)).toBe('2026-03-11T14:00');
  });

  it('is noted as late when asked after its notice limit', () => {
    const dossier = given(threeLevels).accepted('2026-03-02T08:30').at('2026-03-06T09:00').by('specialist@commune-committee').does('request-supplement');
    expect(dossier.state.supplements[0]!.requestedLate).toBe(true);
    expect(asked().state.supplements[0]!.requestedLate).toBe(false);
  });

  it('lapses at its own limit, not before, and never once something was sent', () => {
    expect(asked().passes('2026-03-25T16:59').state.stage).toBe('processing');
    const lapsed = asked().passes('2026-03-25T17:00');
    expect(lapsed).toMatchObject({ events: ['DeadlineMissed', 'SupplementLapsed'], status: 8 });
    const sent = asked().at('2026-03-25T16:59').does('provide-supplement').passes('2026-05-01T08:00');
    expect(sent.state.stage).toBe('processing');
  });

  it('is given back by procedure control when it had been sent in time and recorded late', () => {
    const dossier = asked().passes('2026-03-26T08:00').at('2026-03-26T09:00');
    const providedAt = dossier.state.supplements[0]!.respondBy;
    expect(dossier.refused('undo-lapse', { providedAt })).toBe('LAPSE_NOT_UNDOABLE');
    expect(dossier.by('receptionist').refused('undo-lapse', { providedAt: providedAt - 1 })).toBe('ACT_NOT_BY_ACTOR');
    dossier.does('undo-lapse', { providedAt: providedAt - 60_000 });
    expect(dossier).toMatchObject({ events: ['LapseUndone'], status: 5 });
    dossier.does('confirm-supplement', { task: undefined });
    expect(shown(dossier.appointment.receivedAt)).toBe('2026-03-25T16:59');
    expect(dossier.due).toBe('2026-04-02T17:00');
  });

  it('is once more, in each branch of a block, and stops only that branch', () => {
    const dossier = given(parallel('all')).accepted('2026-03-02T08:30').at('2026-03-03T09:00').by('specialist@social-insurance').does('request-supplement');
    expect(dossier.events).toEqual(['SupplementRequested']);
    expect(dossier.state.stopped).toBeNull();
    expect(dossier.refused('complete', { task: 'card' })).toBe('TASK_SUSPENDED');
    dossier.does('complete', { task: 'public-order' });
    expect(dossier.status).toBe(4);
    dossier.does('provide-supplement').by('specialist@social-insurance').at('2026-03-05T10:00').does('confirm-supplement');
    expect(dossier.last.find((e) => e.type === 'ClockReset')!.payload).toMatchObject({ appointment: null, tasks: [{ taskId: 'card#1' }] });
    expect(dossier.due).toBe('2026-03-09T17:00');
  });

  it('of one branch is not confirmed by the officer of another', () => {
    const dossier = given(parallel('all')).accepted('2026-03-02T08:30').at('2026-03-03T09:00');
    dossier.by('specialist@social-insurance').does('request-supplement').does('complete', { task: 'fire-safety' }).by('specialist@police').does('request-supplement');
    expect(dossier.state.supplements.map((s) => s.suspends)).toEqual([['card#1'], ['residence#1']]);
    dossier.does('provide-supplement', { n: 2 });
    expect(dossier.state.supplements.map((s) => s.status)).toEqual(['asked', 'provided']);
    expect(dossier.by('specialist@social-insurance').refused('confirm-supplement')).not.toBeNull();
    dossier.by('specialist@police').does('confirm-supplement');
    expect(dossier.task('residence').status).toBe('sent');
    expect(dossier.task('card').status).toBe('suspended');
  });

  it('falls away with its branch, and cannot close the dossier afterwards', () => {
    const dossier = given(parallel('any')).accepted('2026-03-02T08:30').at('2026-03-03T09:00').by('specialist@social-insurance').does('request-supplement');
    dossier.does('complete', { task: 'residence' });
    expect(dossier.events).toContain('BlockJoined');
    expect(dossier.state.supplements[0]!.status).toBe('void');
    expect(dossier.passes('2026-04-30T08:00').all).not.toContain('SupplementLapsed');
  });

  it('asked by the window leaves what a branch still waits for suspended', () => {
    const dossier = given(parallel('all')).accepted('2026-03-02T08:30').at('2026-03-03T09:00').by('specialist@social-insurance').does('request-supplement');
    dossier.by('receptionist').does('request-supplement');
    expect(dossier.state.stopped?.rule).toBe('supplement');
    dossier.does('provide-supplement', { n: 2 }).by('receptionist').does('confirm-supplement');
    expect(dossier.task('card').status).toBe('suspended');
    expect(dossier.task('residence').status).toBe('sent');
  });

  it('leaves a file that was on its way on its way', () => {
    const dossier = asked();
    expect(dossier.task('examine')).toMatchObject({ status: 'suspended', assignee: null });
    dossier.does('take-up', { task: 'examine' });
    expect(dossier.task('examine').status).toBe('suspended');
    dossier.does('release', { task: 'examine' });
    expect(dossier.task('examine').status).toBe('suspended');
    const sent = asked().at('2026-03-10T14:00').does('provide-supplement').does('confirm-supplement', {});
    expect(sent.task('examine').status).toBe('sent');
  });

  it('is not asked while the tax office has the slip, nor while an agency mends its own error', () => {
    const land = given(landTransfer).accepted('2026-03-02T08:30').does('complete', { task: 'examine' });
    expect(land.by('receptionist').refused('request-supplement')).toBe('TASK_WRONG_KIND');
    const mended = given(threeLevels).accepted('2026-03-02T08:30').does('complete', { task: 'examine', outcome: 'refused' }).does('correct', { step: 'verify' });
    expect(mended.by('specialist@district-committee').refused('request-supplement')).toBe('ACT_NOT_IN_STAGE');
  });

  it('cannot be asked of nobody: where only an outside confirmation is awaited there is no examination', () => {
    expect(given(awaiting).accepted('2026-03-02T08:30').by('leader').refused('request-supplement')).not.toBeNull();
  });
});
