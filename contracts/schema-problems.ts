import type { z } from 'zod';
import { shown } from '../domain/calendar/shown';
import { refusal, type ErrorCode, type Refusal } from '../domain/errors';
import { listed, pathText, type Path } from '../domain/procedure/finding';
import { lettersBetween, nearest } from '../domain/procedure/nearest';

/** What a value of the file fails, and whether its key or its value is at fault. */
export interface SchemaProblem {
  readonly path: Path;
  readonly at: 'key' | 'value';
  /** Made when it is asked for: finding out what somebody may have meant is dear, and only the first problems are told. */
  readonly refusal: () => Refusal;
}

type Issue = z.core.$ZodIssue;

/** The refusals for what a schema found in `value`. `typed` gives a scalar as it was typed. */
export const schemaProblems = (value: unknown, issues: readonly Issue[], typed: (path: Path) => string | undefined): SchemaProblem[] =>
  issues.flatMap((issue) => problemsOf(value, issue, [], typed));

const problemsOf = (root: unknown, issue: Issue, base: Path, typed: (path: Path) => string | undefined): SchemaProblem[] => {
  const path: Path = [...base, ...issue.path.map((key) => (typeof key === 'number' ? key : String(key)))];
  const given = valueAt(root, path);
  const later = (code: ErrorCode, details: () => Refusal['details'], where: Path = path, at: SchemaProblem['at'] = 'value'): SchemaProblem => ({
    path: where,
    at,
    refusal: () => refusal(code, details(), pathText(where) || 'file'),
  });
  const problem = (code: ErrorCode, details: Refusal['details']): SchemaProblem[] => [later(code, () => details)];

  const isMissing = given === undefined && (issue.code === 'invalid_type' || issue.code === 'invalid_value' || issue.code === 'invalid_union');
  if (isMissing) return problem('PROCEDURE_KEY_MISSING', { key: String(path.at(-1) ?? '–') });

  switch (issue.code) {
    case 'unrecognized_keys': {
      const allowed = issue.message.split(', ');
      return issue.keys.map((key) => {
        const details = () => ({ field: pathText(path) || 'file', key: shown(key), nearest: nearest(key, allowed), allowed: issue.message });
        return later('PROCEDURE_KEY_UNKNOWN', details, [...path, key], 'key');
      });
    }
    case 'invalid_union': {
      const meant = 'errors' in issue ? meantForm(given, issue.errors) : undefined;
      if (meant) return meant.flatMap((inner) => problemsOf(root, inner, path, typed));
      return problem('PROCEDURE_SHAPE_UNKNOWN', { allowed: issue.message });
    }
    case 'invalid_type':
      if (issue.message === 'limit') return problem('LIMIT_INVALID', { value: shown(typed(path) ?? kindOf(given)) });
      if (issue.expected === 'string' && typed(path) !== undefined && given !== null) return problem('PROCEDURE_TEXT_UNQUOTED', { value: shown(typed(path) ?? '') });
      if (issue.expected === 'number' && typeof given === 'number') return problem('PROCEDURE_VALUE_FORM', { value: shown(typed(path) ?? String(given)), example: '100' });
      return problem('PROCEDURE_VALUE_TYPE', { found: kindOf(given), expected: issue.expected });
    case 'invalid_value': {
      const allowed = issue.values.map(String);
      const value = typed(path) ?? (typeof given === 'string' ? given : kindOf(given));
      return [later('PROCEDURE_VALUE_UNKNOWN', () => ({ value: shown(value), nearest: nearest(value, allowed), allowed: listed(allowed) }))];
    }
    case 'too_small':
    case 'too_big': {
      const size = typeof given === 'string' || Array.isArray(given) ? given.length : 0;
      const [least, most] = issue.code === 'too_small' ? [Number(issue.minimum), '…'] : [0, Number(issue.maximum)];
      return problem('PROCEDURE_VALUE_SIZE', { size, least, most });
    }
    case 'invalid_format':
      return problem('PROCEDURE_VALUE_FORM', { value: shown(String(given)), example: issue.message });
    case 'custom': {
      const read = issue.params?.['refusal'] as Refusal | undefined;
      return read ? problem(read.code, { ...read.details, field: pathText(path) }) : [];
    }
    default:
      return problem('PROCEDURE_VALUE_TYPE', { found: kindOf(given), expected: issue.code });
  }
};

/** Whoever wrote more keys that no form has meant none of them. */
const MOST_COMPARED = 20;

/**
 * Of several forms the one that was most probably meant: the one whose keys fit best, and of equal ones the one whose missing key is most like
 * a key that is there. Undefined where nothing fits at all, and for what is no object.
 */
const meantForm = (given: unknown, forms: readonly (readonly Issue[])[]): readonly Issue[] | undefined => {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return undefined;
  const keys = Object.keys(given);
  const scored = forms
    .filter((issues) => !issues.some((issue) => issue.path.length === 0 && issue.code !== 'unrecognized_keys'))
    .map((issues) => {
      const unknown = issues.flatMap((issue) => (issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys : []));
      const missing = issues.flatMap(({ path }) => (path.length === 1 && !Object.hasOwn(given, path[0] ?? '') ? [String(path[0])] : []));
      const letters = Math.min(Infinity, ...unknown.slice(0, MOST_COMPARED).flatMap((key) => missing.map((other) => lettersBetween(key, other))));
      return { issues, fits: unknown.length < keys.length || letters <= 2, faults: unknown.length + missing.length, letters };
    })
    .filter(({ fits }) => fits)
    .sort((a, b) => a.faults - b.faults || a.letters - b.letters);
  return scored[0]?.issues;
};

const kindOf = (value: unknown): string => {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'list' : typeof value;
};

const valueAt = (root: unknown, path: Path): unknown =>
  path.reduce<unknown>((value, key) => (typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Record<string | number, unknown>)[key] : undefined), root);
