import { Code, Text } from '@mantine/core';
import { api } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { isKind, useSession } from '../app/session';
import { useAgencyName } from '../parts/agency-names';
import { DataTable } from '../parts/data-table';
import type { Column } from '../parts/data-table';
import { dateTime } from '../parts/dates';
import { DossierLink } from '../parts/dossier-link';
import { BY_CURSOR, paged } from '../parts/paged';
import { Empty, Loading, ProblemAlert } from '../parts/problem';
import { Command } from './command';
import type { Wait } from './waits';

type Item = Schemas['WaitingDossier'];

/** The dossiers behind one count. Administrators, who may not read dossiers, see ids. */
export function WaitingList({ wait }: { readonly wait: Wait }) {
  const { say, of } = useLanguage();
  const session = useSession();
  const agencyName = useAgencyName();
  const found = api.useInfiniteQuery('get', '/v1/operations/dossiers', { params: { query: { for: wait.id as 'person', limit: 100 } } }, BY_CURSOR);
  const { rows, more, all } = paged<Item>(found);
  const mayRead = isKind(session, 'control');
  const { command } = wait;
  const columns: Column<Item>[] = [
    {
      id: 'dossier',
      header: say('Hồ sơ', 'Dossier'),
      rowHeader: true,
      value: ({ code, dossierId }) => code ?? dossierId,
      cell: ({ code, dossierId }) => (mayRead ? <DossierLink dossierId={dossierId} code={code} /> : <Code fz="sm">{dossierId}</Code>),
    },
    { id: 'agencies', header: say('Cơ quan', 'Agency'), value: ({ agencies }) => agencies.map(agencyName).join('; ') || '–' },
    ...(rows.some(({ taskId }) => taskId !== null) ? [{ id: 'task', header: say('Việc', 'Task'), value: ({ taskId }: Item) => taskId ?? '–' }] : []),
    { id: 'since', header: wait.trouble ? say('Mốc đã qua', 'Date that passed') : say('Nộp lúc', 'Handed in'), value: ({ since }) => dateTime(since) },
    ...(wait.trouble ? [] : [{ id: 'next', header: say('Mốc tới', 'Next date'), value: ({ next }: Item) => dateTime(next) }]),
    ...(command ? [{ id: 'command', header: say('Lệnh khôi phục', 'To recover'), value: ({ code, dossierId }: Item) => command(code ?? dossierId), cell: ({ code, dossierId }: Item) => <Command>{command(code ?? dossierId)}</Command> }] : []),
  ];
  if (found.error) return <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <Loading />;
  return (
    <DataTable
      caption={of(wait.name)}
      note={
        <Text span size="sm">
          <b>{say('Cách xử lý: ', 'The way out: ')}</b>
          {of(wait.wayOut)}
        </Text>
      }
      file={`van-hanh-${wait.id}`}
      columns={columns}
      rows={rows}
      rowKey={({ dossierId, taskId }) => `${dossierId} ${taskId ?? ''}`}
      more={more}
      all={all}
      empty={<Empty title={say('Không còn hồ sơ nào', 'None any more')}>{say('Chúng vừa chạy tiếp.', 'They have just gone on.')}</Empty>}
    />
  );
}
