import { Button, Text, VisuallyHidden } from '@mantine/core';
import { api } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { useAgencyName } from '../parts/agency-names';
import { DataTable } from '../parts/data-table';
import type { Column } from '../parts/data-table';
import { date } from '../parts/dates';
import { DossierLink } from '../parts/dossier-link';
import { LateText } from '../parts/late-text';
import { BY_CURSOR, paged } from '../parts/paged';
import { Empty, Loading, ProblemAlert } from '../parts/problem';
import { useProcedureName } from '../parts/procedure-names';
import { STAGES, StageBadge } from '../parts/status';
import type { Asked } from './search-query';

type Row = Schemas['ListedDossier'];

interface SearchResultsProps {
  readonly asked: Asked;
  readonly onClear: () => void;
}

/** What was found, the newest first, page by page. */
export function SearchResults({ asked, onClear }: SearchResultsProps) {
  const { say } = useLanguage();
  const read = api.useInfiniteQuery('get', '/v1/dossiers', { params: { query: { ...asked, with: 'applicant', limit: 50 } } }, BY_CURSOR);
  const columns = useColumns();
  const { rows, more, all } = paged<Row>(read);
  if (read.error) return <ProblemAlert error={read.error} onRetry={() => void read.refetch()} />;
  if (read.isPending) return <Loading />;
  const filtered = Object.keys(asked).length > 0;
  return (
    <div>
      <VisuallyHidden component="h2">{say('Kết quả tìm', 'What was found')}</VisuallyHidden>
      <VisuallyHidden role="status">{more ? say(`Đang hiện ${rows.length} hồ sơ, còn nữa.`, `${rows.length} dossiers are shown, and there are more.`) : say(`Có ${rows.length} hồ sơ.`, `${rows.length} dossiers.`)}</VisuallyHidden>
      <DataTable
        caption={say('Hồ sơ, mới nhất ở trên', 'Dossiers, the newest on top')}
        note={say('Chỉ hiện hồ sơ mà cơ quan của bạn tham gia giải quyết. Việc xem tên được ghi nhật ký.', 'Only dossiers in which your agencies take part. Reading names is logged.')}
        file="ho-so"
        columns={columns}
        rows={rows}
        rowKey={({ dossierId }) => dossierId}
        more={more}
        all={all}
        empty={
          filtered ? (
            <Empty title={say('Không tìm thấy hồ sơ nào', 'No dossier found')}>
              {say('Thử phần đầu của mã, ít chữ hơn trong tên, hoặc bớt điều kiện. ', 'Try the beginning of the code, fewer words of the name, or fewer conditions. ')}
              <Button variant="default" size="compact-md" mt="sm" onClick={onClear}>
                {say('Bỏ mọi điều kiện', 'Clear all conditions')}
              </Button>
            </Empty>
          ) : (
            <Empty title={say('Chưa có hồ sơ nào', 'There is no dossier yet')}>{say('Hồ sơ xuất hiện ở đây khi cơ quan của bạn tiếp nhận hoặc được chuyển đến.', 'Dossiers appear here once your agencies receive them or have them handed over.')}</Empty>
          )
        }
      />
    </div>
  );
}

function useColumns(): Column<Row>[] {
  const { say } = useLanguage();
  const agencyName = useAgencyName();
  const procedureName = useProcedureName();
  return [
    {
      id: 'code',
      header: say('Mã hồ sơ', 'Code'),
      rowHeader: true,
      value: ({ code, dossierId }) => code ?? dossierId,
      cell: ({ dossierId, code, submittedAt }) => (
        <>
          <DossierLink dossierId={dossierId} code={code} />
          <Text size="sm">
            {say('nộp ngày', 'handed in')} {date(submittedAt)}
          </Text>
        </>
      ),
    },
    { id: 'applicant', header: say('Chủ hồ sơ', 'Applicant'), value: ({ applicantName }) => applicantName ?? null },
    { id: 'procedure', header: say('Thủ tục', 'Procedure'), wide: true, value: ({ procedureCode }) => procedureName(procedureCode) },
    { id: 'stage', header: say('Tình trạng', 'Status'), value: ({ stage }) => say(...STAGES[stage]), cell: ({ stage }) => <StageBadge stage={stage} /> },
    {
      id: 'due',
      header: say('Hẹn trả', 'Appointment'),
      value: ({ dueAt, overdue }) => `${date(dueAt)}${overdue ? ` – ${say('quá hạn', 'overdue')}` : ''}`,
      cell: ({ dueAt, overdue }) => (
        <>
          {date(dueAt)} {overdue && <LateText>{say('quá hạn', 'overdue')}</LateText>}
        </>
      ),
    },
    { id: 'holders', header: say('Đang giữ', 'Held by'), wide: true, value: ({ holders }) => holders.map(agencyName).join('; ') || null },
    { id: 'unit', header: say('Nơi tiếp nhận', 'Received at'), wide: true, value: ({ receivingUnit }) => agencyName(receivingUnit) },
    { id: 'submitted', header: say('Ngày nộp', 'Handed in'), inFilesOnly: true, value: ({ submittedAt }) => date(submittedAt) },
  ];
}
