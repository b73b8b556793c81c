import { Group, SegmentedControl, Stack } from '@mantine/core';
import { api } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import type { Text } from '../app/language';
import { useAddress } from '../parts/address';
import { useAgencyName } from '../parts/agency-names';
import { AgencySelect } from '../parts/agency-select';
import { DataTable } from '../parts/data-table';
import type { Column } from '../parts/data-table';
import { dateTime } from '../parts/dates';
import { DossierLink } from '../parts/dossier-link';
import { BY_CURSOR, paged } from '../parts/paged';
import { Empty, Loading, ProblemAlert } from '../parts/problem';

type Escalation = Schemas['Escalation'];

const LEVELS: Readonly<Record<string, Text>> = {
  warning: { vi: 'Nhắc sắp đến hạn', en: 'Due soon' },
  overdue: { vi: 'Báo quá hạn', en: 'Overdue' },
  'apology-wanted': { vi: 'Cần xin lỗi và hẹn lại', en: 'Apology wanted' },
};
const SUBJECTS: Readonly<Record<string, Text>> = {
  task: { vi: 'Bước', en: 'Step' },
  appointment: { vi: 'Hẹn trả kết quả', en: 'Appointment' },
  supplement: { vi: 'Xác nhận hồ sơ bổ sung', en: 'Confirming a supplement' },
  'hand-over': { vi: 'Xác nhận đã nhận hồ sơ', en: 'Acknowledging a hand-over' },
};

function levelName(level: string): Text {
  const number = /^escalation-(\d+)$/.exec(level)?.[1];
  return number === undefined ? (LEVELS[level] ?? { vi: level, en: level }) : { vi: `Báo cáo cấp trên lần ${number}`, en: `Escalation ${number}` };
}

/** Who was told of what is late, and whether it still is. */
export function EscalationsTab() {
  const { say, of } = useLanguage();
  const [{ agency, state = 'open' }, go] = useAddress();
  const agencyName = useAgencyName();
  const asked = state === 'closed' ? 'closed' : 'open';
  const found = api.useInfiniteQuery('get', '/v1/escalations', { params: { query: { state: asked, ...(agency === undefined ? {} : { agency }), limit: 100 } } }, BY_CURSOR);
  const { rows, more, all } = paged<Escalation>(found);
  const subjectOf = ({ subject, name }: Escalation): string => [of(SUBJECTS[subject.split(':')[0]!]) || subject, name ? of(name) : ''].filter((part) => part !== '').join(': ');
  const columns: Column<Escalation>[] = [
    { id: 'code', header: say('Mã hồ sơ', 'Dossier'), rowHeader: true, value: ({ code, dossierId }) => code ?? dossierId, cell: ({ code, dossierId }) => <DossierLink dossierId={dossierId} code={code} /> },
    { id: 'level', header: say('Mức', 'Level'), value: ({ level }) => of(levelName(level)) },
    { id: 'subject', header: say('Việc', 'What'), value: subjectOf },
    { id: 'agency', header: say('Cơ quan xử lý', 'Whose work'), wide: true, value: ({ agency: code }) => agencyName(code) },
    { id: 'told', header: say('Đã báo cho', 'Told'), wide: true, value: ({ toldTo }) => toldTo.map(agencyName).join('; ') },
    { id: 'due', header: say('Hạn', 'Due'), value: ({ dueAt }) => dateTime(dueAt) },
    { id: 'at', header: say('Báo lúc', 'Told at'), value: ({ at }) => dateTime(at) },
  ];
  return (
    <Stack gap="lg">
      <Group align="flex-end" gap="sm" className="no-print">
        <SegmentedControl
          aria-label={say('Tình trạng', 'State')}
          value={asked}
          onChange={(value) => go({ state: value })}
          data={[
            { value: 'open', label: say('Chờ xử lý', 'Awaiting an answer') },
            { value: 'closed', label: say('Đã xử lý', 'Answered') },
          ]}
          autoContrast
        />
        <AgencySelect label={say('Cơ quan', 'Agency')} value={agency ?? null} onChange={(code) => go({ agency: code ?? undefined })} w={340} />
      </Group>
      {found.error ? (
        <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />
      ) : !found.data ? (
        <Loading />
      ) : (
        <DataTable
          caption={asked === 'open' ? say('Cảnh báo và báo cáo cấp trên chờ xử lý', 'Escalations awaiting an answer') : say('Cảnh báo đã xử lý', 'Escalations answered')}
          note={say('Một cảnh báo được coi là đã xử lý khi việc đã xong hoặc hạn đã được dời đúng quy định.', 'One is answered when the work is done, or its date was moved by the rules.')}
          file={`canh-bao-${asked === 'open' ? 'cho-xu-ly' : 'da-xu-ly'}`}
          columns={columns}
          rows={rows}
          rowKey={({ dossierId, subject, level, at }) => `${dossierId} ${subject} ${level} ${at}`}
          more={more}
          all={all}
          empty={<Empty title={say('Không có cảnh báo nào', 'No escalations')}>{say('Không ai phải báo cáo cấp trên về việc trễ.', 'Nobody had to be told of anything late.')}</Empty>}
        />
      )}
    </Stack>
  );
}
