import { z } from 'zod';
import { refusalOfIssue } from '../../contracts/act-request';
import type { PersonalData } from '../../db/personal-data';
import type { PersonField } from '../../domain/personal-data';
import { Refused } from '../exit';

const line = (longest: number) =>
  z.string().trim().min(1, 'must not be empty').max(longest, `at most ${longest} characters are kept; shorten it`).regex(/^[^\p{Cc}\p{Cs}]*$/u, 'TEXT_CONTROL_CHARACTERS').normalize('NFC');

const Applicant = z.object({
  'applicant-name': line(200).optional(),
  'applicant-id': line(50).optional(),
  phone: line(50).optional(),
});

/** A person's full name as the register keeps it. */
export const parseName = (name: string): string => parsed(z.object({ name: line(200) }), { name }).name;

/** Why an operator did something, in one line. */
export const parseReason = (because: string): string => parsed(z.object({ because: line(500) }), { because }).because;

const Reference = z.object({
  reference: z
    .string()
    .regex(/^[\w./-]{1,60}$/, 'must be the number of the letter or decision: 1 to 60 letters, digits and ./-_'),
});

/** Number of a letter or decision: it stays in the log for ever, so it is no sentence. */
export const parseReference = (reference: string): string => parsed(Reference, { reference }).reference;

const RightValues = z.object({
  name: line(200).optional(),
  idNumber: line(50).optional(),
  phone: line(50).optional(),
  email: line(200).optional(),
  address: line(500).optional(),
});

type RightValuesOf = Readonly<Partial<Record<PersonField, string | null>>>;

/** What is right of a person; an empty text takes a field away. */
export function rightValues(given: Readonly<Record<string, string | undefined>>): RightValuesOf {
  const named = Object.entries(given).filter(([, value]) => value !== undefined);
  const taken = named.filter(([field, value]) => value === '' && field !== 'name').map(([field]) => [field, null]);
  const kept = Object.fromEntries(named.filter(([field, value]) => value !== '' || field === 'name'));
  return { ...parsed(RightValues, kept), ...Object.fromEntries(taken) };
}

export interface ApplicantOptions {
  readonly applicantName?: string;
  readonly applicantId?: string;
  readonly phone?: string;
}

/** Who the dossier is about; nobody where no name was given. */
export function applicantOf(options: ApplicantOptions): PersonalData[] {
  const given = parsed(Applicant, { 'applicant-name': options.applicantName, 'applicant-id': options.applicantId, phone: options.phone });
  const { 'applicant-name': name, 'applicant-id': idNumber, phone } = given;
  if (name === undefined && idNumber === undefined && phone === undefined) return [];
  // A person without a name could not be found again.
  const named = name ?? parsed(z.object({ 'applicant-name': line(200) }), { 'applicant-name': '' })['applicant-name'];
  return [{ subject: 'applicant', name: named, ...(idNumber === undefined ? {} : { idNumber }), ...(phone === undefined ? {} : { phone }) }];
}

/** A name within the register: it must not read like a post, the applicant or a partner. */
export const parsePersonId = (id: string): string =>
  parsed(z.object({ id: z.string().normalize('NFC').regex(/^(?!applicant$)[\p{L}\p{N}][\p{L}\p{N}._-]{0,99}$/u, 'must be 1 to 100 letters, digits and ._- beginning with a letter or digit, and not "applicant"') }), { id }).id;

function parsed<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value);
  if (!result.success) throw new Refused(refusalOfIssue(result.error.issues[0]!));
  return result.data;
}
