import { Alert, Badge, Button, Checkbox, Group, NativeSelect, Stack, Tabs, Text, VisuallyHidden } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, client, newKey } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { useSession } from '../app/session';
import { useAddress } from '../parts/address';
import { useAgencyName } from '../parts/agency-names';
import { DataTable } from '../parts/data-table';
import type { Column } from '../parts/data-table';
import { dateTime } from '../parts/dates';
import { DossierLink } from '../parts/dossier-link';
import { BY_CURSOR, paged } from '../parts/paged';
import { Page } from '../parts/page';
import { Empty, Loading, ProblemAlert } from '../parts/problem';
import { useProcedureName } from '../parts/procedure-names';
import { UrgencyBadge } from '../parts/status';

type Item = Schemas['WorkItem'];
const QUEUES = ['unit', 'mine', 'unassigned', 'involved'] as const;
/** What one may do with several tasks at once: nothing that needs a word about each. */
const BULK = ['acknowledge', 'take-up', 'release'] as const;
const keyOf = ({ dossierId, taskId }: Item): string => `${dossierId} ${taskId}`;

/** The officer's day: what is due first on top, in their own queues, kept in step with what others do. */
export function MyWorkPage() {
  const { say, of } = useLanguage();
  const session = useSession();
  const [address, setAddress] = useAddress();
  const queue = QUEUES.find((name) => name === address['queue']) ?? 'unit';
  const query = { queue, with: 'applicant', limit: 100, ...(address['agency'] ? { agency: address['agency'] } : {}), ...(address['status'] ? { status: address['status'] as 'sent' } : {}), ...(address['urgency'] ? { urgency: address['urgency'] as 'overdue' } : {}) } as const;
  const read = api.useInfiniteQuery('get', '/v1/tasks', { params: { query } }, BY_CURSOR);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const agencyName = useAgencyName();
  const procedureName = useProcedureName();
  const { rows, more } = paged<Item>(read);
  const counts = read.data?.pages[0]?.counts;
  const agencies = [...new Set(session?.postings.map(({ agency }) => agency))];
  const columns: Column<Item>[] = [
    {
      id: 'choose',
      header: say('Chọn', 'Choose'),
      value: () => null,
      acts: true,
      cell: (row) => (
        <Checkbox
          aria-label={`${say('Chọn', 'Choose')} ${row.code ?? row.dossierId.slice(0, 8)} ${of(row.name)}`}
          checked={chosen.has(keyOf(row))}
          onChange={({ currentTarget: { checked } }) => setChosen((before) => new Set(checked ? [...before, keyOf(row)] : [...before].filter((key) => key !== keyOf(row))))}
        />
      ),
    },
    { id: 'due', header: say('Hạn', 'Due'), value: ({ dueAt }) => (dueAt === null ? null : dateTime(dueAt)), cell: (row) => <Due row={row} /> },
    { id: 'dossier', header: say('Hồ sơ', 'Dossier'), rowHeader: true, value: ({ code, dossierId }) => code ?? dossierId, cell: ({ dossierId, code }) => <DossierLink dossierId={dossierId} code={code} /> },
    { id: 'applicant', header: say('Chủ hồ sơ', 'Applicant'), value: ({ applicant }) => applicant ?? '–' },
    { id: 'step', header: say('Bước', 'Step'), value: ({ name }) => of(name), cell: (row) => <StepName row={row} /> },
    { id: 'procedure', header: say('Thủ tục', 'Procedure'), value: ({ procedureCode }) => procedureName(procedureCode) },
    { id: 'assignee', header: say('Người xử lý', 'Handler'), value: ({ assignee }) => assignee ?? say('chưa ai nhận', 'nobody yet') },
  ];
  return (
    <Page title={say('Việc của tôi', 'My work')} count={counts ? counts.overdue + counts.today : undefined}>
      <Tabs value={queue} onChange={(next) => setAddress({ queue: next ?? undefined })} keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="unit">{say('Cả đơn vị', 'The unit')} {counts && <Badge variant="light" color="gray" c="dark.8">{counts.open}</Badge>}</Tabs.Tab>
          <Tabs.Tab value="mine">{say('Của tôi', 'Mine')} {counts && <Badge variant="light" color="gray" c="dark.8">{counts.mine}</Badge>}</Tabs.Tab>
          <Tabs.Tab value="unassigned">{say('Chưa ai nhận', 'Nobody’s yet')} {counts && <Badge variant="light" color="gray" c="dark.8">{counts.unassigned}</Badge>}</Tabs.Tab>
          <Tabs.Tab value="involved">{say('Phối hợp, theo dõi', 'Involved')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value={queue} pt="md">
          <Stack>
            <Group align="flex-end">
              {agencies.length > 1 && (
                <NativeSelect label={say('Cơ quan', 'Agency')} value={address['agency'] ?? ''} onChange={({ currentTarget: { value } }) => setAddress({ agency: value })} data={[{ value: '', label: say('Tất cả', 'All') }, ...agencies.map((code) => ({ value: code, label: agencyName(code) }))]} />
              )}
              <NativeSelect
                label={say('Tình trạng', 'Status')}
                value={address['status'] ?? ''}
                onChange={({ currentTarget: { value } }) => setAddress({ status: value })}
                data={[
                  { value: '', label: say('Tất cả', 'All') },
                  { value: 'sent', label: say('Chờ xác nhận nhận', 'To be acknowledged') },
                  { value: 'open', label: say('Chưa xử lý', 'Open') },
                  { value: 'taken', label: say('Đang xử lý', 'Taken up') },
                  { value: 'suspended', label: say('Chờ bổ sung', 'Awaiting a supplement') },
                ]}
              />
              <NativeSelect
                label={say('Thời hạn', 'Deadline')}
                value={address['urgency'] ?? ''}
                onChange={({ currentTarget: { value } }) => setAddress({ urgency: value })}
                data={[
                  { value: '', label: say('Tất cả', 'All') },
                  { value: 'overdue', label: say('Quá hạn', 'Overdue') },
                  { value: 'stopped', label: say('Đang tạm dừng', 'Clock stopped') },
                ]}
              />
            </Group>
            {read.error ? (
              <ProblemAlert error={read.error} onRetry={() => void read.refetch()} />
            ) : read.isPending ? (
              <Loading />
            ) : (
              <>
                <Bulk items={rows.filter((row) => chosen.has(keyOf(row)))} onDone={() => setChosen(new Set())} />
                <VisuallyHidden component="h2">{say('Danh sách việc', 'The list')}</VisuallyHidden>
                <DataTable
                  caption={say('Việc đang mở, đến hạn trước ở trên', 'Open work, what is due first on top')}
                  file="viec-cua-toi"
                  columns={columns}
                  rows={rows}
                  rowKey={keyOf}
                  more={more}
                  empty={<Empty title={say('Không có việc nào ở đây', 'Nothing waits here')}>{say('Việc mới hiện ra ngay khi được chuyển đến.', 'New work appears as soon as it is handed over.')}</Empty>}
                />
              </>
            )}
          </Stack>
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

const Due = ({ row }: { readonly row: Item }) => (
  <Stack gap={2}>
    <UrgencyBadge urgency={row.urgency} remainingMinutes={row.remainingMinutes} />
    {row.dueAt !== null && <Text size="sm" className="number">{dateTime(row.dueAt)}</Text>}
  </Stack>
);

function StepName({ row }: { readonly row: Item }) {
  const { say, of } = useLanguage();
  return (
    <Stack gap={2}>
      <Text>{of(row.name)}</Text>
      {row.status === 'sent' && <Text size="sm" fw={600}>{say('Mới chuyển đến, cần xác nhận đã nhận', 'Handed over, to be acknowledged')}</Text>}
    </Stack>
  );
}

/** One act on the chosen tasks; each is answered for itself. */
function Bulk({ items, onDone }: { readonly items: readonly Item[]; readonly onDone: () => void }) {
  const { say } = useLanguage();
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<Schemas['BulkAnswer'] | null>(null);
  const [error, setError] = useState<unknown>(null);
  const WORDS = { acknowledge: say('Xác nhận đã nhận', 'Acknowledge'), 'take-up': say('Nhận xử lý', 'Take up'), release: say('Trả lại đơn vị', 'Release') };
  const send = async (act: (typeof BULK)[number]): Promise<void> => {
    setBusy(true);
    setError(null);
    const { data, error: refused } = await client
      .POST('/v1/tasks/bulk', { params: { header: { 'idempotency-key': newKey() } }, body: { act, fields: {}, items: items.map(({ dossierId, taskId, version }) => ({ dossier: dossierId, taskId, version })) } })
      .catch(() => ({ data: undefined, error: {} }));
    setBusy(false);
    if (!data) return setError(refused);
    setAnswer(data);
    onDone();
    await queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] === '/v1/tasks' });
    return undefined;
  };
  const refused = answer?.items.filter(({ problem }) => problem !== null) ?? [];
  return (
    <Stack gap="xs">
      <Group>
        {BULK.map((act) => (
          <Button key={act} variant="default" disabled={items.length === 0} loading={busy} onClick={() => void send(act)}>
            {WORDS[act]} {items.length > 0 ? `(${items.length})` : ''}
          </Button>
        ))}
      </Group>
      <div role="status">
        {answer && <Text>{say(`Đã ghi ${answer.recorded} trên ${answer.items.length} việc.`, `${answer.recorded} of ${answer.items.length} recorded.`)}</Text>}
      </div>
      {error !== null && <ProblemAlert error={error} />}
      {refused.map(({ dossier, problem }) => (
        <Alert key={dossier} color="red" variant="light" role="alert" title={dossier}>
          {problem?.detail}
        </Alert>
      ))}
    </Stack>
  );
}
