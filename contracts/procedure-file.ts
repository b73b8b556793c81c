import { messageOf, refusal, type ErrorCode, type Refusal } from '../domain/errors';
import { checkProcedure, type PublishingContext } from '../domain/procedure/check';
import { pathText, type Finding, type Path } from '../domain/procedure/finding';
import type { Procedure } from '../domain/procedure/procedure';
import type { Text } from '../domain/text';
import { readLocatedYaml, type Position } from './located-yaml';
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
      /** Gives findings about the procedure their line. */
      readonly locate: (findings: readonly Finding[]) => Problem[];
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const MOST_PROBLEMS = 100;

/** Reads a procedure from YAML or JSON, or names every mistake in it with its line. Never throws. */
export const parseProcedureFile = (text: string, fileName?: string): ParsedProcedure => {
  const file = readLocatedYaml(text);
  const problem = (path: Path, position: Position, why: Refusal): Problem => ({
    ...position,
    path: pathText(path),
    code: why.code,
    message: { vi: messageOf(why, 'vi'), en: messageOf(why, 'en') },
    ...(fileName === undefined ? {} : { file: fileName }),
  });
  const inOrder = (problems: Problem[]): Problem[] => {
    const sorted = problems.sort((a, b) => a.line - b.line || a.column - b.column);
    return capped(sorted, (position, why) => problem([], position, why));
  };

  if (file.problems.length > 0) {
    return { ok: false, problems: inOrder(file.problems.map(({ path, position, refusal: why }) => problem(path, position, why))) };
  }
  const parsed = ProcedureSchema.safeParse(file.value);
  if (!parsed.success) {
    const problems = schemaProblems(file.value, parsed.error.issues, file.typedAt);
    return { ok: false, problems: inOrder(problems.map(({ path, at, refusal: why }) => problem(path, file.positionOf(path, at), why))) };
  }
  const locate = (findings: readonly Finding[]): Problem[] => inOrder(findings.map(({ path, refusal: why }) => problem(path, file.positionOf(path), why)));
  return { ok: true, procedure: parsed.data, locate };
};

/** Reads a procedure and asks whether it may be published: both kinds of mistakes, each with its line. */
export const checkProcedureFile = (text: string, context: PublishingContext, fileName?: string): ParsedProcedure => {
  const parsed = parseProcedureFile(text, fileName);
  if (!parsed.ok) return parsed;
  const problems = parsed.locate(checkProcedure(parsed.procedure, context));
  return problems.length > 0 ? { ok: false, problems } : parsed;
};

/** A wrong file can be wrong everywhere; the first problems are enough to begin with. */
const capped = (problems: Problem[], problem: (position: Position, why: Refusal) => Problem): Problem[] => {
  const last = problems[MOST_PROBLEMS - 1];
  if (!last || problems.length <= MOST_PROBLEMS) return problems;
  return [...problems.slice(0, MOST_PROBLEMS), problem(last, refusal('PROCEDURE_MORE_PROBLEMS', { count: problems.length - MOST_PROBLEMS }))];
};
