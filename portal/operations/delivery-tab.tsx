import { Stack } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { isKind, useSession } from '../app/session';
import { BusyButton } from '../parts/busy-button';
import { DataTable } from '../parts/data-table';
import type { Column } from '../parts/data-table';
import { dateTime } from '../parts/dates';
import { useNotify } from '../parts/notify';
import { BY_CURSOR, paged } from '../parts/paged';
import { Empty, Loading, ProblemAlert } from '../parts/problem';
import { realTime } from './real-time';

type Lag = Schemas['Operations']['relay'][number];
type DeadLetter = Schemas['DeadLetter'];
const EVERY_MS = 15_000;

/** How far other systems are behind what is recorded, and what they did not take. */
export function DeliveryTab() {
  const session = useSession();
  const administers = isKind(session, 'administrator');
  const found = api.useQuery('get', '/v1/operations', {}, { refetchInterval: EVERY_MS });
  if (found.error) return <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <Loading />;
  return (
    <Stack gap="xl">
      <Lags relay={found.data.relay} administers={administers} />
      {administers && <DeadLetters />}
    </Stack>
  );
}

/** What a subscriber's inner name stands for. */
function useSubscriberName(administers: boolean): (subscriber: string) => string {
  const { say } = useLanguage();
  const { data } = api.useQuery('get', '/v1/subscriptions', {}, { enabled: administers });
  const known: Readonly<Record<string, string>> = {
    'agency-errands': say('Việc giao cho hệ thống của cơ quan', "Errands for agencies' own systems"),
    'national-portal': say('Cổng Dịch vụ công quốc gia', 'National portal'),
    notifications: say('Thông báo cho người dân và cán bộ', 'Notifications'),
  };
  return (subscriber) => data?.items.find(({ id }) => subscriber === `subscription:${id}`)?.name ?? known[subscriber] ?? subscriber;
}

function useReplay() {
  const { say } = useLanguage();
  const queries = useQueryClient();
  const notify = useNotify();
  return api.useMutation('post', '/v1/dead-letters/replay', {
    onSuccess: ({ replayed }) => {
      notify(say(`Đã đưa ${replayed} tin vào hàng gửi lại`, `${replayed} messages will be sent again`));
      void queries.invalidateQueries({ predicate: ({ queryKey }) => ['/v1/operations', '/v1/dead-letters', '/v1/subscriptions'].includes(String(queryKey[1])) });
    },
  });
}

function Lags({ relay, administers }: { readonly relay: readonly Lag[]; readonly administers: boolean }) {
  const { say, language } = useLanguage();
  const nameOf = useSubscriberName(administers);
  const replay = useReplay();
  const columns: Column<Lag>[] = [
    { id: 'subscriber', header: say('Nơi nhận', 'Receiver'), rowHeader: true, value: ({ subscriber }) => nameOf(subscriber) },
    { id: 'behind', header: say('Tin chưa tới', 'Behind'), numeric: true, value: ({ behind }) => behind },
    { id: 'oldest', header: say('Tin cũ nhất chờ đã (giờ thực)', 'Oldest waits since (real)'), numeric: true, value: ({ oldestMs }) => (oldestMs === null ? null : Math.round(oldestMs / 1000)), cell: ({ oldestMs }) => (oldestMs === null ? '–' : realTime(oldestMs, language)) },
    { id: 'parked', header: say('Để riêng, thử lại', 'Set aside'), numeric: true, value: ({ parked }) => parked },
    { id: 'dead', header: say('Ngừng gửi', 'Given up'), numeric: true, value: ({ dead }) => dead },
    ...(administers
      ? [
          {
            id: 'replay',
            header: say('Gửi lại', 'Send again'),
            acts: true as const,
      value: () => null,
            cell: ({ subscriber, dead }: Lag) =>
              dead === 0 ? (
                '–'
              ) : (
                <BusyButton size="xs" variant="default" leftSection={<IconRefresh size={16} aria-hidden />} busy={replay.isPending} onClick={() => replay.mutate({ body: { subscriber } })} aria-label={say(`Gửi lại tất cả ${dead} tin cho ${nameOf(subscriber)}`, `All again: ${dead} messages to ${nameOf(subscriber)}`)}>
                  {say('Gửi lại tất cả', 'All again')}
                </BusyButton>
              ),
          },
        ]
      : []),
  ];
  return (
    <Stack gap="xs">
      {replay.error && <ProblemAlert error={replay.error} />}
      <DataTable
        caption={say('Nơi nhận tin và độ trễ', 'Receivers and how far they are behind')}
        note={say('Tin bị từ chối được để riêng và thử lại; sau nhiều lần không được thì ngừng gửi, chờ quản trị cho gửi lại. Thứ tự của từng hồ sơ luôn được giữ.', 'What is refused is set aside and tried again; after many attempts it is given up until an administrator sends it again. The order within a dossier is kept.')}
        file="do-tre-gui-tin"
        columns={columns}
        rows={relay}
        rowKey={({ subscriber }) => subscriber}
        empty={<Empty title={say('Chưa có nơi nhận tin nào', 'Nobody receives anything')}>{say('Thêm ở mục “Hệ thống nhận tin”.', 'Add one under “Subscriptions”.')}</Empty>}
      />
    </Stack>
  );
}

