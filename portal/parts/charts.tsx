import { useId } from 'react';
import {
  Bar,
  BarChart,
  CartesianGrid,
  LabelList,
  Line,
  LineChart,
  ReferenceLine,
  ResponsiveContainer,
  Scatter,
  ScatterChart,
  Text,
  XAxis,
  YAxis,
} from 'recharts';
import type { Pattern, Series } from './series';

/** One category with its values; a series that has none there is not drawn. */
export type ChartRow = { readonly name: string } & Readonly<Record<string, string | number | null>>;

const INK = '#0b4946';
const FILL = '#0f5b57';
const GRID = '#ced4da';
const TICK = { fill: '#212529', fontSize: 14 };
const still = { isAnimationActive: false } as const;

/** Fills that stay apart in black and white. */
function Patterns({ id }: { readonly id: string }) {
  return (
    <defs>
      <pattern id={`${id}hatched`} width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="7" height="7" fill="#fff" />
        <rect width="2.5" height="7" fill={INK} />
      </pattern>
      <pattern id={`${id}dotted`} width="7" height="7" patternUnits="userSpaceOnUse">
        <rect width="7" height="7" fill="#fff" />
        <circle cx="3.5" cy="3.5" r="1.7" fill={INK} />
      </pattern>
    </defs>
  );
}

const fillOf = (id: string, pattern: Pattern): string => (pattern === 'solid' ? FILL : pattern === 'hollow' ? '#fff' : `url(#${id}${pattern})`);

interface NameProps {
  readonly x?: number | string;
  readonly y?: number | string;
  readonly width?: number | string;
  readonly payload?: { readonly value: string };
}

/** A name at the left, its lines far enough apart for marks above and below their letters. */
const Name = ({ x = 0, y = 0, width = 0, payload }: NameProps) => (
  <Text {...TICK} x={x} y={y} width={width} textAnchor="end" verticalAnchor="middle" lineHeight="1.25em">
    {payload?.value ?? ''}
  </Text>
);

interface BarsProps {
  readonly rows: readonly ChartRow[];
  readonly series: readonly Series[];
  readonly height: number;
  /** Bars that lie, with their names at the left. */
  readonly lying?: boolean;
  /** Room for names at the left. */
  readonly names?: number;
  readonly format: (value: number) => string;
}

