import { Alert, Button, Group, List, Paper, Stack, Table, Text, Title } from '@mantine/core';
import { IconCalendarCheck, IconInfoCircle, IconPrinter } from '@tabler/icons-react';
import { api } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { useAgencyName } from '../parts/agency-names';
import { date, dateTime, workingTime } from '../parts/dates';
import classes from './ready-answer.module.css';
import { countedRows } from './counted-rows';
import { weekday } from './weekday';

type Due = Schemas['Due'];

/** The date, and how it came about, fit to be printed. */
export function ReadyAnswer({ due, unit }: { readonly due: Due; readonly unit: string | undefined }) {
  const { say, of, language } = useLanguage();
  const agencyName = useAgencyName();
  return (
    <Stack gap="lg">
      <Paper withBorder p="lg" className={classes['answer']}>
        <Stack gap="xs">
          <Title order={2} size="h4">
            {due.procedure ? of(due.procedure.name) : ''}
          </Title>
          {unit !== undefined && <Text>{say(`Nộp tại: ${agencyName(unit)}`, `Handed in at: ${agencyName(unit)}`)}</Text>}
          <Text>{say(`Nộp lúc: ${dateTime(due.received)}`, `Handed in: ${dateTime(due.received)}`)}</Text>
          <Text>{say(`Thời hạn giải quyết: ${of(due.limit.label)}`, `Time limit: ${of(due.limit.label)}`)}</Text>
          <Group gap="sm" align="flex-start" wrap="nowrap">
            <IconCalendarCheck size={36} aria-hidden className={classes['icon']} />
            <div>
              <Text>{say('Ngày hẹn trả kết quả', 'The result is promised for')}</Text>
              <Text fz={28} fw={600} lh={1.3}>
                {weekday(due.dueAt, language)}, {date(due.dueAt)}
              </Text>
              <Text>{say(`chậm nhất ${dateTime(due.dueAt).slice(11)}`, `by ${dateTime(due.dueAt).slice(11)} at the latest`)}</Text>
            </div>
          </Group>
          <Text>{say('Thời hạn tính từ khi nhận đủ hồ sơ hợp lệ. Nếu phải bổ sung giấy tờ thì tính lại từ khi bổ sung xong.', 'The limit counts from a complete dossier. If papers are missing it begins anew when they have been brought.')}</Text>
        </Stack>
      </Paper>
      {due.status === 'projected' && (
        <Alert color="yellow" icon={<IconInfoCircle aria-hidden />} title={say('Ngày có thể thay đổi', 'The date may still move')}>
          {say('Lịch nghỉ của năm này chưa được công bố chính thức.', "This year's days off are not announced yet.")}
        </Alert>
      )}
      {due.variants.length > 0 && <Variants due={due} />}
      <Explanation due={due} />
      <Group className="no-print">
        <Button variant="default" leftSection={<IconPrinter size={18} aria-hidden />} onClick={() => window.print()}>
          {say('In', 'Print')}
        </Button>
      </Group>
    </Stack>
  );
}

/** Cases that the law treats apart, in the words of the form. */
function Variants({ due }: { readonly due: Due }) {
  const { say, of } = useLanguage();
  const code = due.procedure?.code ?? '';
  const { data } = api.useQuery('get', '/v1/procedures/{code}', { params: { path: { code } } }, { enabled: code !== '' });
  const words = (when: Readonly<Record<string, unknown>>): string => {
    const fact = data?.facts.find((each) => each.fact === when['fact']);
    if (!fact) return say('Trường hợp riêng theo quy định', 'A case of its own by the rules');
    const answer = when['is'] === true ? say('có', 'yes') : when['is'] === false ? say('không', 'no') : String(when['is'] ?? '');
    return `${of(fact.label)} ${answer}`.trim();
  };
  return (
    <Stack gap="xs">
      <Title order={3} size="h4">
        {say('Trường hợp riêng', 'Cases of their own')}
      </Title>
      <List>
        {due.variants.map(({ when, limit, dueAt }, i) => (
          <List.Item key={i}>
            {words(when)}: {of(limit.label)}, <b>{dateTime(dueAt)}</b>
          </List.Item>
        ))}
      </List>
    </Stack>
  );
}

function Explanation({ due }: { readonly due: Due }) {
  const { say, of, language } = useLanguage();
  const rows = countedRows(due.explanation);
  const inHours = due.explanation.some(({ minutes }) => minutes !== null);
  const used = ({ counted, number, minutes }: (typeof rows)[number]): string => (!counted ? say('không tính', 'not counted') : minutes !== null ? workingTime(minutes, language) : say(`ngày thứ ${number}`, `day ${number}`));
  return (
    <Stack gap="xs">
      <Title order={3} size="h4">
        {say('Ngày hẹn được tính như thế nào?', 'How the date comes about')}
      </Title>
      {due.countsFrom.moved && (
        <Text className={classes['sentence']}>{say(`${of(due.countsFrom.text)}: tính từ ${dateTime(due.countsFrom.at)}.`, `${of(due.countsFrom.text)}: counts from ${dateTime(due.countsFrom.at)}.`)}</Text>
      )}
      {inHours && <Text size="sm">{say('Một ngày làm việc tính là 8 giờ, dù cơ quan mở cửa 7 giờ rưỡi.', 'A working day counts as eight hours, though offices are open for seven and a half.')}</Text>}
      <Table withTableBorder verticalSpacing="xs" className={classes['days']}>
        <Table.Caption className={classes['hidden']}>{say('Từng ngày của thời hạn', 'Each day of the limit')}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{inHours ? say('Khoảng thời gian', 'Time') : say('Ngày', 'Day')}</Table.Th>
            <Table.Th scope="col">{say('Là', 'Is')}</Table.Th>
            <Table.Th scope="col">{say('Được tính', 'Counts')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.from}>
              <Table.Th scope="row" fw={400}>
                {row.span(language)}
              </Table.Th>
              <Table.Td>
                {of(row.text)}
                {row.note && <Text size="sm">{row.note}</Text>}
              </Table.Td>
              <Table.Td fw={row.counted ? 600 : 400} className={classes['used']}>{used(row)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  );
}
