import { Button, Center, Group, Stack, Text } from '@mantine/core';
import { api } from '../app/api';
import { useLanguage } from '../app/language';
import { useAddress } from '../parts/address';
import { AgencySelect } from '../parts/agency-select';
import { DateField } from '../parts/date-field';
import { date } from '../parts/dates';
import { Empty, Loading, ProblemAlert } from '../parts/problem';
import { WordsField } from '../parts/words-field';
import { ProcedureTable } from './procedure-table';

/** Procedures in force on a day, at a unit, by words. */
export function ProcedureList() {
  const { say } = useLanguage();
  const [{ q, unit, on }, change] = useAddress();
  const list = api.useInfiniteQuery(
    'get',
    '/v1/procedures',
    { params: { query: { limit: 50, ...(q ? { q: q.slice(0, 100) } : {}), ...(unit ? { unit } : {}), ...(on ? { on } : {}) } } },
    { pageParamName: 'cursor', initialPageParam: null as string | null, getNextPageParam: ({ next }) => next, placeholderData: (before) => before },
  );
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Stack>
      <Group align="flex-start" role="search" aria-label={say('Tìm thủ tục', 'Find a procedure')}>
        <WordsField description={say('Tên, lĩnh vực hoặc mã; không cần dấu', 'Name, field or code; accents are not needed')} flex="2 1 18rem" />
        <div style={{ flex: '2 1 18rem' }}>
          <AgencySelect label={say('Nơi nộp hồ sơ', 'Where to hand in')} description={say('Bộ phận Một cửa có tiếp nhận', 'One-stop unit that receives it')} plays="one-stop-unit" on={on} value={unit ?? null} onChange={(code) => change({ unit: code ?? undefined })} />
        </div>
        <div style={{ flex: '1 1 11rem' }}>
          <DateField label={say('Có hiệu lực ngày', 'In force on')} description={say('Để trống: hôm nay', 'Empty: today')} value={on ?? ''} onChange={(value) => change({ on: value })} />
        </div>
      </Group>
      {list.error ? (
        <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />
      ) : list.isPending ? (
        <Loading />
      ) : items.length === 0 ? (
        <Empty title={say('Không có thủ tục nào phù hợp', 'No procedure matches')}>{say('Hãy bớt từ tìm kiếm, chọn nơi nộp khác hoặc đổi ngày.', 'Use fewer words, another unit or another day.')}</Empty>
      ) : (
        <>
          <Text role="status" size="sm">
            {list.hasNextPage ? say(`Đang hiện ${items.length} thủ tục đầu`, `The first ${items.length} procedures`) : say(`${items.length} thủ tục`, `${items.length} procedures`)}
            {on ? say(` có hiệu lực ngày ${date(on)}`, ` in force on ${date(on)}`) : ''}
          </Text>
          <ProcedureTable items={items} on={on} />
          {list.hasNextPage && (
            <Center>
              <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                {say('Xem thêm', 'Show more')}
              </Button>
            </Center>
          )}
        </>
      )}
    </Stack>
  );
}
