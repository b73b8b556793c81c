import createClient from 'openapi-fetch';
import type { Middleware } from 'openapi-fetch';
import createQueryClient from 'openapi-react-query';
import type { components, paths } from '../api-types';
import { currentLanguage } from './language';

export type Schemas = components['schemas'];
export type Problem = Schemas['Problem'];

/** The token that guards changes against forged requests; it comes with the session. */
let csrf = '';
export const rememberCsrf = (token: string): void => {
  csrf = token;
};

const headers: Middleware = {
  onRequest({ request }) {
    request.headers.set('accept-language', currentLanguage());
    if (request.method !== 'GET' && csrf !== '') request.headers.set('x-csrf-token', csrf);
    return request;
  },
};

/** Calls typed by the OpenAPI document; a refusal comes back as its problem details. */
export const client = createClient<paths>({ baseUrl: window.location.origin, credentials: 'same-origin' });
client.use(headers);

/** The same calls as queries: `api.useQuery('get', '/v1/tasks', …)`. */
export const api = createQueryClient(client);

/** A key for one act: kept while it is tried again, so that it is done once. */
export const newKey = (): string => crypto.randomUUID();

export const isProblem = (value: unknown): value is Problem => typeof value === 'object' && value !== null && 'code' in value && 'detail' in value;
