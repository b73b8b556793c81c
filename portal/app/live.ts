import { useQueryClient } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { sessionForgotten } from './line';

const LIVE_PATHS = new Set([
  '/v1/tasks',
  '/v1/dossiers',
  '/v1/dossiers/{reference}',
  '/v1/dossiers/{reference}/history',
  '/v1/dossiers/{reference}/timeline',
  '/v1/overdue',
  '/v1/workload',
  '/v1/escalations',
  '/v1/deadlines',
  '/v1/statistics',
]);
/** Changes come in bursts: one reading soon after the first, and the next not before this. */
const SETTLE_MS = 400;
const READ_EVERY_MS = 2_000;
/** A stream that was refused is asked for again; one that broke the browser takes up by itself. */
const AGAIN_MS = 10_000;

const readAgain = (queries: QueryClient): void => void queries.invalidateQueries({ predicate: ({ queryKey }) => LIVE_PATHS.has(String(queryKey[1])) });

/**
 * Keeps what is on the screen in step with what is recorded: server-sent events say that something changed, and what is
 * shown is read again. The browser reconnects by itself and says where it was, so nothing is missed.
 *
 * A browser has six lines to a server for all of its tabs, and a stream holds one: the tab that was looked at last has it,
 * and tells the others.
 */
export function useLive(on: boolean): { readonly lost: boolean } {
  const queries = useQueryClient();
  const [lost, setLost] = useState(false);
  useEffect(() => {
    if (!on) return undefined;
    let settling: ReturnType<typeof setTimeout> | undefined;
    let again: ReturnType<typeof setTimeout> | undefined;
    let source: EventSource | undefined;
    /** When this tab took the stream; of two that take it at once the later one has it. */
    let since = 0;
    let lastRead = 0;
    const tabs = new BroadcastChannel('live');
    const changed = (): void => {
      settling ??= setTimeout(() => {
        settling = undefined;
        lastRead = Date.now();
        readAgain(queries);
      }, Math.max(SETTLE_MS, lastRead + READ_EVERY_MS - Date.now()));
    };
    const told = (): void => {
      changed();
      tabs.postMessage('changed');
    };
    const leave = (): void => {
      clearTimeout(again);
      source?.close();
      source = undefined;
      setLost(false);
    };
    const listen = (anew: boolean): void => {
      const stream = new EventSource('/v1/stream');
      source = stream;
      stream.addEventListener('dossier', told);
      stream.addEventListener('reload', told);
      stream.onopen = () => {
        setLost(false);
        // A new stream does not know where the old one was.
        if (anew) changed();
      };
      stream.onerror = () => {
        setLost(true);
        if (stream.readyState !== EventSource.CLOSED) return;
        // Refused: mostly since the session has ended; asking for it says so.
        sessionForgotten();
        again = setTimeout(() => listen(true), AGAIN_MS);
      };
      since = Date.now() + Math.random();
      tabs.postMessage(since);
    };
    const lookedAt = (): void => {
      if (!document.hidden && !source) listen(true);
    };
    tabs.onmessage = ({ data }) => {
      if (data === 'changed') changed();
      else if (data > since) leave();
    };
    document.addEventListener('visibilitychange', lookedAt);
    window.addEventListener('focus', lookedAt);
    if (!document.hidden) listen(false);
    return () => {
      document.removeEventListener('visibilitychange', lookedAt);
      window.removeEventListener('focus', lookedAt);
      clearTimeout(settling);
      leave();
      tabs.close();
    };
  }, [on, queries]);
  return { lost: on && lost };
}
