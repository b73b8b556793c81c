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
import { LatenessTable } from './lateness-table';
import { PeriodFields, useAskedPeriod } from './period';
import { RateFigure } from './rate-figure';
import { RateSummary } from './rate-summary';
import { RateTable } from './rate-table';
import { Readings } from './readings';

const GROUPS = [
  { value: 'level', vi: 'Theo cấp', en: 'By level' },
  { value: 'agency', vi: 'Theo nơi tiếp nhận', en: 'By unit' },
  { value: 'decider', vi: 'Theo nơi giải quyết', en: 'By decider' },
  { value: 'procedure', vi: 'Theo thủ tục', en: 'By procedure' },
  { value: 'sector', vi: 'Theo lĩnh vực', en: 'By sector' },
  { value: 'channel', vi: 'Theo cách nộp', en: 'By channel' },
  { value: 'month', vi: 'Theo tháng', en: 'By month' },
] as const;

const CHANNEL_NAMES = {
  counter: { vi: 'Tại quầy', en: 'At the window' },
  online: { vi: 'Trực tuyến', en: 'Online' },
  post: { vi: 'Qua bưu chính', en: 'By post' },
} as const;

/** What a row of the figures is called. */
function useRowName(): (group: Group, key: string) => string {
  const { of, say } = useLanguage();
  const agency = useAgencyName();
  const procedure = useProcedureName();
  return (group, key) => {
    switch (group) {
      case 'agency':
      case 'decider':
        return agency(key);
      case 'procedure':
        return procedure(key);
      case 'sector':
        return key;
      case 'channel':
        return of(CHANNEL_NAMES[key as keyof typeof CHANNEL_NAMES]);
      case 'level':
        return of(tierName(key));
      case 'month':
        return `${key.slice(5)}/${key.slice(0, 4)}`;
      case 'none':
        return say('Cộng', 'Total');
    }
  };
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
          <LatenessTable asked={asked} />
        </>
      )}
    </Stack>
  );
}
