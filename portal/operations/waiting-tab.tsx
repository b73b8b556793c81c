import { Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { api } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { useAddress } from '../parts/address';
import { DataTable } from '../parts/data-table';
import type { Column } from '../parts/data-table';
import { dateTime } from '../parts/dates';
import { count as shown } from '../parts/numbers';
import { Loading, ProblemAlert } from '../parts/problem';
import { Alarms } from './alarms';
import { RetryingWork } from './retrying';
import { WAITS } from './waits';
import type { Wait } from './waits';
import { WaitingList } from './waiting-list';

const EVERY_MS = 15_000;

/** Every open dossier by what it waits for, and what is tried again or has gone wrong. */
export function WaitingTab() {
  const [{ for: chosen }] = useAddress();
  const wait = WAITS.find(({ id }) => id === chosen);
  const found = api.useQuery('get', '/v1/operations', {}, { refetchInterval: EVERY_MS });
  if (found.error) return <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <Loading />;
  return (
    <Stack gap="xl">
      <Waits now={found.data} />
      {wait && <WaitingList wait={wait} />}
      <RetryingWork />
      <Alarms alarms={found.data.openAlarms} overdueComplaints={found.data.overdueComplaints} />
    </Stack>
  );
}

function Waits({ now }: { readonly now: Schemas['Operations'] }) {
  const { say, of, language } = useLanguage();
  const columns: Column<Wait>[] = [
    { id: 'name', header: say('Đang chờ', 'Waits'), rowHeader: true, value: ({ name }) => of(name) },
    {
      id: 'count',
      header: say('Hồ sơ', 'Dossiers'),
      numeric: true,
      value: (wait) => wait.count(now),
      cell: (wait) => {
        const count = wait.count(now);
        if (count === 0) return '0';
        return (
          <Group gap={6} wrap="nowrap" justify="flex-end">
            {wait.trouble && <IconAlertTriangle size={18} aria-label={say('Cần xem', 'To be looked at')} color="var(--mantine-color-red-9)" />}
            <Link to="/operations" search={{ tab: 'waiting', for: wait.id } as never} aria-label={`${shown(count, language)} – ${of(wait.name)}`}>
              {shown(count, language)}
            </Link>
          </Group>
        );
      },
    },
    { id: 'meaning', header: say('Nghĩa là', 'That is'), value: ({ meaning }) => of(meaning) },
    { id: 'wayOut', header: say('Cách xử lý', 'The way out'), value: ({ wayOut }) => of(wayOut) },
  ];
  return (
    <Stack gap="xs">
      <DataTable caption={say('Hồ sơ đang mở', 'Open dossiers')} note={say(`Theo giờ chính thức ${dateTime(now.at)}; tự cập nhật mỗi 15 giây.`, `As of ${dateTime(now.at)} official time; read again every 15 seconds.`)} file="van-hanh" columns={columns} rows={WAITS} rowKey={({ id }) => id} empty={null} />
      <Text size="sm">{say('Ba dòng đầu đếm mỗi hồ sơ đang mở đúng một lần; các dòng sau là những trường hợp cần can thiệp.', 'The first three count each open dossier once; the others are cases that want somebody.')}</Text>
    </Stack>
  );
}
