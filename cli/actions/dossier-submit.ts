import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import { Facts, refusalOfIssue } from '../../contracts/act-request';
import { findProcedureInForce } from '../../db/catalogue';
import { procedureVersions } from '../../db/reads/procedure-versions';
import type { Schema } from '../../db/schema';
import type { LocalDate } from '../../domain/calendar/calendar';
import { localDateOf } from '../../domain/calendar/local-time';
import { shown } from '../../domain/calendar/shown';
import type { Channel, FactValue } from '../../domain/dossier/state';
import { refusal } from '../../domain/errors';
import type { Refusal } from '../../domain/errors';
import { refuse } from '../../domain/result';
import type { Result } from '../../domain/result';
import type { Procedure } from '../../domain/procedure/procedure';
import { holds } from '../../domain/procedure/route';
import { submitDossier } from '../../gateway/submit-dossier';
import type { Context, Shown } from '../context';
import { Refused, valueOf } from '../exit';
import { facts } from '../input/pairs';
import { applicantOf } from '../input/people-fields';
import type { ApplicantOptions } from '../input/people-fields';
import { answerJson, answerText } from '../render/answer';
import { atTheDesk, put } from '../sources/at-the-desk';

export interface SubmitOptions extends ApplicantOptions {
  readonly procedure: string;
  readonly at: string;
  readonly place?: string;
  readonly channel: Channel;
  readonly fact?: readonly string[];
  readonly document?: readonly string[];
  readonly allDocuments?: boolean;
  readonly key?: string;
  readonly as?: string;
}

/** `dossier submit`: exactly once by its key. */
export async function dossierSubmit(context: Context, options: SubmitOptions): Promise<Shown> {
  const key = keyOf(options.key);
  const people = applicantOf(options);
  return atTheDesk(context, async (desk) => {
    const date = localDateOf(desk.clock.now());
    const procedure = await findProcedureInForce(desk.db, options.procedure, date);
    if (!procedure) throw new Refused(await whyNoProcedure(desk.db, options.procedure, date));
    const given = factsFor(procedure, options.fact);
    const answer = valueOfOption(
      await put(desk, `--key ${key}`, () =>
        submitDossier(desk, {
          key,
          procedure: options.procedure,
          unit: options.at,
          ...(options.place === undefined ? {} : { place: options.place }),
          channel: options.channel,
          facts: given,
          documents: [...new Set([...(options.document ?? []).map((id) => id.normalize('NFC')), ...(options.allDocuments ? documentsFor(procedure, given) : [])])],
          people,
          as: options.as ?? (options.channel === 'online' ? 'applicant' : `receptionist@${options.at}`),
          operator: context.operator,
        }),
      ),
    );
    return { json: { key, ...answerJson(answer) }, text: () => answerText(answer, context) };
  });
}

/** A code that nobody published is not found; one that is published is not in force. */
async function whyNoProcedure(db: Kysely<Schema>, code: string, date: LocalDate): Promise<Refusal> {
  const known = (await procedureVersions(db, code)).length > 0;
  return refusal(known ? 'PROCEDURE_NOT_IN_FORCE' : 'PROCEDURE_UNKNOWN', { value: shown(code), ...(known ? { date } : { versions: '–' }) }, 'procedure');
}

/** What the request calls its fields, by the name of the option that gave them. */
const OPTION_OF: Readonly<Record<string, string>> = { unit: 'at', idempotencyKey: 'key' };

const valueOfOption = <T>(result: Result<T>): T => {
  const option = result.ok ? undefined : OPTION_OF[result.refusal.field ?? ''];
  return valueOf(result.ok || option === undefined ? result : refuse({ ...result.refusal, field: option, details: { ...result.refusal.details, field: option } }));
};

/** Numbers, true and false are read as such, unless the procedure's own question is a choice of words. */
function factsFor(procedure: Procedure, given: readonly string[] | undefined): Record<string, FactValue> {
  const words = new Set((procedure.facts ?? []).filter(({ type }) => type === 'choice').map(({ fact }) => fact));
  const parsed = Facts.safeParse(facts(given, words));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Refused(refusalOfIssue({ ...issue!, path: ['fact', ...issue!.path] }));
}

const documentsFor = (procedure: Procedure, given: Record<string, FactValue>): string[] =>
  procedure.documents.filter(({ when }) => when === undefined || holds(when, given, {})).map(({ document }) => document);

const keyOf = (given: string | undefined): string => {
  const key = given?.normalize('NFC') ?? randomUUID();
  if (/^[^\p{C}\s]{1,200}$/u.test(key)) return key;
  throw new Refused(refusal('FIELD_INVALID', { problem: 'must be 1 to 200 visible characters without blanks', problemVi: 'phải gồm 1 đến 200 ký tự nhìn thấy, không có dấu cách' }, 'key'));
};
