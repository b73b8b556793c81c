import { useQueryClient } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api, client, isProblem, rememberCsrf } from './api';
import type { Schemas } from './api';
import { onSessionForgotten } from './line';
import { forgetDrafts } from '../parts/drafts';

export type Session = Schemas['Session'];
export type PersonKind = Session['kinds'][number];

const SESSION_PATH = '/v1/session';
export const SESSION_QUERY = ['get', SESSION_PATH, {}] as const;

/** Nobody being signed in is an answer, too: it is not asked for again by every part of a page, nor is the page taken away meanwhile. */
const useSessionQuery = () => api.useQuery('get', SESSION_PATH, {}, { retry: false, retryOnMount: false, staleTime: 60_000, refetchOnWindowFocus: true });

/** Who is signed in; null for nobody, undefined while it is not known. */
export function useSession(): Session | null | undefined {
  const { data, error } = useSessionQuery();
  // What was read before says nothing once the server knows nobody any more.
  if (isProblem(error) && error.status === 401) return null;
  if (data) rememberCsrf(data.csrfToken);
  return data;
}

/** Why it is not known who is signed in. */
export function useSessionError(): { readonly error: unknown; readonly again: () => void } {
  const { error, refetch } = useSessionQuery();
  return { error, again: () => void refetch() };
}

/** Asks who is signed in as soon as any call is answered that nobody is. */
export function useSessionEnd(): void {
  const queries = useQueryClient();
  useEffect(() => onSessionForgotten(() => void queries.invalidateQueries({ queryKey: SESSION_QUERY })), [queries]);
}

export const holdsRole = (session: Session | null | undefined, role: Session['postings'][number]['role']): boolean => session?.postings.some((posting) => posting.role === role) ?? false;
export const isKind = (session: Session | null | undefined, ...kinds: readonly PersonKind[]): boolean => session?.kinds.some((kind) => kinds.includes(kind)) ?? false;

/** Somebody has signed in: whatever was read before them is forgotten. */
export function beginSession(queries: QueryClient, session: Session): void {
  rememberCsrf(session.csrfToken);
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[1] !== SESSION_PATH });
  queries.setQueryData(SESSION_QUERY, session);
}

/** Ends the session here, or everywhere, and forgets everything that was read under it. */
export function useSignOut(): (everywhere?: boolean) => Promise<void> {
  const queries = useQueryClient();
  return async (everywhere = false) => {
    const { data } = await client.DELETE(SESSION_PATH, { params: { query: { everywhere: everywhere ? 'true' : 'false' } } });
    rememberCsrf('');
    forgetDrafts();
    queries.clear();
    // At the province's account, too, where it came from there.
    window.location.assign(data?.endSession ?? '/sign-in');
  };
}
