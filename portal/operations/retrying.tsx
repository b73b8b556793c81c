import { Alert, Code, Stack, Text, Title } from '@mantine/core';
import { IconCheck, IconPlugConnectedX } from '@tabler/icons-react';
import { api } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { DataTable } from '../parts/data-table';
import type { Column } from '../parts/data-table';
import { dateTime } from '../parts/dates';
import { Loading, ProblemAlert } from '../parts/problem';
import { Command } from './command';

type Retrying = Schemas['Retrying'];
type Failing = NonNullable<Retrying['workflows']>[number];
type Pending = Retrying['commands'][number];
const EVERY_MS = 30_000;

/** What fails and is tried again, and acts that were received and wait to be recorded. */
export function RetryingWork() {
  const { say } = useLanguage();
  const found = api.useQuery('get', '/v1/operations/retrying', {}, { refetchInterval: EVERY_MS });
  if (found.error) return <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <Loading />;
  const { workflows, commands, asked, complete } = found.data;
  return (
    <Stack gap="lg">
      {workflows === null ? (
        <Alert color="red" variant="light" icon={<IconPlugConnectedX aria-hidden />} title={say('Temporal không trả lời', 'Temporal does not answer')}>
          {say('Thao tác của cán bộ được giữ lại và ghi khi Temporal trở lại. Hãy chạy “npx lienthong doctor”, khởi động lại bằng “npm start”.', 'Acts of officers are kept, and recorded when it is back. Run “npx lienthong doctor”; start it again with “npm start”.')}
        </Alert>
      ) : (
        <Failures workflows={workflows} asked={asked} complete={complete} />
      )}
      <PendingActs commands={commands} />
    </Stack>
  );
}

/** All is well: said in a line. */
function Fine({ title, children }: { readonly title: string; readonly children: string }) {
  return (
    <Stack gap={4}>
      <Title order={3} size="h4">
        {title}
      </Title>
      <Text>
        <IconCheck size={18} aria-hidden style={{ verticalAlign: 'text-bottom' }} /> {children}
      </Text>
    </Stack>
  );
}

function Failures({ workflows, asked, complete }: { readonly workflows: readonly Failing[]; readonly asked: number; readonly complete: boolean }) {
  const { say } = useLanguage();
  const title = say('Đang lỗi và thử lại', 'Failing and tried again');
  const looked = complete ? say(`đã hỏi cả ${asked} hồ sơ đang chạy`, `all ${asked} running dossiers were asked`) : say(`đã hỏi ${asked} hồ sơ đang chạy đầu tiên`, `the first ${asked} running dossiers were asked`);
  if (workflows.length === 0) return <Fine title={title}>{say(`Không hồ sơ nào (${looked}).`, `None (${looked}).`)}</Fine>;
  const columns: Column<Failing>[] = [
    { id: 'dossier', header: say('Hồ sơ', 'Dossier'), rowHeader: true, value: ({ dossierId }) => dossierId, cell: ({ dossierId }) => <Code fz="sm">{dossierId}</Code> },
    { id: 'what', header: say('Phần lỗi', 'What fails'), value: ({ what, name }) => (what === 'workflow' ? say('Quy trình', 'Workflow') : `${say('Hoạt động', 'Activity')} ${name ?? ''}`) },
    { id: 'attempt', header: say('Lần thử', 'Attempt'), numeric: true, value: ({ attempt }) => attempt },
    { id: 'command', header: say('Khi không tự khỏi', 'If it does not mend'), value: ({ dossierId }) => `npx lienthong dossier recover ${dossierId} --replace-running`, cell: ({ dossierId }) => <Command>{`npx lienthong dossier recover ${dossierId} --replace-running`}</Command> },
  ];
  return (
    <DataTable
      caption={title}
      note={say(`Tự chạy tiếp khi nguyên nhân hết: xem lỗi trong Temporal UI hoặc chạy “npx lienthong doctor” (${looked}).`, `They go on by themselves when the cause is gone: see the failure in the Temporal UI, or run “npx lienthong doctor” (${looked}).`)}
      file="dang-thu-lai"
      columns={columns}
      rows={workflows}
      rowKey={({ dossierId, name, what }) => `${dossierId} ${what} ${name}`}
      empty={null}
    />
  );
}

function PendingActs({ commands }: { readonly commands: readonly Pending[] }) {
  const { say } = useLanguage();
  const title = say('Thao tác đã nhận, đang chờ ghi', 'Acts received, waiting to be recorded');
  if (commands.length === 0) return <Fine title={title}>{say('Không có.', 'None.')}</Fine>;
  const columns: Column<Pending>[] = [
    { id: 'dossier', header: say('Hồ sơ', 'Dossier'), rowHeader: true, value: ({ dossierId }) => dossierId, cell: ({ dossierId }) => <Code fz="sm">{dossierId}</Code> },
    { id: 'act', header: say('Thao tác', 'Act'), value: ({ act }) => act },
    { id: 'received', header: say('Nhận lúc', 'Received'), value: ({ receivedAt }) => dateTime(receivedAt) },
    { id: 'attempts', header: say('Số lần thử', 'Attempts'), numeric: true, value: ({ attempts }) => attempts },
    { id: 'next', header: say('Thử lại lúc (giờ thực)', 'Next attempt (real time)'), value: ({ nextAttemptAt }) => dateTime(nextAttemptAt) },
  ];
  return (
    <DataTable
      caption={title}
      note={say('Được ghi theo thứ tự khi tiến trình xử lý trả lời. Nếu không vơi đi: kiểm tra tiến trình bằng “npx lienthong doctor”, khởi động bằng “npm start”.', 'They are recorded in order as soon as a worker answers. If they do not grow fewer, look for the workers with “npx lienthong doctor”; “npm start” starts them.')}
      file="thao-tac-cho-ghi"
      columns={columns}
      rows={commands}
      rowKey={({ commandId }) => commandId}
      empty={null}
    />
  );
}
