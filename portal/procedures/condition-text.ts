import type { Schemas } from '../app/api';
import type { Language } from '../app/language';
import { outcomeName } from '../parts/role-names';
import { routeOf, stepsOf } from './route';
import type { Condition } from './route';

/** A condition of the definition in words: “Diện tích (m²)” từ 100 trở lên. */
export function conditionText(condition: Condition, procedure: Pick<Schemas['Procedure'], 'facts' | 'route'>, language: Language): string {
  const vi = language === 'vi';
  const words = (inner: unknown): string => conditionText(inner as Condition, procedure, language);
  const list = (inner: unknown, word: string): string => (inner as Condition[]).map((each) => (isPlain(each) ? words(each) : `(${words(each)})`)).join(` ${word} `);
  if ('every' in condition) return list(condition['every'], vi ? 'và' : 'and');
  if ('some' in condition) return list(condition['some'], vi ? 'hoặc' : 'or');
  if ('not' in condition) return `${vi ? 'không phải' : 'not'} ${isPlain(condition['not'] as Condition) ? words(condition['not']) : `(${words(condition['not'])})`}`;
  if ('outcome' in condition) {
    const step = stepsOf(routeOf(procedure)).find((each) => each.step === condition['outcome']);
    return `“${step?.name[language] ?? String(condition['outcome'])}” → ${outcomeName(String(condition['is']))[language].toLowerCase()}`;
  }
  const fact = procedure.facts.find((each) => each.fact === condition['fact']);
  const label = `“${fact?.label[language] ?? String(condition['fact'])}”`;
  if ('atLeast' in condition) return `${label} ${vi ? `từ ${String(condition['atLeast'])} trở lên` : `is ${String(condition['atLeast'])} or more`}`;
  const is = condition['is'];
  const value = is === true ? (vi ? 'có' : 'yes') : is === false ? (vi ? 'không' : 'no') : String(is);
  return `${label}: ${value}`;
}

const isPlain = (condition: Condition): boolean => !('every' in condition || 'some' in condition);
