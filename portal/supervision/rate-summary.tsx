import { Group, Paper, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useLanguage } from '../app/language';
import { percent } from '../parts/numbers';
import { FigureLink } from './figure-link';
import { FIGURE_NAMES, TARGET, figureOf } from './figures';
import type { Figure, StatisticsRow } from './figures';

/** The whole period on one line, against the goal. */
export function RateSummary({ total }: { readonly total: StatisticsRow }) {
  const { say, of, language } = useLanguage();
  const counted: readonly Figure[] = ['received', 'solved', 'legalLate', 'overdue'];
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, lg: 6 }} spacing="sm">
      <Card label={say('Trước và đúng hạn, theo pháp luật', 'In time, by law')} below={<Goal rate={total.onTimePercent} />}>
        {percent(total.onTimePercent, language)}
      </Card>
      <Card label={say('Theo cách tính của Cổng quốc gia', 'As the national portal counts')} below={<Goal rate={total.portalPercent} />}>
        {percent(total.portalPercent, language)}
      </Card>
      {counted.map((figure) => (
        <Card key={figure} label={of(FIGURE_NAMES[figure])}>
          <FigureLink figure={figure} count={figureOf(total, figure)} of={of(FIGURE_NAMES[figure])} />
        </Card>
      ))}
    </SimpleGrid>
  );
}

function Card({ label, below, children }: { readonly label: string; readonly below?: ReactNode; readonly children: ReactNode }) {
  return (
    <Paper withBorder p="sm">
      <Stack gap={4} h="100%">
        <Text size="sm" flex={1}>
          {label}
        </Text>
        <Text fz={28} lh={1.2} fw={600} className="number">
          {children}
        </Text>
        {below}
      </Stack>
    </Paper>
  );
}

function Goal({ rate }: { readonly rate: number | null }) {
  const { say, language } = useLanguage();
  if (rate === null) return null;
  const met = rate >= TARGET;
  const Icon = met ? IconCheck : IconAlertTriangle;
  return (
    <Group gap={6} wrap="nowrap" c={met ? 'teal.8' : 'red.9'}>
      <Icon size={18} aria-hidden style={{ flex: 'none' }} />
      <Text size="sm" fw={500}>
        {met ? say(`Đạt mục tiêu ${percent(TARGET, language)}`, `Goal of ${percent(TARGET, language)} met`) : say(`Chưa đạt ${percent(TARGET, language)}`, `Below ${percent(TARGET, language)}`)}
      </Text>
    </Group>
  );
}
