import { useEffect, useLayoutEffect, useRef } from 'react';
import type { RefObject } from 'react';

interface FocusQuestion {
  readonly body: RefObject<HTMLElement | null>;
  readonly heading: RefObject<HTMLElement | null>;
  readonly keys: readonly string[];
  readonly indexOf: ReadonlyMap<string, number>;
  readonly focused: RefObject<string | null>;
}

/** Where a button or a row that had the focus goes, what took its place gets it: the keyboard goes on from there. */
export function useFocusKept({ body, heading, keys, indexOf, focused }: FocusQuestion): void {
  const place = useRef(0);
  useEffect(() => {
    const taken = ({ target }: FocusEvent): void => {
      focused.current = (target instanceof Element && body.current?.contains(target) && target.closest('tr')?.dataset['key']) || null;
    };
    const left = ({ target }: FocusEvent): void => {
      // Left for the page itself by a click; what has been taken away is no longer there a moment later.
      setTimeout(() => {
        if (target instanceof Element && target.isConnected && document.activeElement === document.body) focused.current = null;
      });
    };
    document.addEventListener('focusin', taken);
    document.addEventListener('focusout', left);
    return () => {
      document.removeEventListener('focusin', taken);
      document.removeEventListener('focusout', left);
    };
  }, [body, focused]);
  useLayoutEffect(() => {
    if (focused.current === null) return;
    place.current = indexOf.get(focused.current) ?? place.current;
    if (document.activeElement !== document.body) return;
    const key = keys[Math.min(place.current, keys.length - 1)];
    const row = key === undefined ? null : body.current?.querySelector(`tr[data-key="${key}"]`);
    (row?.querySelector<HTMLElement>('button') ?? row?.querySelector('a') ?? heading.current)?.focus({ preventScroll: true });
  });
}
