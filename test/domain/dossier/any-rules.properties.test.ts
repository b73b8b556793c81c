import fc from 'fast-check';
import { CLOCK_START_RULES } from '../../../domain/calendar/calendar';
import type { Limit } from '../../../domain/calendar/calendar';
import { attributeLateness } from '../../../domain/dossier/attribution';
import { passUntil, replay } from '../../../domain/dossier/engine';
import { explainDossier } from '../../../domain/dossier/explain';
import { legalTimeliness } from '../../../domain/dossier/timeliness';
import type { Procedure } from '../../../domain/procedure/procedure';
import { anyMoves, anyProcedure, START } from './any-story';
import { violations, violationsBetween } from './invariants';
import { hours, workingDays } from './procedures';
import { lastOf, opened, tell } from './tell';

const calendarDays = (amount: number): Limit => ({ amount, unit: 'calendar-days' });

/** The same routes under any kind of limit, clock-start rule, day end, supplement rule and apology rule. */
const anyRules = fc.record({
  limit: fc.constantFrom(hours(20), workingDays(2.5), workingDays(0.25), workingDays(0), workingDays(3), calendarDays(4), calendarDays(15)),
  clockStart: fc.constantFrom(...CLOCK_START_RULES),
  expires: fc.constantFrom('midnight', 'close-of-office'),
  inBranch: fc.constantFrom('stops-branch', 'stops-dossier'),
  times: fc.constantFrom(1, 3),
  owed: fc.constantFrom('at-expiry', 'one-day-before'),
  oncePer: fc.constantFrom('dossier', 'phase'),
});

const under = (procedure: Procedure, { limit, clockStart, expires, inBranch, times, owed, oncePer }: typeof anyRules extends fc.Arbitrary<infer R> ? R : never): Procedure => ({
  ...procedure,
  timeLimit: { clockStart, expires, ...(procedure.timeLimit.phases ? { phases: procedure.timeLimit.phases.map((phase) => ({ ...phase, limit })) } : { limit }) },
  supplement: { reception: { ...procedure.supplement.reception, times }, examination: { ...procedure.supplement.examination, times, inBranch } },
  apology: { owed, oncePer },
});

describe('under whatever rules a procedure brings', () => {
  it('no state is illegal, explanations add up, and what is missed stays behind', () => {
    fc.assert(
      fc.property(anyProcedure, anyRules, anyMoves, fc.nat(60 * 24 * 90), (base, rules, moves, minutes) => {
        const procedure = under(base, rules);
        const pages = tell(procedure, moves);
        expect(pages.flatMap(({ before, after, logged }) => [...violations(after), ...violationsBetween(before, after, logged)])).toEqual([]);
        const state = lastOf(procedure, pages);
        expect(explainDossier(state).filter((told) => !told.addsUp)).toEqual([]);
        expect(replay(opened(procedure), JSON.parse(JSON.stringify(pages.flatMap((p) => p.logged))))).toEqual(state);
        const later = passUntil(state, START + minutes * 60_000).state;
        const now = Math.max(later.lastAt, START + minutes * 60_000);
        expect(later.appointments.filter((a) => a.missedAt !== null && a.due > a.missedAt)).toEqual([]);
        if (legalTimeliness(later, now) !== 'late') expect(attributeLateness(later, now)).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });
});
