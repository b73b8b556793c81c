import { Button, Group, Stack, Table, Text, VisuallyHidden } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { date, dateTime } from '../parts/dates';
import { Dialog } from '../parts/dialog';
import { TableScroll } from '../parts/table-scroll';
import { Section } from './section';

interface AmendmentPreviewProps {
  readonly preview: Schemas['AmendmentPreview'];
  readonly busy: boolean;
  readonly onPublish: () => void;
}

/** Which appointments would move, from when to when; then the decision. */
export function AmendmentPreview({ preview, busy, onPublish }: AmendmentPreviewProps) {
  const { say } = useLanguage();
  const [asking, setAsking] = useState(false);
  const { open, visible, examined, complete, moved, moves, byDate } = preview;
  return (
    <Section title={say('Xem trước', 'Preview')}>
      <Text role="status">
        {moved === 0 ? say('Không ngày hẹn nào dời.', 'No appointment moves.') : say(`${moved} ngày hẹn sẽ dời.`, `${moved} appointments move.`)}{' '}
        {say(`Toàn tỉnh có ${open} hồ sơ đang giải quyết; bạn được xem ${visible}, đã tính lại ${examined} hồ sơ có thể bị ảnh hưởng.`, `${open} dossiers are open in the province; you may see ${visible}, and ${examined} that it could reach were counted again.`)}{' '}
        {!complete && say('Còn hồ sơ chưa được tính ở bản xem trước này.', 'Not all were counted for this preview.')}
      </Text>
      {byDate.length > 0 && <ByDate byDate={byDate} />}
      {moves.length > 0 && <Moves moves={moves} moved={moved} />}
      <Group>
        <Button onClick={() => setAsking(true)}>{say('Đề nghị công bố…', 'Propose…')}</Button>
      </Group>
      <Dialog opened={asking} onClose={() => setAsking(false)} title={say('Đề nghị công bố lịch làm việc mới', 'Propose the new calendar')}>
        <Stack>
          <Text>
            {say(
              `${moved} ngày hẹn sẽ dời và ${open} hồ sơ đang giải quyết được thông báo. Chỉ công bố khi người thứ hai xác nhận. Đã công bố thì không rút lại được; muốn sửa thì công bố một thay đổi khác.`,
              `${moved} appointments move, and ${open} open dossiers are told, once a second person confirms. It cannot be taken back then; another change can be published after it.`,
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
              {say('Đề nghị công bố', 'Propose')}
            </Button>
          </Group>
        </Stack>
      </Dialog>
    </Section>
  );
}

function ByDate({ byDate }: { readonly byDate: Schemas['AmendmentPreview']['byDate'] }) {
  const { say } = useLanguage();
  return (
    <TableScroll minWidth={360} maxWidth={600}>
      <Table withTableBorder verticalSpacing={4}>
        <Table.Caption style={{ captionSide: 'top' }} ta="left" c="dark.8">
          {say('Ngày hẹn dời theo ngày', 'Appointments by their dates')}
        </Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{say('Từ ngày', 'From')}</Table.Th>
            <Table.Th scope="col">{say('Sang ngày', 'To')}</Table.Th>
            <Table.Th scope="col" ta="right">
              {say('Số hồ sơ', 'Dossiers')}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody className="number">
          {byDate.map(({ from, to, dossiers }) => (
            <Table.Tr key={`${from} ${to}`}>
              <Table.Th scope="row" fw={400}>
                {date(from)}
              </Table.Th>
              <Table.Td>→ {date(to)}</Table.Td>
              <Table.Td ta="right">{dossiers}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </TableScroll>
  );
}

function Moves({ moves, moved }: { readonly moves: Schemas['AmendmentPreview']['moves']; readonly moved: number }) {
  const { say } = useLanguage();
  return (
    <div style={{ maxHeight: '24rem', overflow: 'auto' }} role="region" aria-label={say('Hồ sơ có ngày hẹn dời', 'Dossiers whose appointment moves')} tabIndex={0}>
      <Table withTableBorder verticalSpacing={4}>
        <VisuallyHidden component="caption">{say('Hồ sơ có ngày hẹn dời', 'Dossiers whose appointment moves')}</VisuallyHidden>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{say('Mã hồ sơ', 'Code')}</Table.Th>
            <Table.Th scope="col">{say('Hẹn trước', 'Appointment')}</Table.Th>
            <Table.Th scope="col">{say('Hẹn mới', 'Would be')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody className="number">
          {moves.map(({ dossierId, code, from, to }) => (
            <Table.Tr key={dossierId}>
              <Table.Th scope="row" fw={400}>
                <Link to="/dossiers/$reference" params={{ reference: code ?? dossierId }}>
                  {code ?? dossierId}
                </Link>
              </Table.Th>
              <Table.Td>{dateTime(from)}</Table.Td>
              <Table.Td>{dateTime(to)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {moved > moves.length && <Text size="sm">{say(`Chỉ hiện ${moves.length} hồ sơ đầu.`, `The first ${moves.length} are shown.`)}</Text>}
    </div>
  );
}
