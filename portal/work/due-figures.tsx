import { Button, Group } from '@mantine/core';
import { IconAlertTriangle, IconCalendarDue, IconMailbox } from '@tabler/icons-react';
import { useLanguage } from '../app/language';
import { count } from '../parts/numbers';
import type { Counts, Filter } from './work-query';

interface DueFiguresProps {
  readonly counts: Counts;
  readonly filters: Readonly<Partial<Record<Filter, string>>>;
  readonly onChange: (change: Readonly<Record<string, string | undefined>>) => void;
}

/** What must not wait, counted over the whole list; each shows its own, and everything again when it is pressed once more. */
export function DueFigures({ counts, filters, onChange }: DueFiguresProps) {
  const { say, language } = useLanguage();
  const figures = [
    { filter: 'urgency', value: 'overdue', icon: IconAlertTriangle, color: 'red.9', label: say('Quá hạn', 'Overdue'), figure: counts.overdue },
    { filter: 'urgency', value: 'today', icon: IconCalendarDue, color: 'orange.9', label: say('Hạn hôm nay', 'Due today'), figure: counts.today },
    { filter: 'status', value: 'sent', icon: IconMailbox, color: 'teal.7', label: say('Chờ xác nhận đã nhận', 'To be acknowledged'), figure: counts.sent },
  ] as const;
  return (
    <Group gap="xs" role="group" aria-label={say('Việc cần chú ý trong đơn vị', 'What needs attention in the unit')}>
      {figures.map(({ filter, value, icon: Icon, color, label, figure }) => {
        const pressed = filters[filter] === value;
        return (
          <Button
            key={value}
            variant={pressed ? 'filled' : 'default'}
            color={color}
            aria-pressed={pressed}
            leftSection={<Icon size={18} aria-hidden color={pressed || figure === 0 ? 'currentColor' : `var(--mantine-color-${color.replace('.', '-')})`} />}
            onClick={() => onChange({ urgency: undefined, status: undefined, queue: pressed ? undefined : 'unit', [filter]: pressed ? undefined : value })}
          >
            {label}: {count(figure, language)}
          </Button>
        );
      })}
    </Group>
  );
}
