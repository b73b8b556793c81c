import { Alert, Button, Group, List, Stack, Table, Text, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { Dialog } from '../parts/dialog';
import { Section } from './section';

type Preview = Schemas['AgencyPreview'];
type Concerned = Preview['agencies'][number];

interface AgencyPreviewProps {
  readonly preview: Preview;
  readonly busy: boolean;
  readonly lacksBasis: boolean;
  readonly onPublish: () => void;
}

/** What is wrong in the files; or which agencies change, and what is open there; then the decision. */
export function AgencyPreview({ preview, busy, lacksBasis, onPublish }: AgencyPreviewProps) {
  const { say } = useLanguage();
  const { problems, unchanged, concerned, agencies, obstacle, version } = preview;
  if (problems.length > 0) return <Mistakes problems={problems} />;
  if (unchanged)
    return (
      <Text role="status">
        {say(
          `Trùng với phiên bản ${version}; không có gì để công bố.`,
          `Just what version ${version} says; there is nothing to publish.`,
        )}
      </Text>
    );
  return (
    <Section title={say('Xem trước', 'Preview')}>
      <Text role="status">
        {say(
          `${concerned} cơ quan thay đổi so với phiên bản ${version}.`,
          `${concerned} agencies change against version ${version}.`,
        )}
      </Text>
      {agencies.length > 0 && <Agencies agencies={agencies} />}
      {obstacle ? (
        <Alert color="red" variant="light" title={say('Chưa thể công bố', 'It cannot be published so')}>
          {obstacle.detail}
        </Alert>
      ) : (
        <Publish concerned={concerned} busy={busy} lacksBasis={lacksBasis} onPublish={onPublish} />
      )}
    </Section>
  );
}

function Mistakes({ problems }: { readonly problems: Preview['problems'] }) {
  const { say } = useLanguage();
  return (
    <Alert
      role="alert"
      color="red"
      variant="light"
      title={say(`${problems.length} lỗi trong tệp`, `${problems.length} mistakes in the files`)}
    >
      <List size="sm">
        {problems.map(({ file, line, field, message }, i) => (
          <List.Item key={i}>
            {file}:{line} {field !== '' && <b>{field}</b>} {message}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}

function Agencies({ agencies }: { readonly agencies: readonly Concerned[] }) {
  const { say, language } = useLanguage();
  return (
    <div
      style={{ maxHeight: '28rem', overflow: 'auto' }}
      role="region"
      aria-label={say('Cơ quan thay đổi', 'Agencies that change')}
      tabIndex={0}
    >
      <Table withTableBorder verticalSpacing={4}>
        <VisuallyHidden component="caption">{say('Cơ quan thay đổi', 'Agencies that change')}</VisuallyHidden>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{say('Cơ quan', 'Agency')}</Table.Th>
            <Table.Th scope="col">{say('Thay đổi', 'Change')}</Table.Th>
            <Table.Th scope="col">{say('Việc chuyển đến', 'Work goes to')}</Table.Th>
            <Table.Th scope="col" ta="right">
              {say('Việc đang mở', 'Open tasks')}
            </Table.Th>
            <Table.Th scope="col" ta="right">
              {say('Hồ sơ đang mở', 'Open dossiers')}
            </Table.Th>
            <Table.Th scope="col" ta="right">
              {say('Vị trí', 'Posts')}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {agencies.map((agency) => (
            <Table.Tr key={agency.code}>
              <Table.Th scope="row" fw={400}>
                {agency.code} {agency.name[language]}
              </Table.Th>
              <Table.Td>
                <Changes changes={agency.changes} />
              </Table.Td>
              <Table.Td>{agency.goesTo ?? say('cần chỉ định', 'to be assigned')}</Table.Td>
              <Table.Td ta="right">{agency.openTasks}</Table.Td>
              <Table.Td ta="right">{agency.openDossiers}</Table.Td>
              <Table.Td ta="right">{agency.postings}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

const KINDS: Readonly<Record<Concerned['changes'][number]['kind'], readonly [vi: string, en: string]>> = {
  added: ['bổ sung', 'added'],
  removed: ['bỏ khỏi danh mục', 'left out'],
  code: ['mã', 'code'],
  name: ['tên', 'name'],
  parent: ['cấp trên', 'superior'],
  dates: ['thời gian tồn tại', 'dates'],
  details: ['vai trò, địa bàn hoặc giờ', 'roles, territory or hours'],
  sources: ['nguồn', 'sources'],
};

function Changes({ changes }: { readonly changes: Concerned['changes'] }) {
  const { say } = useLanguage();
  return (
    <Stack gap={0}>
      {changes.map(({ kind, before, after }) => (
        <Text key={kind} size="sm">
          {say(...KINDS[kind])}
          {before !== null && after !== null && `: ${before} → ${after}`}
        </Text>
      ))}
    </Stack>
  );
}

function Publish({
  concerned,
  busy,
  lacksBasis,
  onPublish,
}: Omit<AgencyPreviewProps, 'preview'> & { readonly concerned: number }) {
  const { say } = useLanguage();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Group>
        <Button onClick={() => setAsking(true)} disabled={lacksBasis}>
          {say('Công bố…', 'Publish…')}
        </Button>
        {lacksBasis && <Text size="sm">{say('Cần căn cứ pháp lý.', 'The legal basis is needed.')}</Text>}
      </Group>
      <Dialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={say('Công bố danh mục cơ quan', 'Publish the agencies')}
      >
        <Stack>
          <Text>
            {say(
              `${concerned} cơ quan thay đổi. Vị trí công tác và hồ sơ đang mở chuyển theo; mã hồ sơ giữ nguyên. Không rút lại được.`,
              `${concerned} agencies change. Posts and open dossiers follow; codes of dossiers stay. It cannot be taken back.`,
            )}
          </Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setAsking(false)}>
              {say('Chưa công bố', 'Not yet')}
            </Button>
            <Button
              loading={busy}
              onClick={() => {
                setAsking(false);
                onPublish();
              }}
            >
              {say('Công bố', 'Publish')}
            </Button>
          </Group>
        </Stack>
      </Dialog>
    </>
  );
}
