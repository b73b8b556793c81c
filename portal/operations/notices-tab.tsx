import { Stack } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import type { Text } from '../app/language';
import { useAgencyName } from '../parts/agency-names';
import { BusyButton } from '../parts/busy-button';
import { DataTable } from '../parts/data-table';
import type { Column } from '../parts/data-table';
import { dateTime } from '../parts/dates';
import { useNotify } from '../parts/notify';
import { BY_CURSOR, paged } from '../parts/paged';
import { Empty, Loading, ProblemAlert } from '../parts/problem';

type Notice = Schemas['Notice'];

const STATUSES: Readonly<Record<Notice['status'], Text>> = {
  failed: { vi: 'Bị từ chối', en: 'Refused' },
  unknown: { vi: 'Không rõ đã tới chưa', en: 'Fate unknown' },
  'no-address': { vi: 'Không có địa chỉ', en: 'No address' },
};
const RECIPIENTS: Readonly<Record<Notice['recipientKind'], Text>> = {
  applicant: { vi: 'Người nộp hồ sơ', en: 'Applicant' },
  officer: { vi: 'Cán bộ', en: 'Officer' },
  agency: { vi: 'Cơ quan', en: 'Agency' },
};

/** What could not be told, or nobody knows whether it was; sent again by hand, for twice is worse than asked. */
export function NoticesTab() {
  const { say, of } = useLanguage();
  const queries = useQueryClient();
  const notify = useNotify();
  const agencyName = useAgencyName();
  const found = api.useInfiniteQuery('get', '/v1/notices', { params: { query: { limit: 100 } } }, BY_CURSOR);
  const resend = api.useMutation('post', '/v1/notices/{notice}/resend', {
    onSuccess: () => {
      notify(say('Đã nhận, thông báo sẽ được gửi lại', 'Taken; it will be sent once more'));
      void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] === '/v1/notices' });
    },
  });
  if (found.error) return <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <Loading />;
  const { rows, more, all } = paged<Notice>(found);
  const columns: Column<Notice>[] = [
    { id: 'status', header: say('Tình trạng', 'State'), rowHeader: true, value: ({ status }) => of(STATUSES[status]) },
    { id: 'to', header: say('Gửi cho', 'To'), value: ({ recipientKind, recipient }) => (recipientKind === 'applicant' ? of(RECIPIENTS.applicant) : `${of(RECIPIENTS[recipientKind])}: ${recipientKind === 'agency' ? agencyName(recipient) : recipient}`) },
    { id: 'template', header: say('Mẫu', 'Template'), value: ({ template }) => template },
    { id: 'channel', header: say('Kênh', 'Channel'), value: ({ channel }) => channel ?? '–' },
    { id: 'error', header: say('Lỗi', 'Error'), value: ({ error }) => error ?? '–' },
    { id: 'attempts', header: say('Số lần thử', 'Attempts'), numeric: true, value: ({ attempts }) => attempts },
    { id: 'planned', header: say('Định gửi lúc', 'Planned'), value: ({ plannedAt }) => dateTime(plannedAt) },
    { id: 'agency', header: say('Của cơ quan', 'Of agency'), value: ({ agency }) => agencyName(agency) },
    {
      id: 'resend',
      header: say('Gửi lại', 'Send again'),
      acts: true as const,
      value: () => null,
      cell: ({ notice, template }) => (
        <BusyButton size="xs" variant="default" busy={resend.isPending && resend.variables?.params.path.notice === notice} onClick={() => resend.mutate({ params: { path: { notice } } })} aria-label={say(`Gửi lại thông báo ${template}`, `Send ${template} again`)}>
          {say('Gửi lại', 'Again')}
        </BusyButton>
      ),
    },
  ];
  return (
    <Stack gap="xs">
      {resend.error && <ProblemAlert error={resend.error} />}
      <DataTable
        caption={say('Thông báo chưa tới nơi', 'Notices in trouble')}
        note={say('“Không rõ” là khi mất kết nối giữa chừng: gửi lại có thể thành hai lần. “Không có địa chỉ”: bổ sung cách liên hệ rồi gửi lại.', '“Fate unknown”: the line dropped on the way, and it may arrive twice. “No address”: add one, then send it again.')}
        file="thong-bao-chua-toi"
        columns={columns}
        rows={rows}
        rowKey={({ notice }) => notice}
        more={more}
        all={all}
        empty={<Empty title={say('Mọi thông báo đã tới nơi', 'All notices have arrived')}>{say('Không có gì phải gửi lại.', 'Nothing is to be sent again.')}</Empty>}
      />
    </Stack>
  );
}
