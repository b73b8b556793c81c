import { useRef } from 'react';
import { isProblem, newKey } from '../app/api';
import { perform } from './performed';
import type { ActName, Recorded } from './performed';
import { useWork } from './work';

/**
 * Acts on dossiers, one at a time. What is tried again after a broken line with the same words is the same act; what was refused is
 * another one when it is tried again.
 */
export function usePerform() {
  const keys = useRef(new Map<string, string>());
  const { run, ...state } = useWork();
  const act = (reference: string, name: ActName, body: Readonly<Record<string, unknown>>): Promise<Recorded | undefined> =>
    run(async (onWaiting) => {
      const words = JSON.stringify([reference, name, body]);
      const key = keys.current.get(words) ?? newKey();
      keys.current.set(words, key);
      try {
        const recorded = await perform(reference, name, body, key, onWaiting);
        keys.current.delete(words);
        return recorded;
      } catch (error) {
        if (isProblem(error)) keys.current.delete(words);
        throw error;
      }
    });
  return { ...state, act };
}
