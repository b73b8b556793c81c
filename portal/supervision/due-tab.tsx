import { Button, Group, NumberInput, SegmentedControl, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { api } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { useAddress } from '../parts/address';
import { useAgencyName } from '../parts/agency-names';
import { AgencySelect } from '../parts/agency-select';
import { DataTable } from '../parts/data-table';
import type { Column } from '../parts/data-table';
import { date, dateTime, workingTime } from '../parts/dates';
import { DossierLink } from '../parts/dossier-link';
import { LateText } from '../parts/late-text';
import { BY_CURSOR, paged } from '../parts/paged';
import { useProcedureName } from '../parts/procedure-names';
import { Empty, Loading, ProblemAlert } from '../parts/problem';
import { useToday } from '../parts/today';

type DueItem = Schemas['DueItem'];
const USUAL_DAYS = 3;
const MOST_DAYS = 60;

/** What is late and what will be, with who has it and by how much. */
export function DueTab() {
  const { say } = useLanguage();
  const [{ agency, list = 'overdue', within, on }, go] = useAddress();
  const soon = list === 'soon' || on !== undefined;
  const days = Math.min(MOST_DAYS, Math.max(1, Number(within ?? USUAL_DAYS) || USUAL_DAYS));
  return (
    <Stack gap="lg">
      <Group align="flex-end" gap="sm" className="no-print">
        <SegmentedControl
          aria-label={say('Danh sách', 'List')}
          value={soon ? 'soon' : 'overdue'}
          onChange={(value) => go({ list: value, on: undefined })}
          data={[
            { value: 'overdue', label: say('Đã quá hạn', 'Overdue') },
            { value: 'soon', label: say('Sắp đến hạn', 'Due soon') },
          ]}
          autoContrast
        />
        {soon && on === undefined && (
          <NumberInput label={say('Trong số ngày làm việc tới', 'Within working days')} value={days} min={1} max={MOST_DAYS} onChange={(value) => go({ within: Number(value) || USUAL_DAYS }, { keepHistory: false })} w={220} />
        )}
        <AgencySelect label={say('Cơ quan', 'Agency')} value={agency ?? null} onChange={(code) => go({ agency: code ?? undefined })} w={340} />
        {on !== undefined && (
          <Button variant="default" onClick={() => go({ on: undefined, list: 'soon' })}>
            {say(`Bỏ lọc ngày ${date(on)}`, `All days, not ${date(on)} alone`)}
          </Button>
        )}
      </Group>
      {soon ? <Soon days={days} {...(on === undefined ? {} : { on })} {...(agency === undefined ? {} : { agency })} /> : <Overdue {...(agency === undefined ? {} : { agency })} />}
    </Stack>
  );
}

function Overdue({ agency }: { readonly agency?: string }) {
  const { say } = useLanguage();
  const found = api.useInfiniteQuery('get', '/v1/overdue', { params: { query: { ...(agency === undefined ? {} : { agency }), limit: 100 } } }, BY_CURSOR);
  if (found.error) return <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <Loading />;
  return (
    <DueTable
      caption={say('Đã quá hạn, lâu nhất ở trên', 'Overdue, the longest first')}
      file="qua-han"
      list={paged<DueItem>(found)}
      late
      empty={
        <Empty title={say('Không có gì quá hạn', 'Nothing is overdue')}>
          {say('Mọi ngày hẹn trả và thời hạn từng bước đang được giữ.', 'Every appointment and every step is within its date.')}
        </Empty>
      }
    />
  );
}

function Soon({ days, on, agency }: { readonly days: number; readonly on?: string; readonly agency?: string }) {
  const { say } = useLanguage();
  const query = { ...(on === undefined ? { within: days } : { on }), ...(agency === undefined ? {} : { agency }), limit: 100 };
  const found = api.useInfiniteQuery('get', '/v1/deadlines', { params: { query } }, BY_CURSOR);
  if (found.error) return <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <Loading />;
  return (
    <DueTable
      caption={on === undefined ? say(`Đến hạn trong ${days} ngày làm việc tới`, `Due within ${days} working days`) : say(`Đến hạn ngày ${date(on)}`, `Due on ${date(on)}`)}
      file={on === undefined ? 'sap-den-han' : `den-han-${on}`}
      list={paged<DueItem>(found)}
      empty={<Empty title={say('Không có gì đến hạn trong thời gian này', 'Nothing falls due then')}>{say('Hãy tăng số ngày để xem xa hơn.', 'Raise the number of days to look further.')}</Empty>}
    />
  );
}

interface DueTableProps {
  readonly caption: string;
  readonly file: string;
  readonly list: ReturnType<typeof paged<DueItem>>;
  readonly late?: boolean;
  readonly empty: ReactNode;
}

function DueTable({ caption, file, list: { rows, more, all }, late = false, empty }: DueTableProps) {
  const { say, of, language } = useLanguage();
  const today = useToday();
  const agencyName = useAgencyName();
  const procedureName = useProcedureName();
  const what = ({ kind, name }: DueItem): string => (kind === 'appointment' ? say('Hẹn trả kết quả', 'Appointment with the applicant') : `${say('Bước', 'Step')}: ${of(name)}`);
  const columns: Column<DueItem>[] = [
    { id: 'code', header: say('Mã hồ sơ', 'Dossier'), rowHeader: true, value: ({ code, dossierId }) => code ?? dossierId, cell: ({ code, dossierId }) => <DossierLink dossierId={dossierId} code={code} /> },
    { id: 'what', header: late ? say('Việc quá hạn', 'What is late') : say('Việc đến hạn', 'What falls due'), wide: true, value: what },
    { id: 'holders', header: say('Đang giữ hồ sơ', 'Held by'), wide: true, value: ({ holders, agency }) => (holders.length > 0 ? holders : [agency]).map(agencyName).join('; ') },
    { id: 'due', header: say('Hạn', 'Due'), value: ({ dueAt }) => dateTime(dueAt) },
    {
      id: 'minutes',
      header: late ? say('Quá hạn (ngày làm việc)', 'Late by (working days)') : say('Còn lại (ngày làm việc)', 'Left (working days)'),
      numeric: true,
      value: ({ workingDays }) => workingDays,
      cell: ({ workingMinutes }) =>
        late ? (
          <LateText>{workingTime(workingMinutes, language)}</LateText>
        ) : (
          <Text span>{workingTime(workingMinutes, language)}</Text>
        ),
    },
    { id: 'procedure', header: say('Thủ tục', 'Procedure'), wide: true, value: ({ procedureCode }) => procedureName(procedureCode) },
  ];
  return (
    <DataTable
      caption={caption}
      note={rows.length > 0 ? say('Thời gian tính bằng ngày làm việc 8 giờ.', 'Working time; a day has eight hours.') : undefined}
      file={`${file}-${today}`}
      columns={columns}
      rows={rows}
      rowKey={({ dossierId, taskId }) => `${dossierId} ${taskId ?? ''}`}
      more={more}
      all={all}
      empty={empty}
    />
  );
}