function DeadLetters() {
  const { say } = useLanguage();
  const nameOf = useSubscriberName(true);
  const replay = useReplay();
  const found = api.useInfiniteQuery('get', '/v1/dead-letters', { params: { query: { limit: 100 } } }, BY_CURSOR);
  if (found.error) return <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <Loading />;
  const { rows, more, all } = paged<DeadLetter>(found);
  const columns: Column<DeadLetter>[] = [
    { id: 'subscriber', header: say('Nơi nhận', 'Receiver'), rowHeader: true, value: ({ subscriber }) => nameOf(subscriber) },
    { id: 'key', header: say('Về hồ sơ hoặc cơ quan', 'About'), value: ({ key }) => key },
    { id: 'error', header: say('Lỗi lần cuối', 'Last error'), value: ({ lastError }) => lastError ?? '–' },
    { id: 'attempts', header: say('Số lần thử', 'Attempts'), numeric: true, value: ({ attempts }) => attempts },
    { id: 'behind', header: say('Tin chờ phía sau', 'Behind it'), numeric: true, value: ({ behind }) => behind },
    { id: 'at', header: say('Từ lúc (giờ thực)', 'Since (real time)'), value: ({ parkedAt }) => dateTime(parkedAt) },
    {
      id: 'replay',
      header: say('Gửi lại', 'Send again'),
      acts: true as const,
      value: () => null,
      cell: ({ subscriber, position }) => (
        <BusyButton size="xs" variant="default" busy={replay.isPending} onClick={() => replay.mutate({ body: { subscriber, position } })} aria-label={say(`Gửi lại tin ${position} cho ${nameOf(subscriber)}`, `Send ${position} again to ${nameOf(subscriber)}`)}>
          {say('Gửi lại', 'Again')}
        </BusyButton>
      ),
    },
  ];
  return (
    <Stack gap="xs">
      {replay.error && <ProblemAlert error={replay.error} />}
      <DataTable
        caption={say('Tin đã ngừng gửi', 'Dead letters')}
        file="tin-bo-cuoc"
        columns={columns}
        rows={rows}
        rowKey={({ subscriber, position }) => `${subscriber} ${position}`}
        more={more}
        all={all}
        empty={<Empty title={say('Không có tin nào bị ngừng gửi', 'No dead letters')}>{say('Mọi nơi nhận đều đã nhận, hoặc tin còn đang được thử lại.', 'Every receiver took everything, or it is still being tried.')}</Empty>}
      />
    </Stack>
  );
}
