import { Button, Center, Group, Stack, Table, Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { api } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { isKind, useSession } from '../app/session';
import { useAddress } from '../parts/address';
import { AgencySelect } from '../parts/agency-select';
import { Empty, Loading, ProblemAlert } from '../parts/problem';
import { TableScroll } from '../parts/table-scroll';
import { WordsField } from '../parts/words-field';
import { NewPerson } from './new-person';
import { PersonDrawer } from './person-drawer';
import { PostingText } from './posting-text';

/** The people of the agencies one may see, with their posts. */
export function PeopleRegister() {
  const { say } = useLanguage();
  const session = useSession();
  const [{ q, agency, person }, change] = useAddress();
  const [adding, setAdding] = useState(false);
  const list = api.useInfiniteQuery(
    'get',
    '/v1/people',
    { params: { query: { limit: 50, ...(q ? { q } : {}), ...(agency ? { agency } : {}) } } },
    { pageParamName: 'cursor', initialPageParam: null as string | null, getNextPageParam: ({ next }) => next, placeholderData: (before) => before },
  );
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Stack>
      <Group align="flex-start" role="search" aria-label={say('Tìm cán bộ', 'Find somebody')}>
        <WordsField description={say('Họ tên hoặc tên đăng nhập; không cần dấu', 'Name or id; accents are not needed')} flex="1 1 16rem" />
        <div style={{ flex: '1 1 16rem' }}>
          <AgencySelect label={say('Cơ quan', 'Agency')} description={say('Nơi có vị trí công tác', 'Where they are posted')} value={agency ?? null} onChange={(code) => change({ agency: code ?? undefined })} />
        </div>
        {isKind(session, 'administrator') && (
          <Button mt={{ base: 0, sm: 52 }} leftSection={<IconUserPlus size={18} aria-hidden />} onClick={() => setAdding(true)}>
            {say('Thêm cán bộ', 'Add somebody')}
          </Button>
        )}
      </Group>
      {list.error ? (
        <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />
      ) : list.isPending ? (
        <Loading />
      ) : items.length === 0 ? (
        <Empty title={say('Không tìm thấy ai', 'Nobody found')}>{say('Hãy bớt từ tìm kiếm hoặc chọn cơ quan khác.', 'Use fewer words or another agency.')}</Empty>
      ) : (
        <>
          <Text role="status" size="sm">
            {list.hasNextPage ? say(`Đang hiện ${items.length} người đầu`, `The first ${items.length} people`) : say(`${items.length} người`, `${items.length} people`)}
          </Text>
          <PeopleTable people={items} onOpen={(each) => change({ person: each })} />
          {list.hasNextPage && (
            <Center>
              <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                {say('Xem thêm', 'Show more')}
              </Button>
            </Center>
          )}
        </>
      )}
      {adding && (
        <NewPerson
          onClose={() => setAdding(false)}
          onAdded={(each) => {
            setAdding(false);
            change({ person: each });
          }}
        />
      )}
      {person !== undefined && <PersonDrawer person={person} onClose={() => change({ person: undefined })} />}
    </Stack>
  );
}

function PeopleTable({ people, onOpen }: { readonly people: readonly Schemas['PersonSummary'][]; readonly onOpen: (person: string) => void }) {
  const { say } = useLanguage();
  return (
    <TableScroll minWidth={340}>
      <Table verticalSpacing="xs" highlightOnHover>
        <VisuallyHidden component="caption">{say('Danh sách cán bộ', 'Register of people')}</VisuallyHidden>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{say('Họ và tên', 'Name')}</Table.Th>
            <Table.Th scope="col">{say('Vị trí công tác', 'Posts')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {people.map(({ person, name, postings }) => (
            <Table.Tr key={person}>
              <Table.Th scope="row" fw={400} style={{ verticalAlign: 'top' }}>
                <UnstyledButton c="teal.7" fw={600} td="underline" mih={24} onClick={() => onOpen(person)}>
                  {name}
                </UnstyledButton>
                <Text size="sm">{person}</Text>
              </Table.Th>
              <Table.Td>
                {postings.length === 0 ? (
                  <Text size="sm">{say('Chưa có vị trí', 'No post')}</Text>
                ) : (
                  postings.map((posting) => <PostingText key={posting.id} posting={posting} />)
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </TableScroll>
  );
}
