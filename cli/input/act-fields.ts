import { refusal } from '../../domain/errors';
import { shown } from '../../domain/calendar/shown';
import { Refused } from '../exit';
import { facts, pairs } from './pairs';

export interface ActFieldOptions {
  readonly task?: string;
  readonly taskVersion?: number;
  readonly outcome?: string;
  readonly fact?: readonly string[];
  readonly item?: readonly string[];
  readonly exception?: readonly string[];
  readonly waive?: readonly string[];
  readonly field?: readonly string[];
  readonly dataJson?: string;
  readonly reason?: string;
  readonly note?: string;
}

/** Characters of a reason or a note that are kept. */
const LONGEST_TEXT = 10_000;

/** Fields of an act whose values are no text. */
const NUMBERS: ReadonlySet<string> = new Set(['version']);

/** All that the options say about an act, as one object; what they contradict, the more particular option wins. Still to be parsed by its contract. */
export function actFields(options: ActFieldOptions): Record<string, unknown> {
  const named = Object.entries(pairs(options.field, 'field')).map(([name, value]) => [name, NUMBERS.has(name) && /^\d{1,9}$/.test(value) ? Number(value) : value] as const);
  for (const field of ['reason', 'note'] as const) refuseLong(options[field], field);
  const particular: Record<string, unknown> = {
    taskId: options.task,
    version: options.taskVersion,
    outcome: options.outcome,
    facts: options.fact && facts(options.fact),
    items: options.item,
    exceptions: exceptionsIn(options),
    reason: options.reason,
    note: options.note,
  };
  const said = Object.entries(particular).filter(([, value]) => value !== undefined);
  return { ...jsonObject(options.dataJson), ...Object.fromEntries(named), ...Object.fromEntries(said) };
}

/** What an acceptance lets off: papers first, then fees, each with its reason. */
function exceptionsIn({ exception, waive }: ActFieldOptions): readonly Record<string, string>[] | undefined {
  if (exception === undefined && waive === undefined) return undefined;
  const papers = Object.entries(pairs(exception, 'exception')).map(([document, reason]) => ({ document, reason }));
  const fees = Object.entries(pairs(waive, 'waive')).map(([fee, reason]) => ({ fee, reason }));
  return [...papers, ...fees];
}

/** The contract of the act refuses it too, but not with the length. */
function refuseLong(text: string | undefined, field: string): void {
  if (text !== undefined && text.length > LONGEST_TEXT) throw new Refused(refusal('TEXT_TOO_LONG', { length: text.length, limit: LONGEST_TEXT }, field));
}

function jsonObject(text: string | undefined): Record<string, unknown> {
  if (text === undefined) return {};
  const refuse = (reason: string): never => {
    throw new Refused(refusal('JSON_INVALID', { reason }, 'data-json'));
  };
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : refuse('another kind of value');
  } catch (error) {
    if (error instanceof Refused) throw error;
    return refuse(shown((error as Error).message));
  }
}
