import fc from 'fast-check';
import { checkProcedure } from '../../../domain/procedure/check';
import { criticalPath } from '../../../domain/procedure/critical-path';
import { workingDaysWithin } from '../../../domain/procedure/working-days-within';
import type { Block, Branch, Fact, Procedure, TimeLimit } from '../../../domain/procedure/procedure';
import { aProcedure, limit, step, TOPOLOGY } from './a-procedure';

const DAY = 480;
const text = { vi: 'x', en: 'x' };
const branch = (name: string, ...route: Block[]): Branch => ({ branch: name, route });
const yesNo = (fact: string): Fact => ({ fact, label: text, type: 'boolean', required: true });

/** The length of the longest way in days, reception's half day included. */
const days = (middle: readonly Block[], more: Partial<Procedure> = {}): number[] =>
  criticalPath(aProcedure(middle, more)).phases.map(({ minutes }) => minutes / DAY);
const within = (written: string): Partial<Procedure> => ({ timeLimit: { clockStart: 'cutoff-15:00', limit: limit(written) } });

describe('what counts', () => {
  it('adds the steps of a sequence, hours as parts of an eight-hour day', () => {
    expect(days([step('a', 'examine', '2 working days'), step('b', 'sign', '4 working hours')])).toEqual([3]);
  });

  it('takes the longest branch, whatever the join', () => {
    const branches = [branch('short', step('a', 'examine', '1 working day')), branch('long', step('b', 'examine', '3 working days'), step('c', 'sign', '1 working day'))];
    expect(days([{ parallel: 'p', join: 'any', branches }])).toEqual([4.5]);
  });

  it('takes the longer case of a choice', () => {
    const cases = [{ when: { outcome: 'receive', is: 'done' }, route: [step('a', 'examine', '1 working day')] }];
    expect(days([{ choice: 'c', cases, otherwise: [step('b', 'examine', '2 working days')] }], { facts: [] })).toEqual([1.5]);
    const byFact = [{ when: { fact: 'hard', is: true }, route: [step('a', 'examine', '1 working day')] }];
    expect(days([{ choice: 'c', cases: byFact, otherwise: [step('b', 'examine', '2 working days')] }], { facts: [yesNo('hard')] })).toEqual([2.5]);
  });

  it('counts a loop once, and goes on behind it', () => {
    const sign = step('sign', 'sign', '1 working day', { outcomes: ['approved', 'redraft'] });
    const back: Block = { choice: 'c', cases: [{ when: { outcome: 'sign', is: 'redraft' }, route: [step('note', 'examine', '0.5 working days'), { goBackTo: 'draft' }] }], otherwise: [] };
    expect(days([step('draft', 'examine', '2 working days'), sign, back, step('issue', 'publish-result', '1 working day')])).toEqual([5]);
  });

  it('does not count returning, waiting outside and steps without a limit', () => {
    expect(days([step('wait', 'await-outside', '9 working days'), step('x')])).toEqual([0.5]);
  });

  it('counts the reply of consulted agencies beside the limit of the step itself', () => {
    const ask = (own: string, reply: string): Block =>
      step('ask', 'consult', own, { consult: { agencies: ['tax-office'], replyWithin: limit(reply), silence: 'escalate' } });
    expect(days([ask('1 working day', '4 working days')])).toEqual([4.5]);
    expect(days([ask('5 working days', '4 working days')])).toEqual([5.5]);
  });

  it('lets same-day steps in a row share the day they stand in', () => {
    const sameDay = (name: string): Block => step(name, 'examine', '0 working days');
    expect(days([sameDay('a'), sameDay('b')])).toEqual([1]);
    expect(days([sameDay('a'), step('b', 'sign', '2 working days'), sameDay('c')])).toEqual([4]);
  });

  it('names the steps that take the time, in order', () => {
    const branches = [branch('short', step('a')), branch('long', step('b', 'examine', '3 working days'))];
    expect(criticalPath(aProcedure([{ parallel: 'p', join: 'all', branches }])).phases[0]?.steps).toEqual(['receive', 'b']);
  });
});

