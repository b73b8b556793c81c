import { Anchor, Group, List, Paper, SimpleGrid, Stack, Table, Text, Title } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { api } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { useAgencyName } from '../parts/agency-names';
import { date, dateTime } from '../parts/dates';
import { Page } from '../parts/page';
import { Loading, ProblemAlert } from '../parts/problem';
import { StageBadge } from '../parts/status';
import { TableScroll } from '../parts/table-scroll';
import { Acts } from './acts';
import { SwimLanes } from './swim-lanes';

type Dossier = Schemas['Dossier'];

/** One dossier: where it stands, what may be done, its way through the agencies, everything that happened. */
export function DossierPage() {
  const { say } = useLanguage();
  const { reference } = useParams({ strict: false }) as { reference: string };
  const read = api.useQuery('get', '/v1/dossiers/{reference}', { params: { path: { reference } } });
  const { data: dossier, error } = read;
  const title = `${say('Hồ sơ', 'Dossier')} ${dossier?.code ?? reference}`;
  if (error) return <Page title={title}><ProblemAlert error={error} onRetry={() => void read.refetch()} /></Page>;
  if (!dossier) return <Page title={title}><Loading /></Page>;
  return (
    <Page title={title} actions={<Anchor component={Link} to={`/dossiers/${dossier.code ?? dossier.dossierId}/receipt`}>{say('Giấy tiếp nhận', 'Receipt')}</Anchor>}>
      <Summary dossier={dossier} />
      <Acts dossier={dossier} />
      <Lanes reference={dossier.dossierId} />
      <Happened reference={dossier.dossierId} />
      <Attached reference={dossier.dossierId} />
    </Page>
  );
}

function Summary({ dossier }: { readonly dossier: Dossier }) {
  const { say, of } = useLanguage();
  const agencyName = useAgencyName();
  const facts: readonly (readonly [string, string])[] = [
    [say('Chủ hồ sơ', 'Applicant'), dossier.applicant ? [dossier.applicant.name, dossier.applicant.phone].filter(Boolean).join(', ') : '–'],
    [say('Nơi tiếp nhận', 'Received at'), agencyName(dossier.receivingUnit)],
    [say('Đang giữ', 'Held by'), dossier.holders.map(agencyName).join('; ') || '–'],
    [say('Ngày tiếp nhận', 'Accepted'), dateTime(dossier.acceptedAt)],
    [say('Hẹn trả kết quả', 'Appointment'), `${dateTime(dossier.dueAt)}${dossier.overdue ? ` – ${say('quá hạn', 'overdue')}` : ''}`],
    [say('Đồng hồ', 'Clock'), CLOCKS[dossier.clock](say)],
  ];
  return (
    <Paper withBorder p="md">
      <Group justify="space-between" mb="sm">
        <Text fw={600}>{of(dossier.procedureName)}</Text>
        <Group gap="xs">
          <StageBadge stage={dossier.stage} />
          <Text size="sm">{of(dossier.nationalStatusName)}</Text>
        </Group>
      </Group>
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} component="dl">
        {facts.map(([name, value]) => (
          <div key={name}>
            <Text component="dt" size="sm" c="dimmed">{name}</Text>
            <Text component="dd" m={0}>{value}</Text>
          </div>
        ))}
      </SimpleGrid>
      {dossier.duplicates.length > 0 && (
        <Text mt="sm" fw={600}>
          {say('Có hồ sơ giống hồ sơ này:', 'There are dossiers like this one:')} {dossier.duplicates.map(({ code, dossierId, submittedAt }) => `${code ?? dossierId.slice(0, 8)} (${date(submittedAt)})`).join(', ')}
        </Text>
      )}
    </Paper>
  );
}

const CLOCKS: Readonly<Record<Dossier['clock'], (say: (vi: string, en: string) => string) => string>> = {
  'not-started': (say) => say('chưa chạy', 'not started'),
  running: (say) => say('đang chạy', 'running'),
  stopped: (say) => say('tạm dừng', 'stopped'),
  ended: (say) => say('đã kết thúc', 'ended'),
};

function Lanes({ reference }: { readonly reference: string }) {
  const { say } = useLanguage();
  const read = api.useQuery('get', '/v1/dossiers/{reference}/timeline', { params: { path: { reference } } });
  return (
    <section>
      <Title order={2} size="h3" mb="xs">{say('Đường đi của hồ sơ', 'Its way through the agencies')}</Title>
      {read.error ? <ProblemAlert error={read.error} /> : read.data ? <SwimLanes timeline={read.data} /> : <Loading />}
    </section>
  );
}

function Happened({ reference }: { readonly reference: string }) {
  const { say, of } = useLanguage();
  const read = api.useQuery('get', '/v1/dossiers/{reference}/history', { params: { path: { reference } } });
  return (
    <section>
      <Title order={2} size="h3" mb="xs">{say('Diễn biến', 'What happened')}</Title>
      {read.error ? (
        <ProblemAlert error={read.error} />
      ) : !read.data ? (
        <Loading />
      ) : (
        <>
          <TableScroll minWidth={640}>
            <Table withTableBorder striped>
              <Table.Caption>{read.data.intact ? say('Chuỗi sự kiện nguyên vẹn', 'The chain of events is intact') : say('Chuỗi sự kiện KHÔNG nguyên vẹn', 'The chain of events is NOT intact')}</Table.Caption>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th scope="col">{say('Lúc', 'When')}</Table.Th>
                  <Table.Th scope="col">{say('Việc', 'What')}</Table.Th>
                  <Table.Th scope="col">{say('Ai', 'Who')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {read.data.items.map((item, i) => (
                  <Table.Tr key={i}>
                    <Table.Td className="number">{dateTime(item.at)}</Table.Td>
                    <Table.Td>
                      {of(item.text)}
                      {item.note !== null && <Text size="sm">“{item.note}”</Text>}
                    </Table.Td>
                    <Table.Td>{item.by}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </TableScroll>
        </>
      )}
    </section>
  );
}

function Attached({ reference }: { readonly reference: string }) {
  const { say } = useLanguage();
  const read = api.useQuery('get', '/v1/dossiers/{reference}/attachments', { params: { path: { reference } } });
  return (
    <Stack component="section" gap="xs">
      <Title order={2} size="h3">{say('Tệp đính kèm', 'Attached files')}</Title>
      {read.error ? (
        <ProblemAlert error={read.error} />
      ) : read.data && read.data.items.length > 0 ? (
        <List>
          {read.data.items.map(({ attachmentId, name, size, withdrawn }) => (
            <List.Item key={attachmentId}>
              {name === null ? say('đã xóa', 'erased') : <Anchor href={`/v1/dossiers/${reference}/attachments/${attachmentId}`}>{name}</Anchor>} · {Math.ceil(size / 1024)} KB {withdrawn && `· ${say('đã rút', 'withdrawn')}`}
            </List.Item>
          ))}
        </List>
      ) : (
        <Text>{say('Chưa có tệp nào.', 'There is none.')}</Text>
      )}
    </Stack>
  );
}
