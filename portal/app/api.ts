import createClient from 'openapi-fetch';
import type { Middleware } from 'openapi-fetch';
import createQueryClient from 'openapi-react-query';
import type { components, paths } from '../api-types';
import { currentLanguage } from './language';
import { lineAnswered, lineBroke, sessionForgotten } from './line';

export type Schemas = components['schemas'];
export type Problem = Schemas['Problem'];

/** The token that guards changes against forged requests; it comes with the session. */
let csrf = '';
export const rememberCsrf = (token: string): void => {
  csrf = token;
};

/** After so long without a touch a page reads for nobody, and keeps nobody signed in. */
const UNATTENDED_MS = 60_000;
let touched = Date.now();
for (const kind of ['pointerdown', 'keydown', 'wheel', 'touchstart']) {
  window.addEventListener(kind, () => (touched = Date.now()), { passive: true, capture: true });
}

const headers: Middleware = {
  onRequest({ request }) {
    request.headers.set('accept-language', currentLanguage());
    if (request.method !== 'GET' && csrf !== '') request.headers.set('x-csrf-token', csrf);
    if (Date.now() - touched > UNATTENDED_MS) request.headers.set('x-unattended', '1');
    return request;
  },
};

const SESSION = '/v1/session';
/** Said by what stands before the server when the server itself is away. */
const isGateways = (response: Response): boolean => response.status >= 502 && response.status <= 504 && !(response.headers.get('content-type') ?? '').includes('json');

const line: Middleware = {
  onResponse({ response, schemaPath }) {
    if (isGateways(response)) {
      lineBroke();
      throw new TypeError('the server does not answer');
    }
    lineAnswered();
    if (response.status === 401 && schemaPath !== SESSION) sessionForgotten();
  },
  onError({ error }) {
    // What is no longer wanted has not failed.
    if (!(error instanceof DOMException && error.name === 'AbortError')) lineBroke();
  },
};

/** Calls typed by the OpenAPI document; a refusal comes back as its problem details. */
export const client = createClient<paths>({ baseUrl: window.location.origin, credentials: 'same-origin' });
client.use(headers, line);

/** The same calls as queries: `api.useQuery('get', '/v1/tasks', …)`. */
export const api = createQueryClient(client);

/** A key for one act: kept while it is tried again, so that it is done once. */
export function newKey(): string {
  // Browsers make these only where the page came safely; an office's server may be reached by http.
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The server cannot say, or could not serve. With the same key the same request is done once, however often it is sent. */
export const isUndecided = (value: unknown): boolean => isProblem(value) && value.status >= 500;

export const isProblem = (value: unknown): value is Problem => typeof value === 'object' && value !== null && 'code' in value && 'detail' in value;
