import { Group, Skeleton, Text } from '@mantine/core';
import { Suspense, lazy } from 'react';
import type { ComponentProps, ReactNode } from 'react';
import classes from './chart.module.css';
import type { Pattern } from './series';

/** Charts are fetched together, and only by the pages that draw one. */
const Bars = lazy(() => import('./charts').then((charts) => ({ default: charts.Bars })));
const Rates = lazy(() => import('./charts').then((charts) => ({ default: charts.Rates })));
const Lines = lazy(() => import('./charts').then((charts) => ({ default: charts.Lines })));

/** What a mark of the key stands for. */
interface Mark {
  readonly key: string;
  readonly label: string;
  readonly pattern: Pattern | 'point' | 'diamond';
}

interface FigureProps {
  /** What is to be seen, in one sentence; the table beside has the numbers. */
  readonly title: string;
  readonly series: readonly Mark[];
  readonly height: number;
  readonly children: ReactNode;
}

function Figure({ title, series, height, children }: FigureProps) {
  return (
    <figure className={classes['figure']}>
      <figcaption>
        <Text fw={600}>{title}</Text>
        <Group gap="md" mt={4}>
          {series.map(({ key, label, pattern }) => (
            <Group key={key} gap={6} wrap="nowrap">
              <span className={`${classes['swatch']} ${classes[pattern]}`} aria-hidden />
              <Text size="sm">{label}</Text>
            </Group>
          ))}
        </Group>
      </figcaption>
      <div role="img" aria-label={title}>
        <div aria-hidden>
          <Suspense fallback={<Skeleton height={height} />}>{children}</Suspense>
        </div>
      </div>
    </figure>
  );
}

const readings = ({ legal, portal }: { readonly legal: string; readonly portal: string }): readonly Mark[] => [
  { key: 'legal', label: legal, pattern: 'point' },
  { key: 'portal', label: portal, pattern: 'diamond' },
];

export function BarChart({ title, height, ...bars }: { readonly title: string } & ComponentProps<typeof Bars>) {
  return (
    <Figure title={title} series={bars.series} height={height}>
      <Bars height={height} {...bars} />
    </Figure>
  );
}

export function RateChart({ title, height, ...rates }: { readonly title: string } & ComponentProps<typeof Rates>) {
  return (
    <Figure title={title} series={readings(rates.labels)} height={height}>
      <Rates height={height} {...rates} />
    </Figure>
  );
}

export function LineChart({ title, height, ...lines }: { readonly title: string } & ComponentProps<typeof Lines>) {
  return (
    <Figure title={title} series={readings(lines.labels)} height={height}>
      <Lines height={height} {...lines} />
    </Figure>
  );
}
