import { maxHeaderSize } from 'node:http';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import { refusalOfIssue } from '../contracts/act-request';
import type { Problem } from '../contracts/http/problem';
import { ERRORS, messageOf, refusal } from '../domain/errors';
import type { Refusal } from '../domain/errors';
import type { Result } from '../domain/result';

/** A refusal on its way out: exceptions begin at the edge. */
export class Refused extends Error {
  override readonly name = 'Refused';
  constructor(
    readonly refusal: Refusal,
    readonly extra: Pick<Problem, 'conflict' | 'errors'> = {},
    /** Whether it stands in the access log already. */
    readonly logged = false,
  ) {
    super(messageOf(refusal));
  }
}

export const valueOf = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Refused(result.refusal);
  return result.value;
};

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** What PostgreSQL calls a value it cannot take: NUL, half a surrogate pair, no UUID, a number or date out of range. It came with the request. */
const UNREADABLE = new Set(['22021', '22P05', '22P02', '22003', '22007', '22008']);

/** Characters of one part of an address. */
export const LONGEST_PART = 400;
export const headTooLarge = (): Refusal => refusal('HEAD_TOO_LARGE', { limit: maxHeaderSize, part: LONGEST_PART });

/** The refusals a failed request comes down to, the first one in front; undefined for what is our own fault. */
function refusalsIn(error: unknown, request: FastifyRequest): readonly Refusal[] | undefined {
  if (error instanceof Refused) return [error.refusal];
  if (hasZodFastifySchemaValidationErrors(error)) return error.validation.map((entry) => refusalAt(issueOf(entry), (error as FastifyError).validationContext, request));
  const known = error as FastifyError;
  switch (known.code) {
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return [headTooLarge()];
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return [refusal('BODY_TOO_LARGE', { limit: request.routeOptions.bodyLimit ?? 0 })];
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return [refusal('MEDIA_TYPE_UNKNOWN', { value: String(request.headers['content-type'] ?? '–').slice(0, 80), allowed: 'application/json' })];
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return [refusal('BODY_INVALID')];
  }
  if (error instanceof SyntaxError && known.statusCode === 400) return [refusal('BODY_INVALID')];
  if (typeof known.statusCode === 'number' && known.statusCode >= 400 && known.statusCode < 500) return [refusal('REQUEST_INVALID', { problem: known.message, problemVi: known.message })];
  if (isUnreadable(error)) return [refusal('REQUEST_INVALID', { problem: 'it holds a value that cannot be kept or compared', problemVi: 'có giá trị không thể lưu hoặc so sánh' })];
  return isUnavailable(error) ? [refusal('UNAVAILABLE')] : undefined;
}

const isUnreadable = (error: unknown): boolean => error instanceof Error && UNREADABLE.has((error as { code?: string }).code ?? '');

/** The validator hands an issue on with its path as text. */
const issueOf = ({ params, instancePath, keyword, message }: { params: object; instancePath: string; keyword: string; message?: string }): z.core.$ZodIssue =>
  ({ ...params, code: keyword, message: message ?? '', path: instancePath.split('/').slice(1).filter((part) => part !== '') }) as unknown as z.core.$ZodIssue;

/** zod's issue with the part of the request it is about in front of its path. */
function refusalAt(issue: z.core.$ZodIssue, part: string | undefined, request: FastifyRequest): Refusal {
  const where = part === 'querystring' ? 'query' : part === 'headers' ? 'header' : part === 'params' ? 'path' : 'body';
  const given = where === 'query' ? request.query : where === 'header' ? request.headers : where === 'path' ? request.params : request.body;
  if (where === 'header' && issue.path[0] === 'idempotency-key') return { ...refusal('IDEMPOTENCY_KEY_MISSING'), field: 'header.idempotency-key' };
  const inner = refusalOfIssue(issue, [], given);
  const field = inner.field === undefined || inner.field === 'request' ? where : `${where}.${inner.field}`;
  return { ...inner, field, details: { ...inner.details, field } };
}

/** PostgreSQL or Temporal is not there; a request that needed it may come again. */
export function isUnavailable(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  if (typeof code === 'string' && /^(ECONN|ENOENT|EPIPE|ETIMEDOUT|57P0|08|53300)/.test(code)) return true;
  // gRPC: 4 deadline exceeded, 14 unavailable.
  if (code === 4 || code === 14) return true;
  return typeof message === 'string' && /Connection terminated|timeout exceeded when trying to connect|terminating connection/.test(message);
}

/** What the log may say of a fault. PostgreSQL quotes rows and values in its messages: names, numbers. Where it happened is enough. */
function describeFault(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error };
  const { name, message, code, table, constraint, routine, severity } = error as Error & Partial<Record<'code' | 'table' | 'constraint' | 'routine' | 'severity', string>>;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)).join('\n');
  return severity === undefined ? { name, code, message, frames } : { name, code, table, constraint, routine, frames };
}

/** What went wrong, for the answer: logged where it is our own fault, its status and headers set. */
export function problemFor(error: unknown, request: FastifyRequest, reply: FastifyReply): Problem {
  const refusals = refusalsIn(error, request);
  if (!refusals) request.log.error({ id: request.id, ...describeFault(error) }, 'a request failed');
  // A schema should have caught it.
  if (isUnreadable(error)) request.log.warn({ id: request.id, ...describeFault(error) }, 'the database could not read a value of a request');
  const [first, ...others] = refusals ?? [refusal('INTERNAL', { correlationId: request.id })];
  const { status } = ERRORS[first!.code];
  if (status === 503 || status === 429) reply.header('retry-after', String(first!.details['seconds'] ?? 3));
  if (status === 401) reply.header('www-authenticate', 'Bearer');
  reply.code(status);
  return problemOf(first!, others, request, error instanceof Refused ? error.extra : {});
}

export const answerProblem = (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply =>
  reply.type(PROBLEM_TYPE).serializer(JSON.stringify).send(problemFor(error, request, reply));

export function problemOf(first: Refusal, others: readonly Refusal[], request: Pick<FastifyRequest, 'language' | 'url' | 'id'>, extra: Pick<Problem, 'conflict' | 'errors'> = {}): Problem {
  const { language } = request;
  return {
    type: `/v1/problems/${first.code}`,
    title: first.code.toLowerCase().replaceAll('_', ' '),
    status: ERRORS[first.code].status,
    detail: messageOf(first, language),
    code: first.code,
    ...(first.field === undefined ? {} : { field: first.field }),
    ...(others.length === 0 ? {} : { errors: [first, ...others].map((r) => ({ field: r.field ?? '', code: r.code, detail: messageOf(r, language) })) }),
    instance: request.url.split('?')[0]!,
    correlationId: request.id,
    ...extra,
  };
}