describe('phases and variants', () => {
  it('measures each phase for itself, without the obligation between them', () => {
    const phases = ['5 working days', '3 working days'].map((written, i) => ({ phase: `p-${i}`, name: text, limit: limit(written) }));
    const route = [step('a', 'examine', '4.5 working days'), step('tax', 'financial-obligation', '30 working days'), step('b', 'sign', '4 working days')];
    const procedure = aProcedure(route, { timeLimit: { clockStart: 'cutoff-15:00', phases } });
    expect(criticalPath(procedure).phases.map((p) => [p.phase, p.minutes / DAY, p.limitMinutes / DAY])).toEqual([[0, 5, 5], [1, 4, 3]]);
    expect(checkProcedure(procedure, { topology: TOPOLOGY }).map(({ refusal }) => `${refusal.code} ${refusal.field}`)).toEqual(['PROCEDURE_PATH_TOO_LONG timeLimit.phases[1].limit']);
  });

  const timeLimit: TimeLimit = {
    clockStart: 'cutoff-15:00',
    limit: limit('3 working days'),
    variants: [{ when: { every: [{ fact: 'hard', is: true }, { fact: 'far', is: true }] }, limit: limit('6 working days') }],
  };
  const facts = [yesNo('hard'), yesNo('far')];
  const extra = (fact: string, written: string): Block => ({ choice: fact, cases: [{ when: { fact, is: true }, route: [step(`${fact}-step`, 'examine', written)] }], otherwise: [] });

  it('holds each way against the limit that applies to it', () => {
    const route = [extra('hard', '2.5 working days'), extra('far', '2.5 working days')];
    expect(criticalPath(aProcedure(route, { timeLimit, facts })).phases.map((p) => [p.variant, p.minutes / DAY, p.limitMinutes / DAY])).toEqual([[null, 3, 3], [0, 5.5, 6]]);
  });

  it('says on which assumption a way is too long', () => {
    const [found] = checkProcedure(aProcedure([extra('hard', '3 working days')], { timeLimit, facts }), { topology: TOPOLOGY });
    expect(found?.refusal).toMatchObject({ code: 'PROCEDURE_PATH_TOO_LONG', field: 'timeLimit.limit', details: { path: 3.5, limit: 3, assuming: 'hard = true', steps: 'receive → hard-step' } });
  });

  it('does not add cases that exclude each other', () => {
    const unless: Block = { choice: 'easy', cases: [{ when: { not: { fact: 'hard', is: true } }, route: [step('easy-step', 'examine', '2 working days')] }], otherwise: [] };
    expect(days([extra('hard', '2 working days'), unless], { facts })).toEqual([2.5]);
  });

  it('takes both ways where there are too many cases to try', () => {
    const many = Array.from({ length: 14 }, (_, i) => yesNo(`f${i}`));
    expect(days(many.map(({ fact }) => extra(fact, '0.5 working days')), { facts: many })).toEqual([7.5]);
  });
});

describe('different units', () => {
  it('takes calendar days as the most working days they may hold, where the limit is in working days', () => {
    expect(days([step('post', 'post-publicly', '15 calendar days')], within('12 working days'))).toEqual([11.5]);
  });

  it('takes a limit in calendar days as the fewest working days it may hold', () => {
    expect(criticalPath(aProcedure([], within('30 calendar days'))).phases[0]).toMatchObject({ minutes: DAY / 2, limitMinutes: 21 * DAY });
  });

  it('takes calendar days off calendar days as they are', () => {
    const fits = (reply: string, work: string): boolean => {
      const procedure = aProcedure([step('post', 'post-publicly', reply), step('x', 'examine', work)], within('17 calendar days'));
      return checkProcedure(procedure, { topology: TOPOLOGY }).length === 0;
    };
    // 10 calendar days are left, which hold at least 6 working days; reception takes half of one.
    expect(fits('7 calendar days', '5.5 working days')).toBe(true);
    expect(fits('7 calendar days', '5.75 working days')).toBe(false);
    expect(fits('18 calendar days', '1 working hour')).toBe(false);
  });

  it('holds no more than the calendar does: counted day by day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 1, max: 5 }), (length, weekday) => {
        const isWorking = (day: number): boolean => day % 7 !== 0 && day % 7 !== 6;
        let end = weekday + length;
        while (!isWorking(end)) end++;
        const counted = Array.from({ length: end - weekday }, (_, i) => weekday + 1 + i).filter(isWorking).length;
        const { fewest, most } = workingDaysWithin(length);
        return fewest <= counted && counted <= most;
      }),
    );
  });
});
