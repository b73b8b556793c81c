import { Button, Group, Select, Stack, Text, Title } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { api } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { useAddress } from '../parts/address';
import { dateTime } from '../parts/dates';
import { Page } from '../parts/page';
import { Empty, Loading, ProblemAlert } from '../parts/problem';
import { useToday } from '../parts/today';
import { MonthFigures } from './month-figures';
import { UnitFigures } from './unit-figures';

type Figures = Schemas['PublicStatistics'];
/** How many years back may be looked at. */
const YEARS = 5;

/** What everybody may know: how many dossiers came in, were solved, and when. */
export function PublicStatisticsPage() {
  const { say } = useLanguage();
  const [{ year }, go] = useAddress();
  const thisYear = Number(useToday().slice(0, 4));
  const asked = Number(year) || undefined;
  const found = api.useQuery('get', '/v1/public/statistics', { params: { query: asked === undefined ? {} : { year: asked } } });
  const years = Array.from({ length: YEARS }, (_, i) => String((thisYear || found.data?.year || 0) - i));
  return (
    <Page title={say('Số liệu giải quyết thủ tục hành chính', 'How dossiers were settled')}>
      <Text maw="70ch">{say('Số hồ sơ các đơn vị đã tiếp nhận, đã giải quyết và có kết quả trước hạn, đúng hạn hay quá hạn. Không có thông tin của người nộp hồ sơ.', 'How many dossiers each unit received and solved, early, on time or late. Nothing about applicants.')}</Text>
      {thisYear > 0 && (
        <Group align="flex-end" className="no-print">
          <Select label={say('Năm', 'Year')} data={years} value={String(asked ?? thisYear)} onChange={(value) => go({ year: value ?? undefined })} allowDeselect={false} w={130} />
        </Group>
      )}
      {found.error ? <ProblemAlert error={found.error} onRetry={() => void found.refetch()} /> : found.data ? <Shown figures={found.data} /> : <Loading />}
    </Page>
  );
}

function Shown({ figures }: { readonly figures: Figures }) {
  const { say, of } = useLanguage();
  const [{ unit }, go] = useAddress();
  const chosen = figures.units.find((each) => each.unit === unit);
  const months = chosen?.months ?? figures.province;
  const some = months.some(({ received, solved }) => received + solved > 0);
  return (
    <Stack gap="xl">
      <Stack gap="xs">
        <Title order={2} size="h3">
          {chosen ? of(chosen.name) : say('Toàn tỉnh', 'The whole province')}
        </Title>
        <Text size="sm">{say(`Tính đến ${dateTime(figures.asOf)}.`, `As of ${dateTime(figures.asOf)}.`)}</Text>
        {chosen && (
          <Group className="no-print">
            <Button variant="default" leftSection={<IconArrowLeft size={18} aria-hidden />} onClick={() => go({ unit: undefined })}>
              {say('Xem toàn tỉnh', 'The whole province')}
            </Button>
          </Group>
        )}
      </Stack>
      {some ? (
        <MonthFigures months={months} year={figures.year} />
      ) : (
        <Empty title={say(`Năm ${figures.year} chưa có số liệu`, `No figures for ${figures.year}`)}>{say('Hãy chọn năm khác.', 'Choose another year.')}</Empty>
      )}
      {figures.units.length > 0 && <UnitFigures units={figures.units} year={figures.year} onChoose={(code) => go({ unit: code })} />}
    </Stack>
  );
}
