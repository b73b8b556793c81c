import { z } from 'zod';
import { CALLERS_ID } from '../domain/dossier/engine-ids';
import { ERRORS } from '../domain/errors';
import type { Refusal } from '../domain/errors';
import { refusal } from '../domain/errors';
import { ok, refuse } from '../domain/result';
import type { Result } from '../domain/result';
import { parseInstant } from '../domain/calendar/local-time';
import { saysSomething } from '../domain/text';
import { oneLine, severalLines } from './plain-text';

/** Characters of a reason or a note, and of a name or reference, that are kept; entries of a list. */
const LONGEST_TEXT = 10_000;
const LONGEST_LABEL = 200;
const MOST_ENTRIES = 100;

/** Free text as it comes in: NFC, up to 10,000 characters, no control characters but tab and line break. */
export const FreeText = severalLines(z.string().max(LONGEST_TEXT, 'TEXT_TOO_LONG')).transform((text) =>
  text.normalize('NFC'),
);

const Label = oneLine(z.string().min(1).max(LONGEST_LABEL).refine(saysSomething, 'TEXT_SAYS_NOTHING')).transform((text) =>
  text.normalize('NFC'),
);
const CommandId = z.string().min(1).max(200).regex(CALLERS_ID);
const FactValue = z.union([severalLines(z.string().max(LONGEST_LABEL)), z.number(), z.boolean()]);
export const Facts = z.record(oneLine(z.string().max(100)), FactValue);
const OfficialInstant = z
  .string()
  .meta({ format: 'date-time' })
  .transform((text, ctx) => {
    const instant = parseInstant(text);
    if (instant.ok) return instant.value;
    ctx.addIssue({ code: 'custom', message: instant.refusal.code, params: { refusal: instant.refusal } });
    return z.NEVER;
  });

const onTask = { taskId: z.string().max(300).optional(), version: z.int().positive().optional() };
/** Only where parallel branches have asked for supplements of their own. */
const whichSupplement = { n: z.int().positive().optional() };
const reason = { reason: FreeText.optional() };

/** A reason that says something: who lets off what the law asks for answers for it. */
const Reason = FreeText.refine(saysSomething, 'EXCEPTION_UNREASONED');

/** What is let off at the acceptance: a paper of the check list or a fee, by its name. */
const Exception = z
  .strictObject({ document: Label.optional(), fee: Label.optional(), reason: Reason })
  .refine(({ document, fee }) => (document === undefined) !== (fee === undefined), 'EXCEPTION_NAMELESS');
const Appeal = z.strictObject({ law: Label.optional(), body: Label.optional(), days: z.int().min(1).max(3650).optional() });

/** The acts a person or a partner may ask for, and what each needs. The API and the command line share it. */
export const ACT_FIELDS = {
  accept: z.strictObject({ exceptions: z.array(Exception).max(MOST_ENTRIES).optional() }),
  'refuse-intake': z.strictObject({ ground: Label, ...reason, appeal: Appeal.optional() }),
  'pay-fee': z.strictObject({ reference: Label }),
  'request-supplement': z.strictObject({
    ...onTask,
    items: z.array(Label).max(MOST_ENTRIES),
    note: FreeText.optional(),
  }),
  'provide-supplement': z.strictObject(whichSupplement),
  'confirm-supplement': z.strictObject(whichSupplement),
  'undo-lapse': z.strictObject({ providedAt: OfficialInstant, ...reason }),
  'withdraw-document': z.strictObject({ attachmentId: z.uuid(), ...reason }),
  acknowledge: z.strictObject(onTask),
  assign: z.strictObject({ ...onTask, person: Label }),
  'take-up': z.strictObject(onTask),
  release: z.strictObject(onTask),
  complete: z.strictObject({
    ...onTask,
    outcome: Label.optional(),
    facts: Facts.optional(),
    note: FreeText.optional(),
    ground: Label.optional(),
    appeal: Appeal.optional(),
  }),
  reply: z.strictObject({
    ...onTask,
    opinion: z.enum(['agree', 'disagree', 'no-objection']),
    note: FreeText.optional(),
  }),
  'send-back': z.strictObject({ ...onTask, ...reason }),
  recall: z.strictObject({ ...onTask, ...reason }),
  're-route': z.strictObject({ ...onTask, to: Label, ...reason }),
  'issue-notice': z.strictObject({ ...onTask, reference: Label }),
  'return-slip': z.strictObject({ ...onTask, erred: z.enum(['sender', 'tax-office']), ...reason }),
  'settle-obligation': z.strictObject({ by: z.enum(['payment', 'exemption', 'debt']), reference: Label }),
  apologise: z.strictObject({ newDue: OfficialInstant.optional(), ...reason }),
  stop: z.strictObject(reason),
  withdraw: z.strictObject(reason),
  'return-result': z.strictObject({ way: z.enum(['counter', 'post', 'electronic']) }),
  correct: z.strictObject({ step: Label.optional(), ...reason }),
  archive: z.strictObject({}),
} as const;

