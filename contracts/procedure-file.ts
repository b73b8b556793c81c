import { messageOf, refusal, type ErrorCode, type Refusal } from '../domain/errors';
import { checkProcedure, type PublishingContext } from '../domain/procedure/check';
import { pathText, type Path } from '../domain/procedure/finding';
import type { Procedure } from '../domain/procedure/procedure';
import type { Text } from '../domain/text';
import { readLocatedYaml, type LocatedYaml, type Position } from './located-yaml';
import { ProcedureSchema } from './procedure';
import { schemaProblems } from './schema-problems';

/** What is wrong in a procedure file, and where. Lines and columns count from 1. */
export interface Problem {
  readonly line: number;
  readonly column: number;
  /** `route[2].branches[0].limit`; empty where the file as a whole is meant. */
  readonly path: string;
  readonly code: ErrorCode;
  readonly message: Text;
  /** The file it is in, where a name was given. */
  readonly file?: string;
}

export type ParsedProcedure =
  | {
      readonly ok: true;
      readonly procedure: Procedure;
      /** Where each field of the procedure itself stands, for whoever finds something wrong with one later. */
      readonly fields: Readonly<Record<string, Position>>;
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** What is wrong, and where; what it is called is found out only for what is told. */
interface Found {
  readonly path: Path;
  readonly position: Position;
  readonly why: () => Refusal;
}

const MOST_PROBLEMS = 100;

/** Reads a procedure from YAML or JSON, or names every mistake in it with its line. Never throws. */
export const parseProcedureFile = (text: string, fileName?: string): ParsedProcedure => read(text, fileName).parsed;

/** Reads a procedure and asks whether it may be published: both kinds of mistakes, each with its line. */
export const checkProcedureFile = (text: string, context: PublishingContext, fileName?: string): ParsedProcedure => {
  const { file, parsed } = read(text, fileName);
  if (!parsed.ok) return parsed;
  const findings = checkProcedure(parsed.procedure, context);
  if (findings.length === 0) return parsed;
  return { ok: false, problems: told(findings.map(({ path, refusal: why }) => ({ path, position: file.positionOf(path), why: () => why })), fileName) };
};

/** What is wrong with one field of a procedure that was read. */
export const fieldProblem = (fields: Readonly<Record<string, Position>>, field: string, why: Refusal, fileName?: string): Problem =>
  problemAt({ path: [field], position: fields[field] ?? { line: 1, column: 1 }, why: () => why }, fileName);

const read = (text: string, fileName: string | undefined): { readonly file: LocatedYaml; readonly parsed: ParsedProcedure } => {
  const file = readLocatedYaml(text);
  const faulty = (found: Found[]) => ({ file, parsed: { ok: false, problems: told(found, fileName) } as const });
  if (file.problems.length > 0) return faulty(file.problems.map(({ path, position, refusal: why }) => ({ path, position, why: () => why })));
  const parsed = ProcedureSchema.safeParse(file.value);
  if (!parsed.success) {
    const problems = schemaProblems(file.value, parsed.error.issues, file.typedAt);
    return faulty(problems.map(({ path, at, refusal: why }) => ({ path, position: file.positionOf(path, at), why })));
  }
  const fields = Object.fromEntries(Object.keys(parsed.data).map((key) => [key, file.positionOf([key])]));
  return { file, parsed: { ok: true, procedure: parsed.data, fields } };
};

/** In the order of the file. A wrong file can be wrong everywhere; the first problems are enough to begin with. */
const told = (found: Found[], fileName: string | undefined): Problem[] => {
  const sorted = found.sort(({ position: a }, { position: b }) => a.line - b.line || a.column - b.column);
  const problems = sorted.slice(0, MOST_PROBLEMS).map((each) => problemAt(each, fileName));
  const last = sorted[MOST_PROBLEMS - 1];
  if (!last || sorted.length <= MOST_PROBLEMS) return problems;
  const more = refusal('PROCEDURE_MORE_PROBLEMS', { count: sorted.length - MOST_PROBLEMS });
  return [...problems, problemAt({ path: [], position: last.position, why: () => more }, fileName)];
};

const problemAt = ({ path, position, why }: Found, fileName: string | undefined): Problem => {
  const refused = why();
  return {
    ...position,
    path: pathText(path),
    code: refused.code,
    message: { vi: messageOf(refused, 'vi'), en: messageOf(refused, 'en') },
    ...(fileName === undefined ? {} : { file: fileName }),
  };
};
