import { Badge } from '@mantine/core';
import { IconAlertTriangle, IconCalendarDue, IconClockHour4, IconClockPause, IconClock } from '@tabler/icons-react';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { workingTime } from './dates';

type Urgency = Schemas['WorkItem']['urgency'];

/** Colour, icon and word together: nobody has to tell colours apart. */
const LOOK: Readonly<Record<Urgency, { readonly color: string; readonly vi: string; readonly en: string; readonly icon: typeof IconClock }>> = {
  overdue: { color: 'red.9', vi: 'Quá hạn', en: 'Overdue', icon: IconAlertTriangle },
  today: { color: 'orange.9', vi: 'Hạn hôm nay', en: 'Due today', icon: IconCalendarDue },
  soon: { color: 'yellow.9', vi: 'Sắp đến hạn', en: 'Due soon', icon: IconClockHour4 },
  later: { color: 'teal.7', vi: 'Trong hạn', en: 'In time', icon: IconClock },
  stopped: { color: 'gray.7', vi: 'Đang tạm dừng', en: 'Clock stopped', icon: IconClockPause },
  'no-date': { color: 'gray.7', vi: 'Không định hạn', en: 'No date', icon: IconClock },
};

export function UrgencyBadge({ urgency, remainingMinutes }: { readonly urgency: Urgency; readonly remainingMinutes?: number | null }) {
  const { language } = useLanguage();
  const { color, icon: Icon, ...words } = LOOK[urgency];
  const time = remainingMinutes === null || remainingMinutes === undefined || urgency === 'stopped' ? '' : ` ${workingTime(remainingMinutes, language)}`;
  return (
    <Badge color={color} variant="outline" size="lg" fz="sm" tt="none" leftSection={<Icon size={16} aria-hidden />}>
      {words[language]}
      {time}
    </Badge>
  );
}

export type Stage = Schemas['DossierSummary']['stage'];

export const STAGES: Readonly<Record<Stage, readonly [string, string]>> = {
  submitted: ['Chờ tiếp nhận', 'Awaiting reception'],
  processing: ['Đang giải quyết', 'In process'],
  resolved: ['Đã có kết quả', 'Result ready'],
  returned: ['Đã trả kết quả', 'Result returned'],
  'refused-intake': ['Không tiếp nhận', 'Not accepted'],
  withdrawn: ['Đã rút hồ sơ', 'Withdrawn'],
  stopped: ['Dừng giải quyết', 'Stopped'],
  lapsed: ['Hết hạn bổ sung', 'Lapsed'],
};

export function StageBadge({ stage }: { readonly stage: Stage }) {
  const { say } = useLanguage();
  const [vi, en] = STAGES[stage];
  return (
    <Badge variant="light" size="lg" tt="none" color={stage === 'processing' || stage === 'submitted' ? 'teal' : 'gray'} c="dark.8">
      {say(vi, en)}
    </Badge>
  );
}
