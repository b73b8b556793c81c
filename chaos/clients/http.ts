import type { Try } from './answer';

export interface Request {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly body?: unknown;
  /** A form instead of JSON. */
  readonly form?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The client dies after so many milliseconds, whatever has come by then. */
  readonly diesAfterMs?: number;
}

export interface Answer extends Try {
  readonly json: unknown;
  readonly headers: Headers;
}

const PATIENCE_MS = 20_000;

/** One try. Never throws: no answer is an answer, too. */
export async function tryOnce(base: string, request: Request): Promise<Answer> {
  const began = Date.now();
  try {
    const answer = await fetch(base + request.path, {
      method: request.method,
      headers: { 'accept-language': 'en', ...contentType(request), ...request.headers },
      body: request.form ?? (request.body === undefined ? undefined : JSON.stringify(request.body)),
      signal: AbortSignal.timeout(request.diesAfterMs ?? PATIENCE_MS),
    });
    const json = parsed(await answer.text());
    const problem = (answer.status >= 400 ? json : null) as { code?: string; detail?: string } | null;
    return {
      began,
      ended: Date.now(),
      status: answer.status,
      code: problem?.code,
      detail: problem?.detail,
      json,
      headers: answer.headers,
    };
  } catch (error) {
    const { name, cause } = error as Error & { cause?: { code?: string } };
    const reason = request.diesAfterMs !== undefined && name === 'TimeoutError' ? 'client died' : (cause?.code ?? name);
    return { began, ended: Date.now(), status: 0, error: reason, json: null, headers: new Headers() };
  }
}

const contentType = ({ body, form }: Request): Record<string, string> => {
  if (form !== undefined) return { 'content-type': 'application/x-www-form-urlencoded' };
  return body === undefined ? {} : { 'content-type': 'application/json' };
};

function parsed(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
