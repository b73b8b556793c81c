import { SegmentedControl, Stack } from '@mantine/core';
import { api } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { useAddress } from '../parts/address';
import { useAgencyName } from '../parts/agency-names';
import { DataTable } from '../parts/data-table';
import type { Column } from '../parts/data-table';
import { dateTime } from '../parts/dates';
import { DossierLink } from '../parts/dossier-link';
import { LateText } from '../parts/late-text';
import { BY_CURSOR, paged } from '../parts/paged';
import { Empty, Loading, ProblemAlert } from '../parts/problem';

type Complaint = Schemas['Complaint'];

/** What applicants complained about, what is to be answered first on top. */
export function ComplaintsTab() {
  const { say } = useLanguage();
  const [{ answered }, go] = useAddress();
  const agencyName = useAgencyName();
  const state = answered === 'true' ? 'answered' : 'open';
  const found = api.useInfiniteQuery('get', '/v1/complaints', { params: { query: { state, limit: 100 } } }, BY_CURSOR);
  const { rows, more, all } = paged<Complaint>(found);
  const columns: Column<Complaint>[] = [
    { id: 'code', header: say('Mã hồ sơ', 'Dossier'), rowHeader: true, value: ({ code, dossierId }) => code ?? dossierId, cell: ({ code, dossierId }) => <DossierLink dossierId={dossierId} code={code} /> },
    { id: 'unit', header: say('Nơi tiếp nhận', 'Received by'), wide: true, value: ({ unit }) => agencyName(unit) },
    { id: 'text', header: say('Nội dung', 'Complaint'), wide: true, value: ({ text }) => text ?? say('(đã xóa theo quy định)', '(erased)') },
    { id: 'received', header: say('Nhận lúc', 'Received'), value: ({ receivedAt }) => dateTime(receivedAt) },
    {
      id: 'due',
      header: say('Hạn trả lời', 'To be answered by'),
      value: ({ dueAt }) => dateTime(dueAt),
      cell: ({ dueAt, overdue }) =>
        overdue ? (
          <LateText>
            {say('Quá hạn', 'Late')} {dateTime(dueAt)}
          </LateText>
        ) : (
          dateTime(dueAt)
        ),
    },
    ...(state === 'answered' ? [{ id: 'answer', header: say('Trả lời', 'Answer'), value: ({ answer }: Complaint) => answer }] : []),
  ];
  return (
    <Stack gap="lg">
      <SegmentedControl
        aria-label={say('Tình trạng', 'State')}
        className="no-print"
        value={state}
        onChange={(value) => go({ answered: value === 'answered' ? true : undefined })}
        data={[
          { value: 'open', label: say('Chưa trả lời', 'Open') },
          { value: 'answered', label: say('Đã trả lời', 'Answered') },
        ]}
        style={{ alignSelf: 'flex-start' }}
        autoContrast
      />
      {found.error ? (
        <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />
      ) : !found.data ? (
        <Loading />
      ) : (
        <DataTable
          caption={state === 'open' ? say('Phản ánh, kiến nghị chưa trả lời', 'Open complaints') : say('Phản ánh, kiến nghị đã trả lời', 'Answered complaints')}
          note={say('Trả lời trong mười ngày làm việc. Mỗi lần xem được ghi nhật ký; trả lời tại trang hồ sơ.', 'To be answered within ten working days. Each reading is logged; the answer is given on the page of the dossier.')}
          file={`phan-anh-${state}`}
          columns={columns}
          rows={rows}
          rowKey={({ complaintId }) => complaintId}
          more={more}
          all={all}
          empty={<Empty title={state === 'open' ? say('Không có phản ánh nào chờ trả lời', 'No complaint awaits an answer') : say('Chưa có phản ánh nào được trả lời', 'None has been answered')} />}
        />
      )}
    </Stack>
  );
}
