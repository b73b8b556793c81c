import { maxHeaderSize } from 'node:http';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import { refusalOfIssue } from '../contracts/act-request';
import type { Problem } from '../contracts/http/problem';
import { Changes } from '../db/changes';
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
  return undefined;
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Where a request failed before anything was asked of anybody. */
const NONE = new Changes();
const ONCE = {
  next: 'send it again with the same Idempotency-Key: it is done once',
  nextVi: 'hãy gửi lại với cùng Idempotency-Key: hệ thống chỉ thực hiện một lần',
};
const LOOK = {
  next: 'look whether it is there before you send it again',
  nextVi: 'hãy xem đã có hay chưa trước khi gửi lại',
};

/** What may be said of a failure: that nothing was done, only where that is certain. */
function whatIsKnown(error: unknown, { method, headers, id }: FastifyRequest, changes: Changes): Refusal {
  if (!SAFE.has(method) && changes.possible) {
    return refusal('OUTCOME_UNKNOWN', headers['idempotency-key'] === undefined ? LOOK : ONCE);
  }
  return isUnavailable(error) ? refusal('UNAVAILABLE') : refusal('INTERNAL', { correlationId: id });
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

/** What the system says of a line that is down. */
const LINE_DOWN = /^(ECONN|EHOST|ENET|ENOENT|EPIPE|ETIMEDOUT|EAI_AGAIN|ERR_STREAM_DESTROYED)/;
/**
 * What PostgreSQL says when it cannot serve now. 08: the connection. 53: no room on the disk or in memory, too many
 * connections. 57P0: it is being stopped or started. 57014 and 55P03: our own time limits. 25006: a standby, which
 * takes no writing.
 */
const NOT_NOW = /^(08...|53...|57P0.|57014|55P03|25006)$/;
/** gRPC: cancelled, deadline exceeded, resource exhausted, unavailable. */
const NOT_REACHED = new Set([1, 4, 8, 14]);
/** pg and pg-pool say it in words alone. */
const IN_WORDS = [
  /^Connection terminated/,
  /^Client (has encountered a connection error|was closed) and is not queryable/,
  /^Cannot use a pool after calling end on the pool/,
  /^Query read timeout/,
  /^timeout e(xceeded when trying to connect|xpired)/,
  /^terminating connection/,
  /^Channel has been shut down/,
];

/** PostgreSQL or Temporal is not there, or not now; a request that needed it may come again. */
export function isUnavailable(error: unknown): boolean {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < DEEPEST; at = at.cause, depth++) {
    if (saysUnavailable(at)) return true;
    // Where several addresses were tried, each has its own error.
    if (at instanceof AggregateError && at.errors.some(isUnavailable)) return true;
  }
  return false;
}

const DEEPEST = 10;

function saysUnavailable({ code, message }: Error & { readonly code?: unknown }): boolean {
  if (typeof code === 'number') return NOT_REACHED.has(code);
  if (typeof code === 'string' && (LINE_DOWN.test(code) || NOT_NOW.test(code))) return true;
  return IN_WORDS.some((words) => words.test(message));
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
  // A schema should have caught it.
  if (isUnreadable(error)) request.log.warn({ id: request.id, ...describeFault(error) }, 'the database could not read a value of a request');
  const [first, ...others] = refusalsIn(error, request) ?? [failureOf(error, request)];
  const { status } = ERRORS[first!.code];
  if (status === 503 || status === 429) reply.header('retry-after', String(first!.details['seconds'] ?? 3));
  if (status === 401) reply.header('www-authenticate', 'Bearer');
  reply.code(status);
  return problemOf(first!, others, request, error instanceof Refused ? error.extra : {});
}

/** A failure of our own side, logged, as it may be told. `changes`: what the part that failed may have changed. */
export function failureOf(error: unknown, request: FastifyRequest, changes = request.changes ?? NONE): Refusal {
  const known = whatIsKnown(error, request, changes);
  const fault = { id: request.id, told: known.code, ...describeFault(error) };
  if (known.code !== 'UNAVAILABLE') request.log.error(fault, 'a request failed');
  return known;
}

export const answerProblem = (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply =>
  reply.type(PROBLEM_TYPE).serializer(JSON.stringify).send(problemFor(error, request, reply));

/** Of everything wrong with a body; the first are enough to begin with. */
const MOST_TOLD = 50;

export function problemOf(first: Refusal, others: readonly Refusal[], request: Pick<FastifyRequest, 'language' | 'url' | 'id'>, extra: Pick<Problem, 'conflict' | 'errors'> = {}): Problem {
  const { language } = request;
  return {
    type: `/v1/problems/${first.code}`,
    title: first.code.toLowerCase().replaceAll('_', ' '),
    status: ERRORS[first.code].status,
    detail: messageOf(first, language),
    code: first.code,
    ...(first.field === undefined ? {} : { field: first.field }),
    ...(others.length === 0 ? {} : { errors: [first, ...others].slice(0, MOST_TOLD).map((r) => ({ field: r.field ?? '', code: r.code, detail: messageOf(r, language) })) }),
    instance: request.url.split('?')[0]!,
    correlationId: request.id,
    ...extra,
  };
}
