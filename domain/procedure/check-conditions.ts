import { finding, listed, type Finding, type Path } from './finding';
import type { Fact, Procedure } from './procedure';
import { conditionsOf, outcomesOf, stepsOf, testsOf, type Located, type Test } from './walk';

/** Conditions ask for facts that the form has, with values they can take, and for outcomes of steps that come before. */
export const checkConditions = (procedure: Procedure, blocks: readonly Located[]): Finding[] => {
  const facts = procedure.facts ?? [];
  const steps = new Map(stepsOf(blocks).map(({ block }) => [block.step, block]));

  return conditionsOf(procedure, blocks).flatMap(({ condition, path, before }) =>
    testsOf(condition, path).flatMap(({ test, path: at }): Finding[] => {
      if ('fact' in test) return factFindings(facts, test, at);
      const step = before.has(test.outcome) ? steps.get(test.outcome) : undefined;
      if (!step) return [finding('PROCEDURE_OUTCOME_STEP', [...at, 'outcome'], { value: test.outcome, allowed: listed(before) })];
      const outcomes = outcomesOf(step);
      if (outcomes.includes(test.is)) return [];
      return [finding('PROCEDURE_OUTCOME_UNKNOWN', [...at, 'is'], { value: test.is, step: step.step, allowed: listed(outcomes) })];
    }),
  );
};

const factFindings = (facts: readonly Fact[], test: Extract<Test, { fact: string }>, path: Path): Finding[] => {
  const fact = facts.find((candidate) => candidate.fact === test.fact);
  if (!fact) return [finding('PROCEDURE_FACT_UNKNOWN', [...path, 'fact'], { value: test.fact, allowed: listed(facts.map((f) => f.fact)) })];
  const key = 'is' in test ? 'is' : 'atLeast';
  const value = 'is' in test ? test.is : test.atLeast;
  if (fits(fact, key, value)) return [];
  return [finding('PROCEDURE_FACT_TYPE', [...path, key], { value: JSON.stringify(value), fact: fact.fact, type: fact.type, allowed: ALLOWED[fact.type](fact) })];
};

const fits = (fact: Fact, key: 'is' | 'atLeast', value: string | number | boolean): boolean => {
  if (fact.type === 'number') return typeof value === 'number';
  if (key === 'atLeast') return false;
  return fact.type === 'boolean' ? typeof value === 'boolean' : typeof value === 'string' && (fact.options ?? []).includes(value);
};

const ALLOWED = {
  boolean: () => 'true, false',
  number: () => '0, 1, 2.5 …',
  choice: ({ options }: Fact) => listed(options ?? []),
} as const satisfies Record<Fact['type'], (fact: Fact) => string>;

/** A question with a choice has something to choose from, and names nothing else; the others have nothing. */
export const checkFacts = (procedure: Procedure): Finding[] =>
  (procedure.facts ?? []).flatMap(({ fact, type, options, optionNames = {} }, i) => [
    ...((type === 'choice' ? (options ?? []).length >= 2 : options === undefined) ? [] : [finding('PROCEDURE_FACT_OPTIONS', ['facts', i], { fact, type })]),
    ...Object.keys(optionNames)
      .filter((option) => !(options ?? []).includes(option))
      .map((option) => finding('PROCEDURE_OPTION_UNKNOWN', ['facts', i, 'optionNames', option], { value: option, allowed: listed(options ?? []) })),
  ]);
