import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';

/**
 * Where the focus goes when a dialog that is only there while it is open goes away: back to the button that opened it or,
 * when it has done its work and that button may be gone as well, to the heading.
 */
export function useDialogFocus(open: boolean): { readonly heading: RefObject<HTMLHeadingElement | null>; readonly opening: () => void; readonly done: () => void } {
  const heading = useRef<HTMLHeadingElement>(null);
  const next = useRef<HTMLElement | null>(null);
  useEffect(() => {
    if (open) return;
    if (next.current?.isConnected) next.current.focus();
    next.current = null;
  }, [open]);
  return {
    heading,
    opening: () => {
      next.current = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    },
    done: () => {
      next.current = heading.current;
      // What was done without a dialog has nothing to wait for.
      if (!open) heading.current?.focus();
    },
  };
}
