import { Alert, Button, Group, Select, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconCalendarPlus, IconChevronLeft, IconChevronRight, IconPrinter } from '@tabler/icons-react';
import { api } from '../app/api';
import { useLanguage } from '../app/language';
import { isKind, useSession } from '../app/session';
import { useAddress } from '../parts/address';
import { date } from '../parts/dates';
import { Page } from '../parts/page';
import { Loading, ProblemAlert } from '../parts/problem';
import { useToday } from '../parts/today';
import { AmendCalendar } from './amend-calendar';
import { AmendmentProgress } from './amendment-progress';
import { CalendarDaysOff } from './calendar-days-off';
import { daysOf, isWorked } from './calendar-days';
import type { Calendar } from './calendar-days';
import { CalendarLegend } from './calendar-legend';
import { CalendarMonth } from './calendar-month';
import classes from './calendar.module.css';
import { Section } from './section';

/** The working calendar that legal limits are counted by, a year at a time. */
export function CalendarPage() {
  const { say } = useLanguage();
  const session = useSession();
  const today = useToday();
  const [{ year, tab, amendment }, change] = useAddress();
  const { data, error, refetch } = api.useQuery('get', '/v1/calendar');
  const publishes = isKind(session, 'control', 'administrator');
  const amending = publishes && tab === 'amend';
  return (
    <Page
      title={say('Lịch làm việc', 'Working calendar')}
      actions={
        <Group className="no-print">
          <Button variant="default" leftSection={<IconPrinter size={18} aria-hidden />} onClick={() => window.print()}>
            {say('In', 'Print')}
          </Button>
          {publishes && (
            <Button variant="default" leftSection={<IconCalendarPlus size={18} aria-hidden />} onClick={() => change({ tab: amending ? undefined : 'amend', amendment: undefined })}>
              {amending ? say('Về lịch năm', 'Back to the year') : say('Điều chỉnh lịch', 'Amend the calendar')}
            </Button>
          )}
        </Group>
      }
    >
      {publishes && amendment && <AmendmentProgress version={Number(amendment)} />}
      {error ? (
        <ProblemAlert error={error} onRetry={() => void refetch()} />
      ) : !data || today === '' ? (
        <Loading />
      ) : amending ? (
        <AmendCalendar calendar={data} />
      ) : (
        <YearView calendar={data} today={today} asked={year} onYear={(next) => change({ year: next })} />
      )}
    </Page>
  );
}

interface YearViewProps {
  readonly calendar: Calendar;
  readonly today: string;
  readonly asked: string | undefined;
  readonly onYear: (year: number) => void;
}

function YearView({ calendar, today, asked, onYear }: YearViewProps) {
  const { say } = useLanguage();
  const known = calendar.years;
  const shown = known.find(({ year }) => String(year) === (asked ?? today.slice(0, 4))) ?? known.at(-1);
  if (!shown) return null;
  const months = Array.from({ length: 12 }, (_, i) => daysOf(calendar, shown, i + 1));
  const worked = months.flat().filter(isWorked).length;
  const step = (by: number): void => onYear(shown.year + by);
  const has = (year: number): boolean => known.some((each) => each.year === year);
  return (
    <Stack>
      <Group align="flex-end" className="no-print">
        <Button variant="default" leftSection={<IconChevronLeft size={18} aria-hidden />} disabled={!has(shown.year - 1)} onClick={() => step(-1)}>
          {shown.year - 1}
        </Button>
        <Select label={say('Năm', 'Year')} w={120} allowDeselect={false} data={known.map(({ year }) => String(year))} value={String(shown.year)} onChange={(value) => value && onYear(Number(value))} />
        <Button variant="default" rightSection={<IconChevronRight size={18} aria-hidden />} disabled={!has(shown.year + 1)} onClick={() => step(1)}>
          {shown.year + 1}
        </Button>
      </Group>
      {shown.status === 'projected' && (
        <Alert color="yellow" variant="light" icon={<IconAlertTriangle aria-hidden />} title={say('Lịch dự kiến', 'Projected')}>
          {say(`Ngày nghỉ năm ${shown.year} chưa được thông báo chính thức; các ngày này, và mọi ngày hẹn tính theo chúng, còn có thể thay đổi.`, `The days off of ${shown.year} are not announced yet; they, and every date counted by them, may still move.`)}
        </Alert>
      )}
      <Text role="status">
        {say(`Năm ${shown.year}: ${worked} ngày làm việc, ${shown.daysOff.length} ngày nghỉ vào ngày thường, ${shown.makeUpDays.length} ngày làm bù.`, `${shown.year}: ${worked} working days, ${shown.daysOff.length} weekdays off, ${shown.makeUpDays.length} make-up days.`)}{' '}
        {say('Giờ làm việc', 'Office hours')}: {calendar.sessions.map(({ from, to }) => `${from}–${to}`).join(', ')}. {say('Hôm nay', 'Today')}: {date(today)}.
      </Text>
      <CalendarLegend />
      <div className={classes['year']}>
        {months.map((days, i) => (
          <CalendarMonth key={i} year={shown.year} month={i + 1} days={days} today={today} />
        ))}
      </div>
      <Section title={say('Ngày nghỉ và ngày làm bù', 'Days off and make-up days')}>
        <CalendarDaysOff year={shown} />
      </Section>
    </Stack>
  );
}
