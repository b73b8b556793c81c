import { stringify } from 'yaml';
import type { Limit } from '../domain/calendar/calendar';
import { formatLimit } from '../domain/calendar/limit';
import type { Procedure } from '../domain/procedure/procedure';

/** The order in which docs/procedure-format.md writes keys, of every part at once; the database keeps none. */
const KEYS = [
  'code', 'version', 'step', 'parallel', 'choice', 'goBackTo', 'branch', 'document', 'fact', 'outcome', 'fee', 'phase', 'kind', 'name', 'label', 'sector', 'vi', 'en',
  'tier', 'serviceLevel', 'effectiveFrom', 'effectiveTo', 'offeredAt', 'role', 'tiers', 'agency', 'officer', 'is', 'atLeast', 'not', 'every', 'some', 'type', 'options', 'optionNames',
  'required', 'originals', 'copies', 'amount', 'amountOnline', 'when', 'refundable', 'documents', 'fees', 'facts', 'timeLimit', 'clockStart', 'limit', 'phases', 'variants',
  'expires', 'supplement', 'reception', 'examination', 'noticeWithin', 'respondWithin', 'confirmWithin', 'times', 'inBranch', 'apology', 'owed', 'oncePer', 'atMost', 'partners', 'payment', 'tax', 'appeal', 'law', 'body', 'days', 'acknowledgeWithin',
  'vigilance', 'warnBefore', 'ladder', 'after', 'to', 'outcomes', 'consult', 'agencies', 'replyWithin', 'silence', 'countsFrom', 'need', 'quorum', 'waitAtMost', 'join',
  'refusal', 'branches', 'cases', 'otherwise', 'route', 'result', 'legalBasis', 'provenance', 'source', 'confidence', 'assumed', 'note',
];

/** A definition as the file that gives it: what `parseProcedureFile` reads back to the same definition. Comments of the file it came from are gone. */
export const procedureText = (procedure: Procedure): string => stringify(asWritten(procedure), { lineWidth: 0 });

function asWritten(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asWritten);
  if (typeof value !== 'object' || value === null) return value;
  if (isLimit(value)) return formatLimit(value);
  const entries = Object.entries(value).sort(([a], [b]) => place(a) - place(b) || (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [key, asWritten(each)]));
}

/** A key that is not named above comes last. */
const place = (key: string): number => (KEYS.includes(key) ? KEYS.indexOf(key) : KEYS.length);

/** Of the parts of a definition nothing else has these two fields and no other. */
export const isLimit = (value: object): value is Limit => Object.keys(value).length === 2 && 'amount' in value && 'unit' in value;
