import { VisuallyHidden } from '@mantine/core';
import { useLanguage } from '../app/language';
import type { Day } from './calendar-days';
import { isWorked, weeksOf } from './calendar-days';
import classes from './calendar.module.css';

interface CalendarMonthProps {
  readonly year: number;
  readonly month: number;
  readonly days: readonly Day[];
  readonly today: string;
}

const NAMES = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** One month, Monday to Sunday. */
export function CalendarMonth({ year, month, days, today }: CalendarMonthProps) {
  const { say } = useLanguage();
  const heads: readonly (readonly [string, string])[] = [
    [say('T2', 'Mo'), say('Thứ Hai', 'Monday')],
    [say('T3', 'Tu'), say('Thứ Ba', 'Tuesday')],
    [say('T4', 'We'), say('Thứ Tư', 'Wednesday')],
    [say('T5', 'Th'), say('Thứ Năm', 'Thursday')],
    [say('T6', 'Fr'), say('Thứ Sáu', 'Friday')],
    [say('T7', 'Sa'), say('Thứ Bảy', 'Saturday')],
    [say('CN', 'Su'), say('Chủ nhật', 'Sunday')],
  ];
  const worked = days.filter(isWorked).length;
  return (
    <table className={classes['month']}>
      <caption>
        <b>{say(`Tháng ${month}`, NAMES[month - 1] ?? '')}</b>
        <VisuallyHidden> {year}</VisuallyHidden> · {say(`${worked} ngày làm việc`, `${worked} working days`)}
      </caption>
      <thead>
        <tr>
          {heads.map(([short, long]) => (
            <th key={long} scope="col" abbr={long}>
              <span aria-hidden>{short}</span>
              <VisuallyHidden>{long}</VisuallyHidden>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeksOf(days).map((week, i) => (
          <tr key={i}>
            {week.map((day, j) => (day === null ? <td key={j} className={classes['none']} /> : <DayCell key={j} day={day} isToday={day.date === today} />))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function DayCell({ day: { day, kind, reason }, isToday }: { readonly day: Day; readonly isToday: boolean }) {
  const { say } = useLanguage();
  const tag = kind === 'off' ? say('nghỉ', 'off') : kind === 'make-up' ? say('bù', 'work') : '';
  return (
    <td className={[kind === 'working' ? '' : classes[kind], isToday ? classes['today'] : ''].join(' ')} title={reason ?? undefined} aria-current={isToday ? 'date' : undefined}>
      {day}
      {tag !== '' && <span className={classes['tag']}>{tag}</span>}
      {reason !== null && <VisuallyHidden>: {reason}</VisuallyHidden>}
      {kind === 'weekend' && <VisuallyHidden>{say(', nghỉ cuối tuần', ', weekend')}</VisuallyHidden>}
      {isToday && <VisuallyHidden>{say(', hôm nay', ', today')}</VisuallyHidden>}
    </td>
  );
}
