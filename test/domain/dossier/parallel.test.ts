import { given } from './given';
import { looping, parallel } from './procedures';

const forked = (...args: Parameters<typeof parallel>) => given(parallel(...args)).accepted('2026-03-02T08:30');

describe('parallel blocks', () => {
  it('open every branch at once, blocks within blocks too', () => {
    expect(forked('all').open).toEqual(['residence#1', 'card#1', 'fire-safety#1', 'public-order#1']);
  });

  it('join when all have ended, once', () => {
    const dossier = forked('all').does('complete', { task: 'residence' }).does('complete', { task: 'card' }).does('complete', { task: 'fire-safety' }).does('complete', { task: 'public-order' });
    expect(dossier.events).toEqual(['HandOverAcknowledged', 'StepCompleted', 'BranchFinished', 'BlockJoined', 'StepAssigned']);
    dossier.does('complete', { task: 'licence' });
    expect(dossier.events).toEqual(['StepCompleted', 'BranchFinished', 'BlockJoined', 'StepAssigned', 'HandOverSent']);
    expect(dossier.open).toEqual(['sign#1']);
    expect(dossier.state.blocks).toEqual({});
    expect(dossier.all.filter((t) => t === 'BlockJoined')).toHaveLength(2);
  });

  it('join at the first of any, or at the quorum, and cancel what is left, nested blocks included', () => {
    const any = forked('any').does('complete', { task: 'card' });
    expect(any.events.filter((t) => t === 'StepCancelled')).toHaveLength(3);
    expect(any.events.filter((t) => t === 'BlockLeft')).toHaveLength(1);
    expect(any.open).toEqual(['sign#1']);
    expect(any.refused('complete', { task: 'residence' })).toBe('TASK_NOT_OPEN');
    const quorum = forked({ quorum: 2 }).does('complete', { task: 'card' });
    expect(quorum.open).toHaveLength(3);
    expect(quorum.does('complete', { task: 'residence' }).open).toEqual(['sign#1']);
  });

  it('end with the first refusal unless the procedure lets the others go on', () => {
    const dossier = forked('all').does('complete', { task: 'card', outcome: 'refused' });
    expect(dossier.open).toEqual(['return#1']);
    expect(dossier.state.decision).toMatchObject({ refused: true });
    expect(dossier.state.blocks).toEqual({});
  });

  it('go on without the branch that refused, where the procedure says so', () => {
    const dossier = forked('all', { refusal: 'continues' }).does('complete', { task: 'card', outcome: 'refused' });
    expect(dossier.open).toEqual(['residence#1', 'fire-safety#1', 'public-order#1']);
    dossier.does('complete', { task: 'residence' });
    expect(dossier.does('complete', { task: 'public-order', outcome: 'refused' }).state.decision).toMatchObject({ refused: true });
  });

  it('refuse when all have refused, or when the quorum cannot be had', () => {
    const none = forked('any', { refusal: 'continues' }).does('complete', { task: 'card', outcome: 'refused' }).does('complete', { task: 'residence', outcome: 'refused' });
    none.does('complete', { task: 'fire-safety' }).does('complete', { task: 'public-order' }).does('complete', { task: 'licence', outcome: 'refused' });
    expect(none.state.decision).toMatchObject({ refused: true });
    const short = forked({ quorum: 2 }, { refusal: 'continues' }).does('complete', { task: 'card', outcome: 'refused' }).does('complete', { task: 'residence', outcome: 'refused' });
    short.does('complete', { task: 'fire-safety' }).does('complete', { task: 'public-order' }).does('complete', { task: 'licence' });
    expect(short.state.decision).toMatchObject({ refused: true });
  });

  it('keep sending back within a branch under rules 1', () => {
    const dossier = given(parallel('all'), {}, 1).accepted('2026-03-02T08:30').does('complete', { task: 'fire-safety' }).does('complete', { task: 'public-order' });
    expect(dossier.refused('send-back', { task: 'licence' })).toBe('SEND_BACK_IMPOSSIBLE');
    expect(dossier.refused('send-back', { task: 'card' })).toBe('SEND_BACK_IMPOSSIBLE');
  });
});

describe('choices and going back', () => {
  const checked = (large: boolean, floors?: number) =>
    given(looping, { facts: { large, ...(floors === undefined ? {} : { floors }) } }).accepted('2026-03-02T08:30').does('complete', { task: 'check' });

  it('run a branch only where its condition holds, and do not wait for it', () => {
    expect(checked(true).open).toEqual(['draft#1', 'environment#1']);
    const small = checked(false).does('complete', { task: 'draft' }).does('complete', { task: 'review' });
    expect(small.open).toEqual(['sign-locally#1']);
  });

  it('stay within the branch', () => {
    const dossier = checked(true).does('complete', { task: 'draft' }).does('complete', { task: 'review', outcome: 'again' });
    expect(dossier.open).toEqual(['environment#1', 'draft#2']);
    dossier.does('complete', { task: 'draft' }).does('complete', { task: 'review' }).does('complete', { task: 'environment' });
    expect(dossier.open).toEqual(['sign-locally#1']);
  });

  it('leave the block for a step before it and cancel the siblings', () => {
    const dossier = checked(true).does('complete', { task: 'draft' }).does('complete', { task: 'review', outcome: 'from-start' });
    expect(dossier.events).toEqual(['StepCompleted', 'StepCancelled', 'BlockLeft', 'StepAssigned', 'HandOverSent']);
    expect(dossier).toMatchObject({ open: ['check#2'] });
    expect(dossier.does('complete', { task: 'check' }).state.blocks).toHaveProperty('group#2');
  });

  it('take a fact that a step has set', () => {
    const dossier = checked(false).does('complete', { task: 'draft', facts: { floors: 9 } }).does('complete', { task: 'review' });
    expect(dossier.open).toEqual(['sign#1']);
    expect(checked(false).refused('complete', { task: 'draft', facts: { floors: 'nine' } })).toBe('FACT_INVALID');
    expect(checked(false, 9).does('complete', { task: 'draft' }).does('complete', { task: 'review' }).open).toEqual(['sign#1']);
  });

  it('know no other outcome than the step\'s', () => {
    expect(checked(false).refused('complete', { task: 'draft', outcome: 'splendid' })).toBe('OUTCOME_UNKNOWN');
  });
});
