import { useQueryClient } from '@tanstack/react-query';
import type { InfiniteData, QueryKey } from '@tanstack/react-query';
import { useEffect } from 'react';

/** What is looked at rests this long before pages are dropped. */
const REST_MS = 2_000;
const SPARE_PAGES = 2;

/** Pages far below what is needed are dropped, and read again on the way there: whatever changes is read anew with every page that is kept. */
export function useFarPagesDropped(queryKey: QueryKey, rowsNeeded: number, idle: boolean): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (!idle) return undefined;
    const resting = setTimeout(() => {
      const state = queries.getQueryState<InfiniteData<{ readonly items: readonly unknown[] }>>(queryKey);
      const kept = pagesFor(state?.data?.pages ?? [], rowsNeeded) + SPARE_PAGES;
      if (!state?.data || kept >= state.data.pages.length) return;
      const { pages, pageParams } = state.data;
      // What is kept is no newer than it was.
      queries.setQueryData(queryKey, { pages: pages.slice(0, kept), pageParams: pageParams.slice(0, kept) }, { updatedAt: state.dataUpdatedAt });
    }, REST_MS);
    return () => clearTimeout(resting);
  }, [queries, queryKey, rowsNeeded, idle]);
}

function pagesFor(pages: readonly { readonly items: readonly unknown[] }[], rows: number): number {
  let counted = 0;
  const at = pages.findIndex(({ items }) => (counted += items.length) >= rows);
  return at < 0 ? pages.length : at + 1;
}
