import { given } from './given';
import { landTransfer, parallel, threeLevels } from './procedures';

const resolved = () => given(threeLevels).accepted('2026-03-02T08:30').does('complete', { task: 'examine' }).does('complete', { task: 'verify' }).at('2026-03-05T10:00').does('complete', { task: 'sign' });

describe('endings', () => {
  it('resolves with the step before the return, returns by the chosen way, and is archived once', () => {
    const dossier = resolved();
    expect(dossier.events.slice(-3)).toEqual(['DossierResolved', 'StepAssigned', 'HandOverSent']);
    expect(dossier.status).toBe(9);
    expect(dossier.refused('complete', { task: 'return' })).toBe('ACT_NOT_IN_STAGE');
    dossier.at('2026-03-09T09:00').does('return-result', { way: 'post' });
    expect(dossier).toMatchObject({ events: ['StepCompleted', 'ResultReturned'], status: 10 });
    expect(dossier.state.delivery).toEqual({ status: 'delivered', way: 'post' });
    dossier.does('archive');
    expect(dossier.refused('archive')).toBe('ACT_NOT_IN_STAGE');
  });

  it('refuses the application where a step decides so and the route does not ask about it', () => {
    const dossier = given(threeLevels).accepted('2026-03-02T08:30').does('complete', { task: 'examine', outcome: 'refused' });
    expect(dossier.events).toEqual(['HandOverAcknowledged', 'StepCompleted', 'DossierResolved', 'StepAssigned', 'HandOverSent']);
    expect(dossier.state.decision).toMatchObject({ outcome: 'refused', refused: true });
  });

  it('stops at the request of the applicant while nothing is decided', () => {
    const dossier = given(parallel('all')).accepted('2026-03-02T08:30').does('stop');
    expect(dossier).toMatchObject({ status: 8, open: [] });
    expect(dossier.state.blocks).toEqual({});
    expect(resolved().refused('stop')).toBe('ACT_NOT_IN_STAGE');
  });

  it('is withdrawn before or after acceptance, with what was still asked of the applicant', () => {
    expect(given(threeLevels).does('submit').does('withdraw').status).toBe(7);
    const dossier = given(threeLevels).accepted('2026-03-02T08:30').by('specialist@commune-committee').does('request-supplement').does('withdraw');
    expect(dossier.state.supplements[0]!.status).toBe('void');
    expect(dossier.passes('2026-06-01T08:00').events).toEqual([]);
  });

  it('mends an agency\'s error as new internal work, and leaves the record of time alone', () => {
    const dossier = resolved().does('return-result');
    const { endedAt, appointments } = dossier.state;
    dossier.at('2026-05-11T09:00').does('correct');
    expect(dossier.events).toEqual(['CorrectionOpened', 'StepAssigned', 'HandOverSent']);
    expect(dossier).toMatchObject({ open: ['sign#2'], status: 4 });
    expect(dossier.refused('stop')).toBe('ACT_NOT_IN_STAGE');
    expect(dossier.refused('withdraw')).toBe('ACT_NOT_IN_STAGE');
    dossier.does('complete', { task: 'sign' }).does('return-result');
    expect(dossier.state).toMatchObject({ stage: 'returned', endedAt, appointments });
  });

  it('is archived again after an error was mended', () => {
    const dossier = resolved().does('return-result').does('archive').does('correct');
    expect(dossier.state.archivedAt).toBeNull();
    expect(dossier.does('complete', { task: 'sign' }).does('return-result').does('archive').events).toEqual(['DossierArchived']);
  });

  it('mends only a step of the main route', () => {
    expect(resolved().refused('correct', { step: 'receive' })).toBe('OUTCOME_UNKNOWN');
    expect(resolved().refused('correct', { step: 'nowhere' })).toBe('OUTCOME_UNKNOWN');
    const land = given(landTransfer).accepted('2026-03-02T08:30').does('complete', { task: 'examine' }).does('settle-obligation').does('complete', { task: 'register' });
    expect(land.refused('correct', { step: 'tax' })).toBe('OUTCOME_UNKNOWN');
  });
});
