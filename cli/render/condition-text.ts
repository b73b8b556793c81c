import type { Condition } from '../../domain/procedure/procedure';

/** A condition as one reads it: `area ≥ 500 and not (appraise = refused)`. */
export function conditionText(condition: Condition): string {
  if ('outcome' in condition) return `${condition.outcome} = ${condition.is}`;
  if ('fact' in condition) return 'atLeast' in condition ? `${condition.fact} ≥ ${condition.atLeast}` : `${condition.fact} = ${condition.is}`;
  if ('not' in condition) return `not (${conditionText(condition.not)})`;
  if ('every' in condition) return condition.every.map(grouped).join(' and ');
  return condition.some.map(grouped).join(' or ');
}

const grouped = (condition: Condition): string => ('every' in condition || 'some' in condition ? `(${conditionText(condition)})` : conditionText(condition));
