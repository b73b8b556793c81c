import { stringify } from 'yaml';
import type { Limit } from '../domain/calendar/calendar';
import { formatLimit } from '../domain/calendar/limit';
import type { Procedure } from '../domain/procedure/procedure';

/** A definition as the file that gives it: what `parseProcedureFile` reads back to the same definition. Comments of the file it came from are gone. */
export const procedureText = (procedure: Procedure): string => stringify(asWritten(procedure), { lineWidth: 0, defaultStringType: 'PLAIN', defaultKeyType: 'PLAIN' });

function asWritten(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asWritten);
  if (typeof value !== 'object' || value === null) return value;
  return isLimit(value) ? formatLimit(value) : Object.fromEntries(Object.entries(value).map(([key, each]) => [key, asWritten(each)]));
}

/** Of the parts of a definition nothing else has these two fields and no other. */
export const isLimit = (value: object): value is Limit => Object.keys(value).length === 2 && 'amount' in value && 'unit' in value;
