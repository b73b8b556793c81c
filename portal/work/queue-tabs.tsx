import { Badge, Tabs } from '@mantine/core';
import type { ReactNode } from 'react';
import { useLanguage } from '../app/language';
import type { Text } from '../app/language';
import { count } from '../parts/numbers';
import { QUEUES } from './work-query';
import type { Counts, Queue } from './work-query';

const NAMES: Readonly<Record<Queue, Text>> = {
  unit: { vi: 'Cả đơn vị', en: 'The unit' },
  mine: { vi: 'Của tôi', en: 'Mine' },
  unassigned: { vi: 'Chưa ai nhận', en: 'Nobody’s yet' },
  involved: { vi: 'Phối hợp, theo dõi', en: 'Involved' },
};
const COUNTED = { unit: 'open', mine: 'mine', unassigned: 'unassigned', involved: 'involved' } as const;

interface QueueTabsProps {
  readonly queue: Queue;
  readonly counts: Counts | undefined;
  readonly onChange: (queue: Queue) => void;
  readonly children: ReactNode;
}

/** Whose work is shown, with how much there is of each. */
export function QueueTabs({ queue, counts, onChange, children }: QueueTabsProps) {
  const { of, language } = useLanguage();
  return (
    <Tabs value={queue} onChange={(next) => onChange(next as Queue)} keepMounted={false}>
      <Tabs.List>
        {QUEUES.map((name) => (
          <Tabs.Tab
            key={name}
            value={name}
            rightSection={
              counts && (
                <Badge variant="light" color="gray" c="dark.8" size="lg" fz="sm" className="number">
                  {count(counts[COUNTED[name]], language)}
                </Badge>
              )
            }
          >
            {of(NAMES[name])}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={queue} pt="md">
        {children}
      </Tabs.Panel>
    </Tabs>
  );
}
