import { perform } from './performed';
import type { ActName, Recorded } from './performed';
import { useKeys, useWork } from './work';

/** Acts on dossiers, one at a time. */
export function usePerform() {
  const keyed = useKeys();
  const { run, ...state } = useWork();
  const act = (reference: string, name: ActName, body: Readonly<Record<string, unknown>>): Promise<Recorded | undefined> =>
    run((onWaiting) => keyed([reference, name, body], (key) => perform(reference, name, body, key, onWaiting)));
  return { ...state, act };
}
