import { Badge, Button, Group, Stack, Table, Text, VisuallyHidden } from '@mantine/core';
import { IconBan, IconCheck, IconPlus } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { Empty, Loading, ProblemAlert } from '../parts/problem';
import { TableScroll } from '../parts/table-scroll';
import { NewClient } from './new-client';

/** Systems of other organisations that call the API. */
export function MachineClients() {
  const { say } = useLanguage();
  const queries = useQueryClient();
  const [adding, setAdding] = useState(false);
  const list = api.useQuery('get', '/v1/clients');
  const change = api.useMutation('patch', '/v1/clients/{id}');
  const readAgain = (): Promise<void> => queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] === '/v1/clients' });
  const toggle = ({ clientId, version, disabled }: Schemas['Client']): void =>
    change.mutate({ params: { path: { id: clientId }, header: { 'if-match': `"${version}"` } }, body: { disabled: !disabled } }, { onSuccess: readAgain });
  if (list.error) return <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <Loading />;
  return (
    <Stack>
      <Group>
        <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setAdding(true)}>
          {say('Đăng ký hệ thống', 'Register a system')}
        </Button>
      </Group>
      {change.error && <ProblemAlert error={change.error} />}
      {list.data.items.length === 0 ? (
        <Empty title={say('Chưa có hệ thống nào', 'No system yet')}>{say('Hệ thống của cơ quan thuế, công an, bảo hiểm… được đăng ký tại đây để gọi API.', 'Systems of the tax office, police, insurance … are registered here to call the API.')}</Empty>
      ) : (
        <ClientTable clients={list.data.items} busy={change.isPending} onToggle={toggle} />
      )}
      {adding && <NewClient onClose={() => setAdding(false)} onRegistered={readAgain} />}
    </Stack>
  );
}

interface ClientTableProps {
  readonly clients: readonly Schemas['Client'][];
  readonly busy: boolean;
  readonly onToggle: (client: Schemas['Client']) => void;
}

function ClientTable({ clients, busy, onToggle }: ClientTableProps) {
  const { say } = useLanguage();
  return (
    <TableScroll minWidth={760}>
      <Table withTableBorder verticalSpacing="xs">
        <VisuallyHidden component="caption">{say('Hệ thống kết nối', 'Machine clients')}</VisuallyHidden>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{say('Hệ thống', 'System')}</Table.Th>
            <Table.Th scope="col">{say('Phạm vi', 'Scopes')}</Table.Th>
            <Table.Th scope="col">{say('Cơ quan', 'Agencies')}</Table.Th>
            <Table.Th scope="col">{say('Trạng thái', 'State')}</Table.Th>
            <Table.Th scope="col">{say('Thao tác', 'Acts')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {clients.map((client) => (
            <Table.Tr key={client.clientId}>
              <Table.Th scope="row" fw={400}>
                <b>{client.name}</b>
                <Text size="sm">
                  {client.clientId}
                  {client.system !== null && ` · ${client.system}`}
                </Text>
              </Table.Th>
              <Table.Td>{client.scopes.join(', ')}</Table.Td>
              <Table.Td className="number">{client.agencies.length > 4 ? `${client.agencies.slice(0, 4).join(', ')}… (${client.agencies.length})` : client.agencies.join(', ') || '–'}</Table.Td>
              <Table.Td>
                <Badge variant="outline" size="lg" tt="none" color={client.disabled ? 'gray.8' : 'teal.7'} leftSection={client.disabled ? <IconBan size={16} aria-hidden /> : <IconCheck size={16} aria-hidden />}>
                  {client.disabled ? say('Đã khóa', 'Disabled') : say('Hoạt động', 'Active')}
                </Badge>
              </Table.Td>
              <Table.Td>
                <Button size="xs" variant="default" disabled={busy} onClick={() => onToggle(client)}>
                  {client.disabled ? say('Mở khóa', 'Enable') : say('Khóa', 'Disable')}
                  <VisuallyHidden> {client.name}</VisuallyHidden>
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </TableScroll>
  );
}
