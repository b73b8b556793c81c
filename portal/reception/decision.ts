import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import { newKey } from '../app/api';
import { perform } from '../parts/performed';
import type { ActName, Recorded } from '../parts/performed';

/** What becomes of a dossier at the window. */
export interface Decision {
  readonly act: Extract<ActName, 'accept' | 'request-supplement' | 'refuse-intake'>;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** The key of what is tried again with the same words; other words are another act. */
export function useKeys(): (asked: unknown) => string {
  const keys = useRef(new Map<string, string>());
  return useCallback((asked) => {
    const words = JSON.stringify(asked);
    const known = keys.current.get(words) ?? newKey();
    keys.current.set(words, known);
    return known;
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
        setState({ busy: false, waiting: false, error: null });
        return done;
      } catch (error) {
        setState({ busy: false, waiting: false, error: error ?? {} });
        return undefined;
      } finally {
        running.current = false;
        void queries.invalidateQueries({ predicate: ({ queryKey }) => ['/v1/tasks', '/v1/dossiers', '/v1/dossiers/{reference}', '/v1/dossiers/{reference}/history'].includes(String(queryKey[1])) });
      }
    },
    [queries],
  );
  const clearError = useCallback(() => setState((before) => ({ ...before, error: null })), []);
  return { ...state, clearError, run };
}

export const decide = (dossierId: string, { act, fields }: Decision, unit: string, keyOf: (asked: unknown) => string, onWaiting: () => void): Promise<Recorded> => {
  const body = { ...fields, as: `receptionist@${unit}` };
  return perform(dossierId, act, body, keyOf([dossierId, act, body]), onWaiting);
};
