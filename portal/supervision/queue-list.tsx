import { Button, Group, Stack, Title } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { api } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { useAddress } from '../parts/address';
import { useAgencyName } from '../parts/agency-names';
import { DataTable } from '../parts/data-table';
import type { Column } from '../parts/data-table';
import { dateTime } from '../parts/dates';
import { DossierLink } from '../parts/dossier-link';
import { BY_CURSOR, paged } from '../parts/paged';
import { usePersonName } from '../parts/people-names';
import { useProcedureName } from '../parts/procedure-names';
import { Empty, Loading, ProblemAlert } from '../parts/problem';
import { officerRole } from '../parts/role-names';
import { UrgencyBadge } from '../parts/status';
import { useToday } from '../parts/today';
import { QUEUES, QUEUE_NAMES } from './queues';
import type { QueuePart } from './queues';

type Task = Schemas['WorkItem'];

/** Of the work list the tasks that one count of a queue counts. */
function asked(part: QueuePart, today: string): Readonly<Record<string, string>> {
  switch (part) {
    case 'dossiers':
    case 'tasks':
      return {};
    case 'overdue':
    case 'stopped':
      return { urgency: part };
    case 'sent':
      return { status: 'sent' };
    case 'unassigned':
      return { queue: 'unassigned' };
    case 'today':
      return { dueBefore: `${today}T23:59:59.999+07:00` };
  }
}

/** The open tasks of one agency behind one number. */
export function QueueList() {
  const { say, of } = useLanguage();
  const [{ agency = '', queue }, go] = useAddress();
  const part: QueuePart = QUEUES.find((each) => each === queue) ?? 'tasks';
  const today = useToday();
  const agencyName = useAgencyName();
  const procedureName = useProcedureName();
  const personName = usePersonName();
  const found = api.useInfiniteQuery('get', '/v1/tasks', { params: { query: { agency, ...asked(part, today), limit: 200 } as never } }, { ...BY_CURSOR, enabled: today !== '' });
  const { rows: listed, more, all } = paged<Task>(found);
  // The list knows "due before", which holds what is late already, too.
  const counted = (tasks: readonly Task[]): readonly Task[] => (part === 'today' ? tasks.filter(({ urgency }) => urgency === 'today') : tasks);
  const columns: Column<Task>[] = [
    { id: 'code', header: say('Mã hồ sơ', 'Dossier'), rowHeader: true, value: ({ code, dossierId }) => code ?? dossierId, cell: ({ code, dossierId }) => <DossierLink dossierId={dossierId} code={code} /> },
    { id: 'step', header: say('Bước', 'Step'), wide: true, value: ({ name }) => of(name) },
    { id: 'who', header: say('Người thực hiện', 'Officer'), value: ({ assignee, officerRole: role }) => (assignee === null ? `${of(officerRole(role))} (${say('chưa có người nhận', 'taken by nobody')})` : personName(assignee)) },
    { id: 'due', header: say('Hạn', 'Due'), value: ({ dueAt }) => dateTime(dueAt) },
    { id: 'urgency', header: say('Tình trạng hạn', 'Urgency'), value: ({ remainingMinutes }) => (remainingMinutes === null ? null : Math.round((remainingMinutes / 480) * 100) / 100), cell: ({ urgency, remainingMinutes }) => <UrgencyBadge urgency={urgency} remainingMinutes={remainingMinutes} /> },
    { id: 'procedure', header: say('Thủ tục', 'Procedure'), wide: true, value: ({ procedureCode }) => procedureName(procedureCode) },
  ];
  return (
    <Stack>
      <Group>
        <Button variant="default" leftSection={<IconArrowLeft size={18} aria-hidden />} onClick={() => go({ queue: undefined, agency: undefined })}>
          {say('Về hàng chờ', 'Back to the queues')}
        </Button>
      </Group>
      <Title order={2} size="h3">
        {agencyName(agency)}
      </Title>
      {found.error ? (
        <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />
      ) : !found.data ? (
        <Loading />
      ) : (
        <DataTable
          caption={of(QUEUE_NAMES[part])}
          file={`hang-cho-${agency}-${part}`}
          columns={columns}
          rows={counted(listed)}
          rowKey={({ dossierId, taskId }) => `${dossierId} ${taskId}`}
          more={more}
          all={async () => counted(await all())}
          empty={<Empty title={say('Không còn việc nào', 'Nothing left')}>{say('Số liệu vừa thay đổi; hãy quay lại hàng chờ.', 'The figures have just changed; go back to the queues.')}</Empty>}
        />
      )}
    </Stack>
  );
}