export type RequestableAct = keyof typeof ACT_FIELDS;
export const REQUESTABLE_ACTS = Object.keys(ACT_FIELDS) as RequestableAct[];
export type ActFields<A extends RequestableAct = RequestableAct> = z.output<(typeof ACT_FIELDS)[A]>;

/** Parses the fields of an act; the first thing wrong is named with its field and what would be accepted. */
export function parseActFields(
  act: string,
  fields: unknown,
): Result<{ act: RequestableAct; fields: Record<string, unknown> }> {
  if (!(act in ACT_FIELDS))
    return refuse(refusal('ACT_UNKNOWN', { value: act, allowed: REQUESTABLE_ACTS.join(', ') }, 'act'));
  const known = act as RequestableAct;
  const parsed = ACT_FIELDS[known].safeParse(fields);
  if (!parsed.success)
    return refuse(refusalOfIssue(parsed.error.issues[0]!, Object.keys(ACT_FIELDS[known].shape), fields));
  const half = halfCharacterIn(parsed.data);
  return half === undefined ? ok({ act: known, fields: parsed.data }) : refuse(refusal('FIELD_INVALID', HALF, half));
}

/** Half of a character can be neither kept nor signed: no other program writes it the same way. */
const HALF = {
  problem: 'holds half of a character; type it again',
  problemVi: 'có nửa ký tự; hãy nhập lại',
};

/** Name of the first field that holds half of a character, anywhere within. */
const halfCharacterIn = (fields: Record<string, unknown>): string | undefined =>
  Object.keys(fields).find((name) => /\p{Cs}/u.test(textsOf(fields[name])));

const textsOf = (value: unknown): string => {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return '';
  return Object.entries(value)
    .map(([name, each]) => `${name} ${textsOf(each)}`)
    .join(' ');
};

export const parseCommandId = (id: unknown): Result<string> => {
  const parsed = CommandId.safeParse(id);
  return parsed.success
    ? ok(parsed.data)
    : refuse(
        refusal(
          'FIELD_INVALID',
          {
            problem: 'must be 1 to 200 letters, digits and :.@/#-_',
            problemVi: 'phải gồm 1 đến 200 chữ cái, chữ số và :.@/#-_',
          },
          'id',
        ),
      );
};

/** Of names that a sender chose, no more comes back than helps to find the place. */
const told = (names: readonly string[], between = '.'): string => {
  const text = names
    .slice(0, MOST_NAMED)
    .map((name) => name.slice(0, LONGEST_NAMED))
    .join(between);
  return names.length > MOST_NAMED ? `${text}${between}…` : text;
};
const MOST_NAMED = 10;
const LONGEST_NAMED = 60;

/** A zod issue as a refusal of the catalogue; `given` is what was parsed. */
export function refusalOfIssue(issue: z.core.$ZodIssue, known: readonly string[] = [], given?: unknown): Refusal {
  const field =
    told(issue.path.map(String)) || (issue.code === 'unrecognized_keys' ? told(issue.keys, ', ') : 'request');
  const value = issue.path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined),
    given,
  );
  if (issue.code === 'custom' && issue.params && 'refusal' in issue.params) {
    const inner = issue.params['refusal'] as Refusal;
    return { ...inner, field, details: { ...inner.details, field } };
  }
  if (issue.message === 'TEXT_TOO_LONG')
    return refusal(
      'TEXT_TOO_LONG',
      { length: typeof value === 'string' ? value.length : 'more', limit: LONGEST_TEXT },
      field,
    );
  if (issue.message in ERRORS) return refusal(issue.message as Refusal['code'], {}, field);
  switch (issue.code) {
    case 'unrecognized_keys':
      return refusal('FIELD_UNKNOWN', { allowed: known.join(', ') || '–' }, field);
    case 'invalid_value':
      return refusal('FIELD_CHOICE', { allowed: issue.values.map(String).join(', ') }, field);
    case 'invalid_type':
      return value === undefined && given !== undefined
        ? refusal('FIELD_MISSING', {}, field)
        : refusal('FIELD_TYPE', { expected: issue.expected }, field);
    case 'too_small':
    case 'too_big': {
      if (typeof value !== 'string' && !Array.isArray(value)) break;
      const [least, most] =
        issue.code === 'too_small'
          ? [Number(issue.minimum), issue.origin === 'array' ? MOST_ENTRIES : LONGEST_LABEL]
          : [issue.origin === 'array' ? 0 : 1, Number(issue.maximum)];
      return refusal('FIELD_SIZE', { size: value.length, least, most }, field);
    }
  }
  // The library's words for a pattern are the pattern.
  const problem =
    issue.code === 'invalid_format' && issue.format === 'regex'
      ? 'does not have the form that the documentation gives'
      : issue.message;
  return refusal('FIELD_INVALID', { problem, problemVi: 'không đúng dạng mà tài liệu yêu cầu' }, field);
}
