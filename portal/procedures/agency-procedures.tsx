import { Button, List, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { api } from '../app/api';
import { useLanguage } from '../app/language';
import { Loading, ProblemAlert } from '../parts/problem';

/** What can be handed in at a unit. */
export function AgencyProcedures({ code, on }: { readonly code: string; readonly on: string | undefined }) {
  const { say, of } = useLanguage();
  const list = api.useInfiniteQuery(
    'get',
    '/v1/agencies/{code}/procedures',
    { params: { path: { code }, query: { limit: 50, ...(on ? { on } : {}) } } },
    { pageParamName: 'cursor', initialPageParam: null as string | null, getNextPageParam: ({ next }) => next },
  );
  if (list.error) return <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <Loading />;
  const items = list.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <Text>{say('Không tiếp nhận thủ tục nào vào ngày này.', 'Nothing is received here on this day.')}</Text>;
  return (
    <>
      <List spacing={2}>
        {items.map(({ code: procedure, name, limits }) => (
          <List.Item key={procedure}>
            <Link to="/procedures/$code" params={{ code: procedure }} search={on ? { on } : {}}>
              {of(name)}
            </Link>{' '}
            – {limits.map(({ label }) => of(label)).join(' + ')}
          </List.Item>
        ))}
      </List>
      {list.hasNextPage && (
        <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {say('Xem thêm', 'Show more')}
        </Button>
      )}
    </>
  );
}
