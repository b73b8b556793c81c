import type { Schemas } from '../../app/api';
import type { FieldForm } from './act-forms';
import { appealIn } from './appeal-field';
import { allExcepted, exceptionsIn } from './exceptions-field';

export type Dossier = Schemas['Dossier'];
export type Task = Schemas['Task'];
export type Possible = Dossier['acts'][number];
type FactValue = string | number | boolean;

/** What the present state leaves to choose from. */
export interface Asked {
  readonly outcomes: readonly string[];
  /** Tasks it may be asked from. */
  readonly tasks: readonly Task[];
  /** Numbers of the supplements that are still open. */
  readonly supplements: readonly number[];
  readonly today: string;
  readonly wanting: Dossier['wanting'];
}

/** What has been filled in so far; what an act does not ask for stays as it begins. */
export interface Values {
  readonly texts: Readonly<Record<string, string>>;
  readonly items: readonly string[];
  readonly facts: Readonly<Record<string, FactValue>>;
}

export const NO_VALUES: Values = { texts: {}, items: [], facts: {} };
export type Faults = Readonly<Record<string, 'missing' | 'long' | 'early'>>;

const LONGEST_LABEL = 200;
/** Offices close then; an appointment lasts until that hour. */
const CLOSE_OF_OFFICE = '17:00';

/** Whether a new date is given with an apology: yes or no. */
export const AGAIN = 'newDue.again';

/** Names of the inputs of a field, under which its values and faults stand. */
export const inputsOf = (field: FieldForm): string => ('name' in field ? field.name : { task: 'taskId', supplement: 'n', items: 'items', outcome: 'outcome', facts: 'facts', person: 'person', agency: 'to', step: 'step', 'new-due': 'newDue', exceptions: 'exceptions', ground: 'ground', appeal: 'appeal' }[field.kind]);

/** What is missing or wrong; nothing if the act can be sent. */
export function faultsOf(fields: readonly FieldForm[], { texts, items }: Values, asked: Asked): Faults {
  const given = (name: string): string => (texts[name] ?? '').trim();
  const faultOf = (field: FieldForm): Faults[string] | null => {
    const name = inputsOf(field);
    switch (field.kind) {
      case 'line':
        return given(name) === '' ? 'missing' : given(name).length > LONGEST_LABEL ? 'long' : null;
      case 'text':
        // Refusing the application needs its reasons in writing.
        return given(name) === '' && (field.required || (name === 'note' && texts['outcome'] === 'refused')) ? 'missing' : null;
      case 'items':
        return items.length === 0 ? 'missing' : items.some((item) => item.length > LONGEST_LABEL) ? 'long' : null;
      case 'choice':
      case 'person':
      case 'agency':
        return given(name) === '' ? 'missing' : null;
      case 'outcome':
        return asked.outcomes.length > 1 && given(name) === '' ? 'missing' : null;
      case 'task':
        return asked.tasks.length > 1 && given(name) === '' ? 'missing' : null;
      case 'supplement':
        return asked.supplements.length > 1 && given(name) === '' ? 'missing' : null;
      case 'moment':
        return given(`${name}.date`) === '' || given(`${name}.time`) === '' ? 'missing' : null;
      case 'new-due':
        if (given(AGAIN) === 'no') return null;
        return given(AGAIN) === '' || given(name) === '' ? 'missing' : given(name) <= asked.today ? 'early' : null;
      case 'exceptions':
        return allExcepted(asked.wanting, texts) ? null : 'missing';
      case 'ground':
        return isRefusing(texts) && given(name).length > LONGEST_LABEL ? 'long' : null;
      case 'facts':
      case 'step':
      case 'appeal':
        return null;
    }
  };
  return Object.fromEntries(fields.flatMap((field) => [[inputsOf(field), faultOf(field)] as const]).filter((entry): entry is [string, Faults[string]] => entry[1] !== null));
}

/** Whether it refuses: the intake always does, a step where that is its outcome. */
export const isRefusing = (texts: Values['texts'], fields: readonly FieldForm[] = [{ kind: 'outcome' }]): boolean =>
  texts['outcome'] === 'refused' || !fields.some(({ kind }) => kind === 'outcome');

const only = (name: string, value: unknown): Record<string, unknown> => (value === undefined ? {} : { [name]: value });
const listed = <T>(items: readonly T[]): readonly T[] | undefined => (items.length === 0 ? undefined : items);

/** The body of the act: what was given, in the API's words. */
export function bodyOf(fields: readonly FieldForm[], { texts, items, facts }: Values): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const field of fields) {
    const name = inputsOf(field);
    const value = (texts[name] ?? '').trim();
    if (field.kind === 'items') body[name] = items;
    else if (field.kind === 'exceptions') Object.assign(body, only('exceptions', listed(exceptionsIn(texts))));
    else if (field.kind === 'appeal') Object.assign(body, only('appeal', isRefusing(texts, fields) ? appealIn(texts) : undefined));
    else if (field.kind === 'ground' && !isRefusing(texts)) continue;
    else if (field.kind === 'facts') Object.keys(facts).length > 0 && (body[name] = facts);
    else if (field.kind === 'moment') body[name] = `${texts[`${name}.date`]}T${texts[`${name}.time`]}:00+07:00`;
    else if (value === '' || (field.kind === 'new-due' && texts[AGAIN] !== 'yes')) continue;
    else if (field.kind === 'new-due') body[name] = `${value}T${CLOSE_OF_OFFICE}:00+07:00`;
    else if (field.kind === 'supplement') body[name] = Number(value);
    else body[name] = value;
  }
  return body;
}
