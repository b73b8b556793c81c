import { useQueryClient } from '@tanstack/react-query';
import { api, client, rememberCsrf } from './api';
import type { Schemas } from './api';
import { forgetDrafts } from '../parts/drafts';

export type Session = Schemas['Session'];
export type PersonKind = Session['kinds'][number];

export const SESSION_QUERY = ['get', '/v1/session', {}] as const;

/** Who is signed in; null for nobody, undefined while it is not known. */
export function useSession(): Session | null | undefined {
  // Nobody being signed in is an answer, too: it is not asked for again by every part of a page, nor is the page taken away meanwhile.
  const { data, isFetched } = api.useQuery('get', '/v1/session', {}, { retry: false, retryOnMount: false, staleTime: 60_000, refetchOnWindowFocus: true });
  if (data) rememberCsrf(data.csrfToken);
  return data ?? (isFetched ? null : undefined);
}

export const holdsRole = (session: Session | null | undefined, role: Session['postings'][number]['role']): boolean => session?.postings.some((posting) => posting.role === role) ?? false;
export const isKind = (session: Session | null | undefined, ...kinds: readonly PersonKind[]): boolean => session?.kinds.some((kind) => kinds.includes(kind)) ?? false;

/** Ends the session here, or everywhere, and forgets everything that was read under it. */
export function useSignOut(): (everywhere?: boolean) => Promise<void> {
  const queries = useQueryClient();
  return async (everywhere = false) => {
    await client.DELETE('/v1/session', { params: { query: { everywhere: everywhere ? 'true' : 'false' } } });
    rememberCsrf('');
    forgetDrafts();
    queries.clear();
    window.location.assign('/sign-in');
  };
}
