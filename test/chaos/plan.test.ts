import { ALL_KINDS, FAULT_KINDS, needOf } from '../../chaos/faults/kinds';
import { planFaults } from '../../chaos/faults/plan';

describe('the plan of faults', () => {
  it('follows the seed alone', () => {
    const options = { seed: 7, faults: 50, kinds: ALL_KINDS };
    expect(planFaults(options)).toEqual(planFaults(options));
    expect(planFaults({ ...options, seed: 8 })).not.toEqual(planFaults(options));
  });

  it('begins alike, however long it is', () => {
    const long = planFaults({ seed: 3, faults: 90, kinds: ALL_KINDS });
    expect(planFaults({ seed: 3, faults: 10, kinds: ALL_KINDS })).toEqual(long.slice(0, 10));
  });

  it('draws every kind, each as often as its weight says', () => {
    const bag = ALL_KINDS.reduce((sum, kind) => sum + FAULT_KINDS[kind].weight, 0);
    const drawn = planFaults({ seed: 1, faults: bag, kinds: ALL_KINDS }).map(({ kind }) => kind);
    for (const kind of ALL_KINDS) expect(drawn.filter((each) => each === kind)).toHaveLength(FAULT_KINDS[kind].weight);
  });

  it('draws nothing but what was asked for', () => {
    const plan = planFaults({ seed: 9, faults: 12, kinds: ['kill-temporal'], equally: true });
    expect(new Set(plan.map(({ kind }) => kind))).toEqual(new Set(['kill-temporal']));
  });

  it('lets several strike at once, none of which needs what is not there', () => {
    const together = planFaults({ seed: 2, faults: 40, kinds: ['several-at-once'] }).map((fault) => fault.together);
    for (const kinds of together) {
      expect(new Set(kinds).size).toBeGreaterThanOrEqual(2);
      expect(kinds.filter((kind) => kind === 'several-at-once' || needOf(kind) !== undefined)).toEqual([]);
    }
  });
});
