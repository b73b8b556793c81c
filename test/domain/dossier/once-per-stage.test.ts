import { given } from './given';
import { looping, parallel, procedure, step, threeLevels, workingDays } from './procedures';

describe('a supplement, once per stage', () => {
  it('is not asked again by a branch that was entered a second time', () => {
    const dossier = given(looping, { facts: { large: true } }).accepted('2026-03-02T08:30').does('complete', { task: 'check' });
    dossier.by('specialist@dept-culture').does('request-supplement').does('provide-supplement').by('specialist@dept-culture').does('confirm-supplement');
    dossier.does('complete', { task: 'draft' }).does('complete', { task: 'review', outcome: 'from-start' }).does('complete', { task: 'check' });
    expect(dossier.open).toContain('environment#2');
    expect(dossier.by('specialist@dept-culture').refused('request-supplement')).toBe('SUPPLEMENT_ALREADY_REQUESTED');
  });

  it('is in time as counted from the receipt of what was confirmed before, where sector law allows a second', () => {
    const twice = procedure([step('examine', 'commune-committee')], {
      supplement: { reception: threeLevels.supplement.reception, examination: { ...threeLevels.supplement.examination, times: 2 } },
    });
    const dossier = given(twice).accepted('2026-03-02T08:30').by('specialist@commune-committee').does('request-supplement');
    expect(dossier.by('specialist@commune-committee').refused('request-supplement')).toBe('TASK_SUSPENDED');
    dossier.at('2026-03-16T09:00').does('provide-supplement').by('specialist@commune-committee').does('confirm-supplement');
    dossier.at('2026-03-18T09:00').by('specialist@commune-committee').does('request-supplement');
    expect(dossier.state.supplements.map((s) => s.requestedLate)).toEqual([false, false]);
  });

  it('asked by a branch stops the whole dossier where the procedure says so', () => {
    const plain = parallel('all');
    const wide = { ...plain, supplement: { ...plain.supplement, examination: { ...plain.supplement.examination, inBranch: 'stops-dossier' } } } as const;
    const asked = (of: typeof plain) => given(of).accepted('2026-03-02T08:30').at('2026-03-03T09:00').by('specialist@social-insurance').does('request-supplement');
    expect(asked(plain)).toMatchObject({ status: 4, state: { stopped: null } });
    const dossier = asked(wide);
    expect(dossier).toMatchObject({ status: 5, state: { stopped: { rule: 'supplement' } } });
    expect(dossier.refused('complete', { task: 'residence' })).toBe('TASK_SUSPENDED');
    dossier.at('2026-03-10T09:00').does('provide-supplement').by('specialist@social-insurance').does('confirm-supplement');
    expect(dossier.due).toBe('2026-03-17T17:00');
    expect(dossier.does('complete', { task: 'residence' }).task('residence').status).toBe('done');
    expect(workingDays(5)).toEqual(dossier.appointment.limit);
  });
});
