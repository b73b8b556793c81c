interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

interface InfiniteQuery<T> {
  readonly data: { readonly pages: readonly Page<T>[] } | undefined;
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => Promise<unknown>;
}

/** How a list of the API goes on (null, for of undefined the library makes a 0): `api.useInfiniteQuery('get', '/v1/overdue', …, BY_CURSOR)`. */
export const BY_CURSOR = { pageParamName: 'cursor', initialPageParam: null, getNextPageParam: (last: { readonly next: string | null }) => last.next ?? undefined };

/** A list that comes page by page, as a table takes it. */
export function paged<T>(query: InfiniteQuery<T>) {
  const rowsOf = ({ data }: InfiniteQuery<T>): T[] => data?.pages.flatMap(({ items }) => items) ?? [];
  return {
    rows: rowsOf(query),
    more: query.hasNextPage ? { busy: query.isFetchingNextPage, load: () => void query.fetchNextPage() } : undefined,
    /** Every page that there is; throws what the server refuses. */
    all: async (): Promise<T[]> => {
      for (let last = query; ; ) {
        if (!last.hasNextPage) return rowsOf(last);
        const next = (await last.fetchNextPage()) as InfiniteQuery<T> & { readonly isError: boolean; readonly error: unknown };
        if (next.isError) throw next.error;
        last = next;
      }
    },
  };
}
