import { Group } from '@mantine/core';
import { IconClock, IconClockCheck, IconClockPause, IconClockPlay } from '@tabler/icons-react';
import { useLanguage } from '../app/language';
import { useClock } from './use-dossier';
import type { Dossier } from './use-dossier';

const CLOCKS = {
  'not-started': [IconClock, 'chưa tính, vì chưa tiếp nhận', 'not started: it is not accepted yet'],
  running: [IconClockPlay, 'đang tính', 'running'],
  stopped: [IconClockPause, 'đang tạm dừng', 'stopped'],
  ended: [IconClockCheck, 'đã kết thúc', 'ended'],
} as const satisfies Readonly<Record<Dossier['clock'], readonly [typeof IconClock, string, string]>>;

/** Whether its time runs and, where it stands still, why. */
export function ClockWords({ dossier: { clock, dossierId } }: { readonly dossier: Dossier }) {
  const { say, of } = useLanguage();
  const { data } = useClock(dossierId);
  const [Icon, vi, en] = CLOCKS[clock];
  const stopped = clock === 'stopped' ? data?.phases.find((phase) => phase.stopped)?.stopped : undefined;
  return (
    <Group component="span" gap={6} wrap="nowrap" align="flex-start">
      <Icon size={20} aria-hidden style={{ flex: 'none' }} />
      <span>{stopped ? of(stopped.text) : say(vi, en)}</span>
    </Group>
  );
}