export function Bars({ rows, series, height, lying = false, names = 220, format }: BarsProps) {
  // React's ids hold characters that an address within SVG may not.
  const id = useId().replace(/\W/g, '');
  const label = (value: unknown): string => (typeof value === 'number' && value > 0 ? format(value) : '');
  return (
    <ResponsiveContainer width="100%" height={height}>
      <BarChart data={[...rows]} layout={lying ? 'vertical' : 'horizontal'} margin={{ top: 24, right: lying ? 90 : 12, bottom: 4, left: 4 }} barGap={2} accessibilityLayer={false}>
        <Patterns id={id} />
        <CartesianGrid stroke={GRID} vertical={lying} horizontal={!lying} />
        {lying ? (
          <>
            <XAxis type="number" tick={TICK} tickFormatter={format} />
            <YAxis type="category" dataKey="name" width={names} tick={Name} interval={0} />
          </>
        ) : (
          <>
            <XAxis dataKey="name" tick={TICK} interval="preserveStartEnd" />
            <YAxis tick={TICK} allowDecimals={false} width={44} tickFormatter={format} />
          </>
        )}
        {series.map(({ key, pattern }) => (
          <Bar key={key} dataKey={key} fill={fillOf(id, pattern)} stroke={INK} strokeWidth={1.2} maxBarSize={lying ? 18 : 48} {...still}>
            <LabelList dataKey={key} position={lying ? 'right' : 'top'} formatter={label} />
          </Bar>
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
}

interface RatesProps {
  /** With `legal` and `portal`, in percent. */
  readonly rows: readonly ChartRow[];
  readonly target: number;
  readonly labels: { readonly legal: string; readonly portal: string; readonly target: string };
  readonly height: number;
  readonly names?: number;
  readonly format: (value: number) => string;
}

/** A scale of round numbers from below the lowest rate up to a hundred. */
function scaleOf(rows: readonly ChartRow[]): { readonly domain: readonly [number, number]; readonly ticks: readonly number[] } {
  const values = rows.flatMap(({ legal, portal }) => [legal, portal]).filter((value): value is number => typeof value === 'number');
  const least = Math.min(95, ...values);
  const step = least > 72 ? 5 : least > 45 ? 10 : 20;
  const from = Math.max(0, Math.floor((least - 1) / step) * step);
  return { domain: [from, 100], ticks: Array.from({ length: (100 - from) / step + 1 }, (_, i) => from + i * step) };
}

/** From a point to what is written at it. */
const LABEL_PX = 10;

/** Rates as points on a scale that does not begin at nought: points may, bars may not. */
export function Rates({ rows, target, labels, height, names = 240, format }: RatesProps) {
  const { domain, ticks } = scaleOf(rows);
  const label = (value: unknown): string => (typeof value === 'number' ? format(value) : '');
  const points = (key: 'legal' | 'portal') => rows.filter((row) => typeof row[key] === 'number').map((row) => ({ name: row.name, value: row[key] }));
  return (
    <ResponsiveContainer width="100%" height={height}>
      <ScatterChart margin={{ top: 26, right: 44, bottom: 4, left: 4 }} accessibilityLayer={false}>
        <CartesianGrid stroke={GRID} />
        <XAxis type="number" dataKey="value" domain={[...domain]} ticks={[...ticks]} tick={TICK} tickFormatter={format} />
        <YAxis type="category" dataKey="name" width={names} tick={Name} interval={0} allowDuplicatedCategory={false} domain={rows.map(({ name }) => name)} reversed padding={{ top: 22, bottom: 22 }} />
        <ReferenceLine x={target} stroke="#212529" strokeDasharray="6 4" label={{ value: labels.target, position: 'top', fill: '#212529', fontSize: 14, textAnchor: 'end' }} />
        <Scatter data={points('legal')} name={labels.legal} fill={FILL} shape={<Dot />} {...still}>
          <LabelList dataKey="value" position="top" offset={LABEL_PX} formatter={label} />
        </Scatter>
        <Scatter data={points('portal')} name={labels.portal} shape={<Diamond />} {...still}>
          <LabelList dataKey="value" position="bottom" offset={LABEL_PX} formatter={label} />
        </Scatter>
      </ScatterChart>
    </ResponsiveContainer>
  );
}

interface ShapeProps {
  readonly cx?: number;
  readonly cy?: number;
}
const Dot = ({ cx = 0, cy = 0 }: ShapeProps) => <circle cx={cx} cy={cy} r={6} fill={FILL} stroke={INK} />;
const Diamond = ({ cx = 0, cy = 0 }: ShapeProps) => <path d={`M${cx} ${cy - 8}l8 8-8 8-8-8z`} fill="none" stroke={INK} strokeWidth={2} />;

interface LabelProps {
  readonly x?: number | string;
  readonly y?: number | string;
  readonly value?: unknown;
  readonly index?: number;
}

/** The same two rates over months. */
export function Lines({ rows, target, labels, height, format }: RatesProps) {
  const { domain, ticks } = scaleOf(rows);
  // Of the two the higher one is written above its point, the lower one below.
  const above = (key: 'legal' | 'portal', i: number): boolean => {
    const [legal, portal] = [rows[i]?.['legal'], rows[i]?.['portal']];
    const legalAbove = typeof legal !== 'number' || typeof portal !== 'number' || legal >= portal;
    return key === 'legal' ? legalAbove : !legalAbove || typeof legal !== 'number';
  };
  const label = (key: 'legal' | 'portal') => ({ x = 0, y = 0, value, index = 0 }: LabelProps) =>
    typeof value === 'number' ? (
      <text className="recharts-text" x={Number(x)} y={Number(y) + (above(key, index) ? -12 : 24)} textAnchor="middle">
        {format(value)}
      </text>
    ) : null;
  return (
    <ResponsiveContainer width="100%" height={height}>
      <LineChart data={[...rows]} margin={{ top: 28, right: 60, bottom: 8, left: 4 }} accessibilityLayer={false}>
        <CartesianGrid stroke={GRID} vertical={false} />
        <XAxis dataKey="name" tick={TICK} padding={{ left: 40, right: 40 }} />
        <YAxis domain={[...domain]} ticks={[...ticks]} tick={TICK} tickFormatter={format} width={64} />
        <ReferenceLine y={target} stroke="#212529" strokeDasharray="6 4" label={{ value: labels.target, position: 'insideTopLeft', fill: '#212529', fontSize: 14 }} />
        <Line dataKey="legal" name={labels.legal} stroke={INK} strokeWidth={2.5} dot={{ r: 5, fill: FILL }} {...still}>
          <LabelList dataKey="legal" content={label('legal') as never} />
        </Line>
        <Line dataKey="portal" name={labels.portal} stroke={INK} strokeWidth={2} strokeDasharray="3 4" dot={<Diamond />} {...still}>
          <LabelList dataKey="portal" content={label('portal') as never} />
        </Line>
      </LineChart>
    </ResponsiveContainer>
  );
}
