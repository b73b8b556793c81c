import { testsOf, conditionsOf, blocksOf, outcomesOf, stepsOf } from './walk';
import type { Condition, Fact, Procedure } from './procedure';

type Value = string | number | boolean;

/** One way a dossier may turn out: answers to the facts (`fact:x`) and how steps were decided (`outcome:y`); null is not answered. */
export type Case = ReadonlyMap<string, Value | null>;

/** More ways than this are not told apart; what is left out counts as undecided. */
const MOST_CASES = 1024;

/** Every way a dossier may turn out, as far as some condition tells them apart. Facts go before outcomes where there are too many. */
export const casesOf = (procedure: Procedure): Case[] => {
  let cases: Case[] = [new Map()];
  for (const [key, values] of variablesOf(procedure)) {
    if (cases.length * values.length > MOST_CASES) continue;
    cases = cases.flatMap((known) => values.map((value) => new Map([...known, [key, value]])));
  }
  return cases;
};

const variablesOf = (procedure: Procedure): [string, (Value | null)[]][] => {
  const blocks = blocksOf(procedure);
  const tests = conditionsOf(procedure, blocks).flatMap(({ condition }) => testsOf(condition).map(({ test }) => test));
  const asked = new Set(tests.map((test) => ('fact' in test ? test.fact : test.outcome)));
  const facts = (procedure.facts ?? []).filter(({ fact }) => asked.has(fact));
  const steps = stepsOf(blocks).filter(({ block }) => asked.has(block.step));
  const bounds = (fact: string): number[] =>
    tests.flatMap((test) => {
      if (!('fact' in test) || test.fact !== fact) return [];
      const value = 'is' in test ? test.is : test.atLeast;
      return typeof value === 'number' ? [value, value - 1] : [];
    });
  return [
    ...facts.map((fact): [string, (Value | null)[]] => [
      `fact:${fact.fact}`,
      [...answers(fact, bounds(fact.fact)), ...(fact.required ? [] : [null])],
    ]),
    ...steps.map(({ block }): [string, (Value | null)[]] => [`outcome:${block.step}`, [...outcomesOf(block)]]),
  ];
};

const answers = (fact: Fact, bounds: readonly number[]): Value[] => {
  if (fact.type === 'boolean') return [false, true];
  return fact.type === 'number' ? [...new Set(bounds)] : [...(fact.options ?? [])];
};

/** Whether the condition holds in this case; undefined where the case does not tell. `used` collects what was looked at. */
export const holdsIn = (condition: Condition, known: Case, used: Set<string>): boolean | undefined => {
  if ('not' in condition) {
    const inner = holdsIn(condition.not, known, used);
    return inner === undefined ? undefined : !inner;
  }
  if ('every' in condition) {
    const parts = condition.every.map((part) => holdsIn(part, known, used));
    return parts.includes(false) ? false : parts.includes(undefined) ? undefined : true;
  }
  if ('some' in condition) {
    const parts = condition.some.map((part) => holdsIn(part, known, used));
    return parts.includes(true) ? true : parts.includes(undefined) ? undefined : false;
  }
  const key = 'fact' in condition ? `fact:${condition.fact}` : `outcome:${condition.outcome}`;
  if (!known.has(key)) return undefined;
  used.add(key);
  const value = known.get(key) ?? null;
  return 'is' in condition ? value === condition.is : typeof value === 'number' && value >= condition.atLeast;
};
