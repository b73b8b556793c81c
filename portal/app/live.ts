import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

const LIVE_PATHS = ['/v1/tasks', '/v1/dossiers', '/v1/dossiers/{reference}', '/v1/dossiers/{reference}/history', '/v1/dossiers/{reference}/timeline', '/v1/overdue', '/v1/statistics'];
/** Changes come in bursts; one reading after each is enough. */
const SETTLE_MS = 400;

/**
 * Keeps what is on the screen in step with what is recorded: server-sent events say that something changed, and what is
 * shown is read again. The browser reconnects by itself and says where it was, so nothing is missed.
 */
export function useLive(on: boolean): { readonly connected: boolean } {
  const queries = useQueryClient();
  const [connected, setConnected] = useState(false);
  useEffect(() => {
    if (!on) return undefined;
    const source = new EventSource('/v1/stream');
    let settling: ReturnType<typeof setTimeout> | undefined;
    const changed = (): void => {
      clearTimeout(settling);
      settling = setTimeout(() => {
        void queries.invalidateQueries({ predicate: ({ queryKey }) => LIVE_PATHS.includes(String(queryKey[1])) });
      }, SETTLE_MS);
    };
    source.addEventListener('dossier', changed);
    source.addEventListener('reload', changed);
    source.onopen = () => setConnected(true);
    source.onerror = () => setConnected(false);
    return () => {
      clearTimeout(settling);
      source.close();
    };
  }, [on, queries]);
  return { connected };
}
