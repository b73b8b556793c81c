import { Button, Group, Stack } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconPlus, IconRotate } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { useAgencyName } from '../parts/agency-names';
import { BusyButton } from '../parts/busy-button';
import { DataTable } from '../parts/data-table';
import type { Column } from '../parts/data-table';
import { useNotify } from '../parts/notify';
import { Empty, Loading, ProblemAlert } from '../parts/problem';
import { NewSubscription } from './new-subscription';
import { SecretShown } from './secret-shown';

type Subscription = Schemas['Subscription'];

/** Other systems that are told of what is recorded: made, paused, given a new secret. */
export function SubscriptionsTab() {
  const { say } = useLanguage();
  const queries = useQueryClient();
  const [making, setMaking] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const notify = useNotify();
  const agencyName = useAgencyName();
  const found = api.useQuery('get', '/v1/subscriptions');
  const again = (): void => void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] === '/v1/subscriptions' });
  const change = api.useMutation('put', '/v1/subscriptions/{id}', { onSettled: again });
  const rotate = api.useMutation('post', '/v1/subscriptions/{id}/secret', { onSuccess: (made) => setSecret(made.secret) });
  if (found.error) return <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <Loading />;
  const setActive = ({ id, version, name, url, eventTypes, agencies }: Subscription, active: boolean): void =>
    change.mutate(
      { params: { path: { id }, header: { 'if-match': `"${version}"` } }, body: { name, url, eventTypes: eventTypes as null, agencies, active } },
      { onSuccess: () => notify(active ? say(`${name} nhận tin trở lại`, `${name} is sent messages again`) : say(`Đã tạm dừng ${name}; tin được giữ lại`, `${name} is paused; its messages are kept`)) },
    );
  const columns: Column<Subscription>[] = [
    { id: 'name', header: say('Tên', 'Name'), rowHeader: true, value: ({ name }) => name },
    { id: 'state', header: say('Trạng thái', 'State'), value: ({ active, gone }) => (gone ? say('Nơi nhận báo đã ngừng', 'Receiver is gone') : active ? say('Đang gửi', 'Active') : say('Tạm dừng', 'Paused')) },
    {
      id: 'acts',
      header: say('Thao tác', 'Acts'),
      acts: true,
      value: () => null,
      cell: (subscription) => (
        <Group gap="xs" wrap="nowrap">
          <BusyButton
            size="xs"
            variant="default"
            leftSection={subscription.active ? <IconPlayerPause size={16} aria-hidden /> : <IconPlayerPlay size={16} aria-hidden />}
            busy={change.isPending && change.variables?.params.path.id === subscription.id}
            onClick={() => setActive(subscription, !subscription.active)}
            aria-label={`${subscription.active ? say('Tạm dừng', 'Pause') : say('Gửi tiếp', 'Resume')} – ${subscription.name}`}
          >
            {subscription.active ? say('Tạm dừng', 'Pause') : say('Gửi tiếp', 'Resume')}
          </BusyButton>
          {subscription.kind === 'webhook' && (
            <BusyButton size="xs" variant="default" leftSection={<IconRotate size={16} aria-hidden />} busy={rotate.isPending && rotate.variables?.params.path.id === subscription.id} onClick={() => rotate.mutate({ params: { path: { id: subscription.id } } })} aria-label={`${say('Đổi khóa', 'New secret')} – ${subscription.name}`}>
              {say('Đổi khóa', 'New secret')}
            </BusyButton>
          )}
        </Group>
      ),
    },
    { id: 'url', header: say('Địa chỉ', 'Address'), value: ({ url }) => url },
    { id: 'kind', header: say('Loại', 'Kind'), value: ({ kind }) => (kind === 'webhook' ? 'Webhook' : 'NATS') },
    { id: 'types', header: say('Loại tin', 'Messages'), value: ({ eventTypes }) => (eventTypes === null ? say('Tất cả', 'All') : eventTypes.join(', ')) },
    { id: 'agencies', header: say('Cơ quan', 'Agencies'), value: ({ agencies }) => (agencies === null ? say('Tất cả', 'All') : agencies.map(agencyName).join('; ')) },
    { id: 'behind', header: say('Tin chưa tới', 'Behind'), numeric: true, value: ({ behind }) => behind },
    { id: 'dead', header: say('Ngừng gửi', 'Given up'), numeric: true, value: ({ dead }) => dead },
  ];
  return (
    <Stack gap="md">
      <Group>
        <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setMaking(true)}>
          {say('Thêm hệ thống nhận tin', 'Add a subscription')}
        </Button>
      </Group>
      {(change.error ?? rotate.error) && <ProblemAlert error={change.error ?? rotate.error} />}
      <DataTable
        caption={say('Hệ thống nhận tin', 'Subscriptions')}
        note={say('Khóa mới có hiệu lực ngay; khóa cũ còn ký cùng trong một ngày để bên nhận kịp đổi.', 'A new secret signs at once; the one before signs as well for a day.')}
        file="he-thong-nhan-tin"
        columns={columns}
        rows={found.data.items}
        rowKey={({ id }) => id}
        empty={<Empty title={say('Chưa có hệ thống nào nhận tin', 'No subscriptions')}>{say('Bấm “Thêm hệ thống nhận tin” để gửi sự kiện sang hệ thống khác.', 'Add one to send events to another system.')}</Empty>}
      />
      <NewSubscription
        opened={making}
        onClose={() => setMaking(false)}
        onMade={(made) => {
          setMaking(false);
          again();
          if (made.secret !== null) setSecret(made.secret);
        }}
      />
      <SecretShown secret={secret} onClose={() => setSecret(null)} />
    </Stack>
  );
}
