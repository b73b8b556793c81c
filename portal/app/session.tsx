import { useQueryClient } from '@tanstack/react-query';
import { api, client, rememberCsrf } from './api';
import type { Schemas } from './api';

export type Session = Schemas['Session'];
export type PersonKind = Session['kinds'][number];

export const SESSION_QUERY = ['get', '/v1/session', {}] as const;

/** Who is signed in; null for nobody, undefined while it is not known. */
export function useSession(): Session | null | undefined {
  const { data, isPending } = api.useQuery('get', '/v1/session', {}, { retry: false, staleTime: 60_000, refetchOnWindowFocus: true });
  if (data) rememberCsrf(data.csrfToken);
  return data ?? (isPending ? undefined : null);
}

export const holdsRole = (session: Session | null | undefined, role: Session['postings'][number]['role']): boolean => session?.postings.some((posting) => posting.role === role) ?? false;
export const isKind = (session: Session | null | undefined, ...kinds: readonly PersonKind[]): boolean => session?.kinds.some((kind) => kinds.includes(kind)) ?? false;

/** Ends the session here, or everywhere, and forgets everything that was read under it. */
export function useSignOut(): (everywhere?: boolean) => Promise<void> {
  const queries = useQueryClient();
  return async (everywhere = false) => {
    await client.DELETE('/v1/session', { params: { query: { everywhere: everywhere ? 'true' : 'false' } } });
    rememberCsrf('');
    queries.clear();
    window.location.assign('/sign-in');
  };
}
