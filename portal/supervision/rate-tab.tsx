import { SegmentedControl, Stack, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { api } from '../app/api';
import { useLanguage } from '../app/language';
import { useAddress } from '../parts/address';
import { useAgencyName } from '../parts/agency-names';
import { useProcedureName } from '../parts/procedure-names';
import { Empty, Loading, ProblemAlert } from '../parts/problem';
import { TIER_CODES, tierName } from '../parts/role-names';
import type { Group, StatisticsRow } from './figures';
import { PeriodFields, useAskedPeriod } from './period';
import { RateFigure } from './rate-figure';
import { RateSummary } from './rate-summary';
import { RateTable } from './rate-table';
import { Readings } from './readings';

const GROUPS = [
  { value: 'level', vi: 'Theo cấp', en: 'By level' },
  { value: 'agency', vi: 'Theo nơi tiếp nhận', en: 'By unit' },
  { value: 'procedure', vi: 'Theo thủ tục', en: 'By procedure' },
  { value: 'month', vi: 'Theo tháng', en: 'By month' },
] as const;

/** What a row of the figures is called. */
function useRowName(): (group: Group, key: string) => string {
  const { of, say } = useLanguage();
  const agency = useAgencyName();
  const procedure = useProcedureName();
  return (group, key) =>
    group === 'agency' ? agency(key) : group === 'procedure' ? procedure(key) : group === 'level' ? of(tierName(key)) : group === 'month' ? `${key.slice(5)}/${key.slice(0, 4)}` : say('Cộng', 'Total');
}

const fromTheProvinceDown = (a: StatisticsRow, b: StatisticsRow): number => TIER_CODES.indexOf(a.key) - TIER_CODES.indexOf(b.key);

/** The rate of what was answered in time, by level, unit, procedure or month. */
export function RateTab() {
  const { say } = useLanguage();
  const [{ by = 'level', unit }, go] = useAddress();
  const group = GROUPS.find(({ value }) => value === by)?.value ?? 'level';
  const narrow = useMediaQuery('(max-width: 62em)') ?? false;
  const period = useAskedPeriod();
  const nameOf = useRowName();
  const asked = { ...period, ...(unit === undefined ? {} : { unit }) };
  const grouped = api.useQuery('get', '/v1/statistics', { params: { query: { ...asked, groupBy: group } } });
  const whole = api.useQuery('get', '/v1/statistics', { params: { query: { ...asked, groupBy: 'none' } } });
  const rows = group === 'level' ? [...(grouped.data?.rows ?? [])].sort(fromTheProvinceDown) : (grouped.data?.rows ?? []);
  const total = whole.data?.rows[0];
  const error = grouped.error ?? whole.error;
  return (
    <Stack gap="lg">
      <PeriodFields />
      {error ? (
        <ProblemAlert error={error} onRetry={() => void Promise.all([grouped.refetch(), whole.refetch()])} />
      ) : !grouped.data || !whole.data ? (
        <Loading />
      ) : !total || total.received === 0 ? (
        <Empty title={say('Trong kỳ này không có hồ sơ nào', 'No dossier in this period')}>{say('Hãy chọn kỳ dài hơn hoặc bỏ chọn nơi tiếp nhận.', 'Choose a longer period, or no receiving unit.')}</Empty>
      ) : (
        <>
          <RateSummary total={total} />
          <Readings />
          <Stack gap={4}>
            <Text fw={600} id="group-by">
              {say('Xem số liệu', 'Show the figures')}
            </Text>
            <SegmentedControl
              aria-labelledby="group-by"
              className="no-print"
              orientation={narrow ? 'vertical' : 'horizontal'}
              value={group}
              onChange={(value) => go({ by: value })}
              data={GROUPS.map(({ value, vi, en }) => ({ value, label: say(vi, en) }))}
              autoContrast
            />
          </Stack>
          <RateFigure group={group} rows={rows} nameOf={(key) => nameOf(group, key)} />
          <RateTable group={group} rows={rows} total={total} period={grouped.data} nameOf={nameOf} />
        </>
      )}
    </Stack>
  );
}
