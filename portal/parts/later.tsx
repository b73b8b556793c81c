import { Suspense, lazy, useEffect } from 'react';
import type { ComponentType } from 'react';
import { Loading } from './problem';

/** After a page has come over a slow link, and before somebody has read it. */
const REST_MS = 3_000;

/**
 * A part of a page that is not needed at first: it is fetched when it is shown. `useEarly` fetches it ahead, once the page is there,
 * so that it opens at once when it is asked for.
 */
export function later<P extends object>(load: () => Promise<ComponentType<P>>): { readonly Part: ComponentType<P>; readonly useEarly: () => void } {
  const Loaded = lazy(() => load().then((component) => ({ default: component }))) as unknown as ComponentType<P>;
  const Part = (props: P) => (
    <Suspense fallback={<Loading />}>
      <Loaded {...props} />
    </Suspense>
  );
  const useEarly = (): void =>
    useEffect(() => {
      const timer = setTimeout(() => void load().catch(() => undefined), REST_MS);
      return () => clearTimeout(timer);
    }, []);
  return { Part, useEarly };
}
