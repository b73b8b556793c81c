import { given, shown } from './given';
import { awaitingLast, landAfterBlock, landTransfer, procedure, step, workingDays } from './procedures';
import { legalTimeliness } from '../../../domain/dossier/timeliness';
import { at } from './given';

const withTax = () => given(landTransfer).accepted('2026-03-02T08:30').at('2026-03-05T10:00').does('complete', { task: 'examine' });

describe('two appointments and a financial obligation', () => {
  it('meets the first when the slip goes to the tax office, and stops the clock', () => {
    const dossier = withTax();
    expect(dossier.events.slice(-5)).toEqual(['StepCompleted', 'PhaseMet', 'ClockStopped', 'StepAssigned', 'HandOverSent']);
    expect(dossier).toMatchObject({ due: '2026-03-09T17:00', status: 4 });
    expect(shown(dossier.task('tax').dueAt)).toBe('2026-03-10T17:00');
    expect(dossier.passes('2026-04-20T08:00').last.map((e) => e.payload)).toMatchObject([{ deadline: { kind: 'hand-over' } }]);
  });

  it('is national status 6 from the notice, and stays so however long payment takes', () => {
    const dossier = withTax().at('2026-03-09T09:00').by('specialist@tax-office').does('issue-notice', { task: 'tax' });
    expect(dossier).toMatchObject({ events: ['HandOverAcknowledged', 'ObligationNoticed'], status: 6 });
    expect(dossier.passes('2026-12-01T08:00').events).toEqual([]);
    expect(dossier.status).toBe(6);
    expect(dossier.refused('withdraw')).toBe('WITHDRAWAL_TOO_LATE');
  });

  it.each(['payment', 'exemption', 'debt'] as const)('starts the second at the receipt of proof: %s', (by) => {
    const dossier = withTax().at('2026-03-09T09:00').by('partner').does('issue-notice', { task: 'tax' }).at('2026-03-16T15:00').does('settle-obligation', { by });
    expect(dossier.events).toEqual(['ObligationSettled', 'StepAssigned', 'HandOverSent']);
    expect(dossier).toMatchObject({ due: '2026-03-20T17:00', status: 4 });
    expect(dossier.state.money).toMatchObject({ obligation: 'settled', settledBy: by });
    expect(dossier.state.stops).toMatchObject([{ phase: 0, rule: 'financial-obligation' }]);
  });

  it('reopens the first with what remained of it when the slip comes back, and names who erred', () => {
    const dossier = withTax().at('2026-03-09T10:00').by('specialist@tax-office').does('return-slip', { task: 'tax', erred: 'sender' });
    expect(dossier.events.slice(-4)).toEqual(['SlipReturned', 'ClockResumed', 'StepAssigned', 'HandOverSent']);
    // Two working days on the way and back: from Monday 9 March to Wednesday 11 March.
    expect(dossier).toMatchObject({ due: '2026-03-11T17:00', open: ['examine#2'], status: 4 });
    expect(dossier.appointment.metAt).toBeNull();
    dossier.at('2026-03-10T09:00').does('complete', { task: 'examine' });
    expect(dossier.state.money.obligation).toBe('slip-sent');
    expect(dossier.appointment.metAt).toBe(at('2026-03-10T09:00'));
  });

  it('comes back into the block it was worked out in', () => {
    const dossier = given(landAfterBlock).accepted('2026-03-02T08:30').does('complete', { task: 'survey' }).does('complete', { task: 'origin' });
    dossier.by('partner').does('return-slip', { task: 'tax' });
    expect(dossier.open).toEqual(['survey#2', 'origin#2']);
    dossier.does('complete', { task: 'survey' }).does('complete', { task: 'origin' });
    expect(dossier.open).toEqual(['tax#2']);
  });

  it('keeps the time awaited outside apart when the tax follows it at once', () => {
    const dossier = given(awaitingLast([step('tax', 'tax-office', { kind: 'financial-obligation' })])).accepted('2026-03-02T08:30');
    expect(dossier.state.stopped?.rule).toBe('outside-confirmation');
    dossier.at('2026-03-04T08:30').does('complete', { task: 'confirm' });
    expect(dossier.state.stops).toMatchObject([{ rule: 'outside-confirmation' }]);
    expect(dossier.state.stopped?.rule).toBe('financial-obligation');
    expect(dossier.due).toBe('2026-03-09T17:00');
  });

  it('is neither completed nor sent back, and nothing is settled that is not open', () => {
    expect(withTax().refused('complete', { task: 'tax' })).toBe('TASK_WRONG_KIND');
    expect(withTax().refused('send-back', { task: 'tax' })).toBe('SEND_BACK_IMPOSSIBLE');
    expect(withTax().does('settle-obligation').refused('send-back', { task: 'register' })).toBe('SEND_BACK_IMPOSSIBLE');
    expect(given(landTransfer).accepted('2026-03-02T08:30').refused('settle-obligation')).toBe('OBLIGATION_NOT_OPEN');
    expect(given(landTransfer).accepted('2026-03-02T08:30').refused('issue-notice', { task: 'examine' })).toBe('TASK_WRONG_KIND');
  });

  it('is as late as its latest phase', () => {
    const late = given(landTransfer).accepted('2026-03-02T08:30').at('2026-03-10T10:00').does('complete', { task: 'examine' }).does('settle-obligation').does('complete', { task: 'register' });
    expect(legalTimeliness(late.state, at('2026-03-10T10:00'))).toBe('late');
    const early = withTax().does('settle-obligation').does('complete', { task: 'register' });
    expect(legalTimeliness(early.state, at('2026-03-10T10:00'))).toBe('early');
  });

  it('leaves the record as it was when an error of the first phase is mended later', () => {
    const dossier = withTax().does('settle-obligation').does('complete', { task: 'register' }).does('return-result').at('2026-06-01T09:00').does('correct', { step: 'examine' });
    const before = dossier.state.appointments;
    dossier.does('complete', { task: 'examine' }).by('partner').at('2026-06-08T09:00').does('settle-obligation').does('complete', { task: 'register' });
    expect(dossier.state.appointments).toEqual(before);
    expect(dossier.state).toMatchObject({ stage: 'resolved', stopped: null, phase: 1 });
    expect(legalTimeliness(dossier.state, at('2026-06-08T09:00'))).toBe('early');
  });

  it('counts a second obligation under the last phase where the procedure names no further one', () => {
    const twice = procedure([...landTransfer.route.slice(1, 3), ...landTransfer.route.slice(2, 3).map((s) => ({ ...s, step: 'tax-2' })), step('register', 'land-office')] as never, { timeLimit: landTransfer.timeLimit });
    const dossier = given(twice).accepted('2026-03-02T08:30').does('complete', { task: 'examine' }).does('settle-obligation').does('settle-obligation');
    expect(dossier.appointment.limit).toEqual(workingDays(3));
  });
});
