import { useQueryClient } from '@tanstack/react-query';
import type { Query } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import { isProblem, isUndecided, newKey } from '../app/api';

export type Keyed = <T>(asked: unknown, send: (key: string) => Promise<T>) => Promise<T>;

/**
 * Sends with a key. What is tried again with the same words is the same request, after a broken line or where nobody knows
 * what became of it. What was answered, one way or the other, is over.
 */
export function useKeys(): Keyed {
  const keys = useRef(new Map<string, string>());
  return useCallback(async (asked, send) => {
    const words = JSON.stringify(asked);
    const key = keys.current.get(words) ?? newKey();
    keys.current.set(words, key);
    try {
      const answer = await send(key);
      keys.current.delete(words);
      return answer;
    } catch (error) {
      if (isProblem(error) && !isUndecided(error)) keys.current.delete(words);
      throw error;
    }
  }, []);
}

export interface Work {
  readonly busy: boolean;
  /** Received, and not recorded yet. */
  readonly waiting: boolean;
  readonly error: unknown;
  readonly clearError: () => void;
  /** Runs it; undefined where it failed. */
  readonly run: <T>(work: (onWaiting: () => void) => Promise<T>) => Promise<T | undefined>;
}

const isActedOn = ({ queryKey }: Query): boolean => queryKey[1] === '/v1/dossiers/{reference}' || queryKey[1] === '/v1/tasks';
const tellsOfWork = ({ queryKey }: Query): boolean => String(queryKey[1]).startsWith('/v1/dossiers') || queryKey[1] === '/v1/tasks';

/** One thing at a time, with what went wrong. */
export function useWork(): Work {
  const queries = useQueryClient();
  const [state, setState] = useState<{ readonly busy: boolean; readonly waiting: boolean; readonly error: unknown }>({ busy: false, waiting: false, error: null });
  const running = useRef(false);
  const run = useCallback(
    async <T>(work: (onWaiting: () => void) => Promise<T>): Promise<T | undefined> => {
      if (running.current) return undefined;
      running.current = true;
      setState({ busy: true, waiting: false, error: null });
      try {
        const done = await work(() => setState({ busy: true, waiting: true, error: null }));
        // Until the page shows what came of it, its buttons speak of what was before.
        void queries.invalidateQueries({ predicate: (query) => tellsOfWork(query) && !isActedOn(query) });
        await queries.invalidateQueries({ predicate: isActedOn });
        setState({ busy: false, waiting: false, error: null });
        return done;
      } catch (error) {
        setState({ busy: false, waiting: false, error: error ?? {} });
        void queries.invalidateQueries({ predicate: tellsOfWork });
        return undefined;
      } finally {
        running.current = false;
      }
    },
    [queries],
  );
  const clearError = useCallback(() => setState((before) => ({ ...before, error: null })), []);
  return { ...state, clearError, run };
}
