import { Button, Group, Stack, Title } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { api } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { useAddress } from '../parts/address';
import { useAgencyName } from '../parts/agency-names';
import { DataTable } from '../parts/data-table';
import type { Column } from '../parts/data-table';
import { date, dateTime } from '../parts/dates';
import { DossierLink } from '../parts/dossier-link';
import { BY_CURSOR, paged } from '../parts/paged';
import { useProcedureName } from '../parts/procedure-names';
import { Empty, Loading, ProblemAlert } from '../parts/problem';
import { tierName } from '../parts/role-names';
import { STAGES, StageBadge } from '../parts/status';
import { FIGURES, FIGURE_NAMES } from './figures';
import type { Figure } from './figures';
import { useAskedPeriod, usePeriod } from './period';

type Dossier = Schemas['DossierSummary'];

/** The dossiers that one number counts. */
export function FigureList() {
  const { say, of } = useLanguage();
  const [{ figure: asked, unit, procedure, level, row }, go] = useAddress();
  const figure: Figure = FIGURES.find((each) => each === asked) ?? 'received';
  const period = usePeriod();
  const agencyName = useAgencyName();
  const procedureName = useProcedureName();
  const query = {
    figure,
    ...useAskedPeriod(),
    ...(unit === undefined ? {} : { unit }),
    ...(procedure === undefined ? {} : { procedure }),
    ...(level === undefined ? {} : { level: level as 'commune' }),
    ...(row === undefined ? {} : { of: row }),
    limit: 100,
  };
  const found = api.useInfiniteQuery('get', '/v1/statistics/dossiers', { params: { query } }, BY_CURSOR);
  const { rows, more, all } = paged<Dossier>(found);
  const narrowed = [level && of(tierName(level)), unit && agencyName(unit), procedure && procedureName(procedure)].filter(Boolean).join(' · ');
  const columns: Column<Dossier>[] = [
    { id: 'code', header: say('Mã hồ sơ', 'Dossier'), rowHeader: true, value: ({ code, dossierId }) => code ?? dossierId, cell: ({ code, dossierId }) => <DossierLink dossierId={dossierId} code={code} /> },
    { id: 'procedure', header: say('Thủ tục', 'Procedure'), wide: true, value: ({ procedureCode }) => procedureName(procedureCode) },
    { id: 'unit', header: say('Nơi tiếp nhận', 'Received by'), wide: true, value: ({ receivingUnit }) => agencyName(receivingUnit) },
    { id: 'stage', header: say('Tình trạng', 'Stage'), value: ({ stage }) => say(...STAGES[stage]), cell: ({ stage }) => <StageBadge stage={stage} /> },
    { id: 'accepted', header: say('Tiếp nhận', 'Accepted'), value: ({ acceptedAt }) => dateTime(acceptedAt) },
    { id: 'due', header: say('Hẹn trả', 'Appointment'), value: ({ dueAt }) => dateTime(dueAt) },
    { id: 'ended', header: say('Có kết quả', 'Ended'), value: ({ endedAt }) => dateTime(endedAt) },
    { id: 'holders', header: say('Đang giữ hồ sơ', 'Held by'), wide: true, value: ({ holders }) => holders.map(agencyName).join('; ') || '–' },
  ];
  return (
    <Stack>
      <Group>
        <Button variant="default" leftSection={<IconArrowLeft size={18} aria-hidden />} onClick={() => go({ figure: undefined, procedure: undefined, level: undefined, row: undefined })}>
          {say('Về bảng số liệu', 'Back to the figures')}
        </Button>
      </Group>
      <Title order={2} size="h3">
        {of(FIGURE_NAMES[figure])}
        {narrowed === '' ? '' : ` – ${narrowed}`}
      </Title>
      {found.error ? (
        <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />
      ) : !found.data ? (
        <Loading />
      ) : (
        <DataTable
          caption={say(`Hồ sơ từ ${date(period.from)} đến ${date(period.to)}`, `Dossiers, ${date(period.from)} to ${date(period.to)}`)}
          file={`ho-so-${figure}-${period.from}-${period.to}`}
          columns={columns}
          rows={rows}
          rowKey={({ dossierId }) => dossierId}
          more={more}
          all={all}
          empty={<Empty title={say('Không có hồ sơ nào', 'No dossiers')}>{say('Số liệu có thể vừa thay đổi; hãy quay lại bảng.', 'The figures may just have changed; go back to them.')}</Empty>}
        />
      )}
    </Stack>
  );
}
