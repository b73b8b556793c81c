import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';

/** After a change of page the reader stands at its heading, as after a real one; a field that takes the focus itself keeps it. */
export function useArrival(): void {
  const router = useRouter();
  useEffect(
    () =>
      router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
        if (!fromLocation || !pathChanged) return;
        const heading = document.querySelector<HTMLElement>('main h1');
        if (!heading || document.activeElement?.matches('main :is(input, select, textarea)')) return;
        heading.tabIndex = -1;
        heading.focus({ preventScroll: true });
      }),
    [router],
  );
}
