import { given, actor } from './given';
import { looping, procedure, step, threeLevels } from './procedures';

describe('reception', () => {
  it('gives the dossier to the window, which accepts, gives the code and the appointment, and forwards', () => {
    const dossier = given(threeLevels).at('2026-03-02T08:00').does('submit');
    expect(dossier.events).toEqual(['DossierSubmitted', 'StepAssigned']);
    expect(dossier.status).toBe(1);
    dossier.at('2026-03-02T09:00').does('accept');
    expect(dossier.events).toEqual(['DossierAccepted']);
    expect(dossier).toMatchObject({ due: '2026-03-09T17:00', status: 2 });
    dossier.does('complete', { task: 'receive' });
    expect(dossier.events).toEqual(['StepCompleted', 'StepAssigned', 'HandOverSent']);
    expect(dossier.status).toBe(4);
  });

  it('counts the limit from acceptance of a complete dossier, not from submission', () => {
    const dossier = given(threeLevels).at('2026-02-27T10:00').does('submit').at('2026-03-02T15:00').does('accept');
    expect(dossier.due).toBe('2026-03-10T17:00');
  });

  it('forwards nothing before acceptance, accepts once, and wants a code of the legal form', () => {
    const dossier = given(threeLevels).at('2026-03-02T08:00').does('submit');
    expect(dossier.refused('complete', { task: 'receive' })).toBe('ACT_NOT_IN_STAGE');
    expect(dossier.refused('accept', { code: 'H35-1' })).toBe('CODE_INVALID');
    dossier.does('accept');
    expect(dossier.refused('accept')).toBe('ACT_NOT_IN_STAGE');
  });

  it('refuses intake with a ground, for good', () => {
    const dossier = given(threeLevels).at('2026-03-02T08:00').does('submit');
    expect(dossier.refused('refuse-intake', { ground: ' ' })).toBe('REASON_MISSING');
    dossier.does('refuse-intake');
    expect(dossier.events).toEqual(['StepCancelled', 'IntakeRefused']);
    expect(dossier).toMatchObject({ status: 3, open: [] });
    expect(dossier.refused('accept')).toBe('ACT_NOT_IN_STAGE');
  });

  it('checks the facts of the form: required, declared, of their type', () => {
    const submitWith = (facts: Record<string, string | number | boolean>) => given(looping, { facts }).refused('submit');
    expect(submitWith({})).toBe('FACT_MISSING');
    expect(submitWith({ large: 'yes' })).toBe('FACT_INVALID');
    expect(submitWith({ large: true, floors: Infinity })).toBe('FACT_INVALID');
    expect(submitWith({ large: true, kind: 'palace' })).toBe('FACT_INVALID');
    expect(submitWith({ large: true, colour: 'red' })).toBe('FACT_UNKNOWN');
    expect(submitWith({ large: true, floors: 2, kind: 'shop' })).toBeNull();
    expect(given(threeLevels).refused('submit', { documents: ['passport'] })).toBe('DOCUMENT_UNKNOWN');
  });

  it('is decided on the facts and the channel of the submission itself', () => {
    const dossier = given(looping).at('2026-03-02T08:00').does('submit', { facts: { large: true }, channel: 'post' });
    expect(dossier.state).toMatchObject({ facts: { large: true }, channel: 'post' });
  });

  it('takes a fee once, where one is owed', () => {
    const dossier = given(threeLevels).at('2026-03-02T08:00').does('submit').does('pay-fee');
    expect(dossier.state.money.fee).toBe('paid');
    expect(dossier.refused('pay-fee')).toBe('ACT_NOT_IN_STAGE');
  });

  it('is submitted once', () => {
    expect(given(threeLevels).does('submit').refused('submit')).toBe('SUBMISSION_KEY_TAKEN');
  });

  it('lives on under the version in force at acceptance, of the same procedure and beginning with the same step', () => {
    const newer = { ...threeLevels, version: 2, timeLimit: { ...threeLevels.timeLimit, limit: { amount: 3, unit: 'working-days' } as const } };
    const dossier = given(threeLevels).at('2026-03-02T08:00').does('submit');
    expect(dossier.refused('accept', { procedure: { ...newer, code: '1.999999' } })).toBe('PROCEDURE_UNFIT');
    const other = procedure([step('examine', 'commune-committee')], { version: 2 });
    const renamed = { ...other, route: other.route.map((b) => ('step' in b && b.step === 'receive' ? { ...b, step: 'reception' } : b)) };
    expect(dossier.refused('accept', { procedure: renamed })).toBe('PROCEDURE_UNFIT');
    dossier.does('accept', { procedure: newer });
    expect(dossier).toMatchObject({ due: '2026-03-05T17:00' });
    expect(dossier.state.procedure.version).toBe(2);
  });

  it('may be submitted at the window by its receptionist, by nobody else of the administration', () => {
    expect(given(threeLevels).by('receptionist').refused('submit')).toBeNull();
    expect(given(threeLevels).by(actor('specialist@land-office')).refused('submit')).toBe('ACT_NOT_BY_ACTOR');
  });
});
