import { Anchor, Group, Paper, Stack, Text } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useLanguage } from '../app/language';
import { useAgencyName } from '../parts/agency-names';
import { dateTime } from '../parts/dates';
import { StageBadge } from '../parts/status';
import { Appointment } from './appointment';
import { ClockWords } from './clock-words';
import { Holders } from './holders';
import { LikelyDuplicates } from './likely-duplicates';
import { PersonCard } from './person-card';
import { Terms } from './terms';
import type { Term } from './terms';
import type { Dossier } from './use-dossier';

const CHANNELS: Readonly<Record<Dossier['channel'], readonly [string, string]>> = { counter: ['trực tiếp', 'at the counter'], online: ['trực tuyến', 'online'], post: ['qua bưu chính', 'by post'] };

/** Where it stands, in one look. */
export function Summary({ dossier }: { readonly dossier: Dossier }) {
  const { say, of } = useLanguage();
  const agencyName = useAgencyName();
  const items: readonly Term[] = [
    [say('Hẹn trả kết quả', 'Appointment'), <Appointment key="due" dossier={dossier} />],
    [say('Tính thời hạn', 'Clock'), <ClockWords key="clock" dossier={dossier} />],
    [say('Đang giữ hồ sơ', 'Held by'), <Holders key="holders" dossier={dossier} />],
    [say('Chủ hồ sơ', 'Applicant'), <PersonCard key="applicant" person={dossier.applicant} />],
    ...(dossier.submitter ? [[say('Người nộp thay', 'Handed in by'), <PersonCard key="submitter" person={dossier.submitter} />] as const] : []),
    [say('Nơi tiếp nhận', 'Received at'), agencyName(dossier.receivingUnit)],
    [say('Nộp hồ sơ', 'Handed in'), `${dateTime(dossier.submittedAt)}, ${say(...CHANNELS[dossier.channel])}`],
    [say('Tiếp nhận', 'Accepted'), dateTime(dossier.acceptedAt)],
    ...(dossier.returnedAt === null ? [] : [[say('Trả kết quả', 'Result returned'), dateTime(dossier.returnedAt)] as const]),
  ];
  return (
    <Paper withBorder p="md">
      <Stack gap="md">
        <Group justify="space-between" align="flex-start">
          <Anchor component={Link} to={`/procedures/${encodeURIComponent(dossier.procedureCode)}`} fw={600}>
            {of(dossier.procedureName)}
          </Anchor>
          <Group gap="xs">
            <StageBadge stage={dossier.stage} />
            <Text size="sm">{say(`Cổng quốc gia: ${of(dossier.nationalStatusName)}`, `National portal: ${of(dossier.nationalStatusName)}`)}</Text>
          </Group>
        </Group>
        <Terms items={items} />
        <LikelyDuplicates dossier={dossier} />
        {dossier.workflowUrl !== null && (
          <Anchor href={dossier.workflowUrl} target="_blank" rel="noreferrer" className="no-print">
            <IconExternalLink size={16} aria-hidden /> {say('Xem luồng xử lý trong Temporal (mở thẻ mới)', "Its workflow in Temporal's own pages (opens a new tab)")}
          </Anchor>
        )}
      </Stack>
    </Paper>
  );
}
