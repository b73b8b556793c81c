import { Code, Stack, Text, Title } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import type { Text as Words } from '../app/language';
import { DataTable } from '../parts/data-table';
import type { Column } from '../parts/data-table';
import { dateTime } from '../parts/dates';
import { Command } from './command';

type Alarm = Schemas['Operations']['openAlarms']['items'][number];

const KINDS: Readonly<Record<string, Words>> = {
  'code-given-twice': { vi: 'Một mã hồ sơ đã được cấp cho hai hồ sơ', en: 'One legal code was given to two dossiers' },
  'kept-unvouched': {
    vi: 'Một thao tác chờ gửi không có chữ ký của nơi tiếp nhận',
    en: 'An act that waited was signed by nobody',
  },
  'recording-conflict': { vi: 'Hai nội dung khác nhau cho cùng một sự kiện', en: 'Two texts for one event' },
  'recording-command-repeated': { vi: 'Một thao tác được ghi hai lần', en: 'One act recorded twice' },
  'recording-fenced': { vi: 'Một lần chạy cũ đã bị chặn lại', en: 'An older run was fenced off' },
};

/** What must not happen and did. */
export function Alarms({ alarms, overdueComplaints }: { readonly alarms: Schemas['Operations']['openAlarms']; readonly overdueComplaints: number }) {
  const { say, of } = useLanguage();
  const title = say('Báo động chưa đóng', 'Open alarms');
  const columns: Column<Alarm>[] = [
    { id: 'alarm', header: say('Số', 'No.'), rowHeader: true, value: ({ alarm }) => alarm },
    { id: 'kind', header: say('Điều đã xảy ra', 'What happened'), value: ({ kind }) => of(KINDS[kind]) || kind },
    { id: 'dossier', header: say('Hồ sơ', 'Dossier'), value: ({ dossierId }) => dossierId, cell: ({ dossierId }) => (dossierId ? <Code fz="sm">{dossierId}</Code> : '–') },
    { id: 'at', header: say('Lúc (giờ thực)', 'At (real time)'), value: ({ raisedAt }) => dateTime(raisedAt) },
    { id: 'command', header: say('Kiểm tra bằng', 'To look at it'), value: ({ dossierId }) => dossierId && `npx lienthong verify ${dossierId}`, cell: ({ dossierId }) => (dossierId ? <Command>{`npx lienthong verify ${dossierId}`}</Command> : '–') },
  ];
  return (
    <Stack gap="xs">
      {alarms.count === 0 ? (
        <>
          <Title order={3} size="h4">
            {title}
          </Title>
          <Text>
            <IconCheck size={18} aria-hidden style={{ verticalAlign: 'text-bottom' }} /> {say('Không có.', 'None.')}
          </Text>
        </>
      ) : (
        <DataTable
          caption={title}
          note={say('Mỗi báo động phải có người xem. Kiểm tra chuỗi nhật ký của hồ sơ; khôi phục bằng “dossier recover” nếu cần; rồi đóng báo động trong cơ sở dữ liệu (resolved_real_at, resolution) như sách hướng dẫn vận hành.', 'A person looks at each. Verify the log of the dossier, recover it where needed, then close the alarm in the database (resolved_real_at, resolution) as the operations manual says.')}
          file="bao-dong"
          columns={columns}
          rows={alarms.items}
          rowKey={({ alarm }) => String(alarm)}
          empty={null}
        />
      )}
      {overdueComplaints > 0 && (
        <Text>
          {say(`${overdueComplaints} phản ánh, kiến nghị quá hạn trả lời: `, `${overdueComplaints} complaints are past their date: `)}
          <Link to="/supervision" search={{ tab: 'complaints' } as never}>
            {say('xem ở trang Giám sát', 'see Supervision')}
          </Link>
        </Text>
      )}
    </Stack>
  );
}
