import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconClock, IconClockHour4, IconClockPause } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { api } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { dateTime, workingTime } from '../parts/dates';
import { BY_CURSOR, paged } from '../parts/paged';
import { Empty, Loading, ProblemAlert } from '../parts/problem';
import { useProcedureName } from '../parts/procedure-names';
import classes from './waiting-list.module.css';

/** An applicant is told within eight working hours whether the dossier is accepted (Decree 45/2020 Art. 11). */
const LIMIT_MINUTES = 480;
const SOON_MINUTES = 120;

/** Dossiers that were handed in and that nobody has decided on, the oldest first. */
export function WaitingList({ unit }: { readonly unit: string }) {
  const { say } = useLanguage();
  const procedureName = useProcedureName();
  const query = api.useInfiniteQuery('get', '/v1/tasks', { params: { query: { agency: unit, kind: 'receive', clock: 'not-started', with: 'applicant', limit: 50 } } }, BY_CURSOR);
  const { rows, more } = paged<Schemas['WorkItem']>(query as never);
  if (query.error) return <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending) return <Loading />;
  if (rows.length === 0) return <Empty title={say('Không có hồ sơ nào chờ tiếp nhận', 'Nothing waits to be accepted')}>{say('Hồ sơ nộp trực tuyến sẽ hiện ở đây ngay khi được gửi.', 'What is handed in online appears here as soon as it is sent.')}</Empty>;
  return (
    <Stack>
      <Text>{say('Trả lời người nộp trong 8 giờ làm việc: tiếp nhận, yêu cầu bổ sung hoặc từ chối.', 'The applicant is answered within 8 working hours: accepted, asked for more, or refused.')}</Text>
      <ul className={classes['list']}>
        {rows.map((item) => (
          <li key={item.dossierId}>
            <Link to="/reception" search={{ tab: 'waiting', unit, dossier: item.dossierId }} className={classes['item'] ?? ''}>
              <span>
                <Text span fw={600} display="block">
                  {item.applicant ?? say('Không có tên', 'No name')}
                </Text>
                <Text span display="block">
                  {procedureName(item.procedureCode)}
                </Text>
                <Text span size="sm" display="block" className="number">
                  {say('Nộp lúc', 'Handed in')} {dateTime(item.openedAt)}
                </Text>
              </span>
              <WaitedBadge item={item} />
            </Link>
          </li>
        ))}
      </ul>
      {more && (
        <Group>
          <Button variant="default" loading={more.busy} onClick={more.load}>
            {say('Xem thêm', 'Load more')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

/** How long it has waited, of the eight working hours. */
export function WaitedBadge({ item: { status, waitedMinutes } }: { readonly item: Pick<Schemas['WorkItem'], 'status' | 'waitedMinutes'> }) {
  const { say, language } = useLanguage();
  const left = LIMIT_MINUTES - waitedMinutes;
  const [color, Icon, words] =
    status === 'suspended'
      ? (['gray.7', IconClockPause, say('Chờ người nộp bổ sung', 'The applicant is to add something')] as const)
      : left < 0
        ? (['red.9', IconAlertTriangle, say(`Quá 8 giờ: chậm ${workingTime(left, language)}`, `Past 8 hours by ${workingTime(left, language)}`)] as const)
        : left <= SOON_MINUTES
          ? (['orange.9', IconClockHour4, say(`Còn ${workingTime(left, language)}`, `${workingTime(left, language)} left`)] as const)
          : (['teal.7', IconClock, say(`Còn ${workingTime(left, language)}`, `${workingTime(left, language)} left`)] as const);
  return (
    <Badge color={color} variant="outline" size="lg" tt="none" leftSection={<Icon size={16} aria-hidden />}>
      {words}
    </Badge>
  );
}
