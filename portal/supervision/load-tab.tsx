import { Grid, Stack } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { api } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { useAddress } from '../parts/address';
import { useAgencyName } from '../parts/agency-names';
import { AgencySelect } from '../parts/agency-select';
import { BarChart } from '../parts/chart';
import { DataTable } from '../parts/data-table';
import type { Column } from '../parts/data-table';
import { date, isoDate } from '../parts/dates';
import { count as shown } from '../parts/numbers';
import { Empty, Loading, ProblemAlert } from '../parts/problem';
import { QUEUES, QUEUE_NAMES } from './queues';

type Load = Schemas['Workload'];
type Day = Load['days'][number];
type Queue = Load['queues'][number];

/** What agencies have before them now, and what falls due in the coming ten working days. */
export function LoadTab() {
  const { say } = useLanguage();
  const [{ agency }, go] = useAddress();
  const found = api.useQuery('get', '/v1/workload', { params: { query: agency === undefined ? {} : { agency } } });
  return (
    <Stack gap="xl">
      <AgencySelect label={say('Cơ quan', 'Agency')} value={agency ?? null} onChange={(code) => go({ agency: code ?? undefined })} w={340} />
      {found.error ? (
        <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />
      ) : !found.data ? (
        <Loading />
      ) : (
        <>
          <Forecast days={found.data.days} />
          <Queues queues={found.data.queues} now={found.data.now} />
        </>
      )}
    </Stack>
  );
}

function Forecast({ days }: { readonly days: readonly Day[] }) {
  const { say, language } = useLanguage();
  const number = (id: 'appointments' | 'tasks', header: string): Column<Day> => ({
    id,
    header,
    numeric: true,
    value: (day) => day[id],
    cell: (day) =>
      day[id] === 0 ? (
        '0'
      ) : (
        <Link to="/supervision" search={(before: Record<string, unknown>) => ({ ...before, tab: 'due', list: 'soon', on: day.date }) as never} aria-label={`${shown(day[id], language)} – ${header}, ${date(day.date)}`}>
          {shown(day[id], language)}
        </Link>
      ),
  });
  const columns: Column<Day>[] = [
    { id: 'date', header: say('Ngày', 'Date'), rowHeader: true, value: (day) => date(day.date) },
    number('appointments', say('Hẹn trả kết quả', 'Appointments')),
    number('tasks', say('Việc đến hạn', 'Tasks due')),
  ];
  return (
    <Grid gap="xl">
      <Grid.Col span={{ base: 12, lg: 7 }}>
        <BarChart
          title={say('Đến hạn trong mười ngày làm việc tới', 'Falling due in the coming ten working days')}
          rows={days.map((day) => ({ name: date(day.date).slice(0, 5), appointments: day.appointments, tasks: day.tasks }))}
          series={[
            { key: 'appointments', label: say('Hẹn trả kết quả', 'Appointments with applicants'), pattern: 'solid' },
            { key: 'tasks', label: say('Việc của cơ quan đến hạn', 'Tasks of agencies'), pattern: 'hatched' },
          ]}
          height={320}
          format={(value) => shown(value, language)}
        />
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 5 }}>
        <DataTable
          caption={say('Dự báo theo ngày', 'Forecast by day')}
          note={say('Đếm những gì đến hạn nếu không có gì xong trước; việc đã quá hạn không tính.', 'What falls due if nothing is done before; what is late already is not in it.')}
          file="du-bao-den-han"
          columns={columns}
          rows={days}
          rowKey={(day) => day.date}
          empty={null}
        />
      </Grid.Col>
    </Grid>
  );
}

function Queues({ queues, now }: { readonly queues: readonly Queue[]; readonly now: string }) {
  const { say, of, language } = useLanguage();
  const agencyName = useAgencyName();
  const columns: Column<Queue>[] = [
    { id: 'agency', header: say('Cơ quan', 'Agency'), rowHeader: true, value: ({ agency }) => agencyName(agency) },
    ...QUEUES.map((part): Column<Queue> => ({
      id: part,
      header: of(QUEUE_NAMES[part]),
      numeric: true,
      value: (queue) => queue[part],
      cell: (queue) =>
        queue[part] === 0 ? (
          '0'
        ) : (
          <Link to="/supervision" search={(before: Record<string, unknown>) => ({ ...before, tab: 'load', agency: queue.agency, queue: part }) as never} aria-label={`${shown(queue[part], language)} – ${agencyName(queue.agency)}: ${of(QUEUE_NAMES[part])}`}>
            {shown(queue[part], language)}
          </Link>
        ),
    })),
  ];
  return (
    <DataTable
      caption={say('Hàng chờ của các cơ quan lúc này', 'Queues now')}
      file={`hang-cho-${isoDate(now)}`}
      columns={columns}
      rows={queues}
      rowKey={({ agency }) => agency}
      empty={<Empty title={say('Không cơ quan nào có việc đang mở', 'No agency has open work')} />}
    />
  );
}
