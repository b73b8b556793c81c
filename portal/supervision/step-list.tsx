import { Button, Group, Stack, Title } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { api } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { useAddress } from '../parts/address';
import { useAgencyName } from '../parts/agency-names';
import { DataTable } from '../parts/data-table';
import type { Column } from '../parts/data-table';
import { dateTime, workingTime } from '../parts/dates';
import { DossierLink } from '../parts/dossier-link';
import { BY_CURSOR, paged } from '../parts/paged';
import { useProcedureName } from '../parts/procedure-names';
import { Empty, Loading, ProblemAlert } from '../parts/problem';
import { useAskedPeriod } from './period';

type StepTask = Schemas['StepTask'];
const days = (minutes: number): number => Math.round((minutes / 480) * 100) / 100;

/** Each time one step was done, the longest first. */
export function StepList() {
  const { say, of, language } = useLanguage();
  const [{ procedure = '', step = '', late, agency }, go] = useAddress();
  const procedureName = useProcedureName();
  const agencyName = useAgencyName();
  const onlyLate = late === 'true';
  const period = useAskedPeriod();
  const steps = api.useQuery('get', '/v1/statistics/steps', { params: { query: { ...period, ...(agency === undefined ? {} : { agency }) } } });
  const stepName = of(steps.data?.items.find((each) => each.procedure === procedure && each.step === step)?.name) || step;
  const query = { procedure, step, ...period, ...(agency === undefined ? {} : { agency }), ...(onlyLate ? { late: true } : {}), limit: 100 };
  const found = api.useInfiniteQuery('get', '/v1/statistics/steps/tasks', { params: { query: query as never } }, BY_CURSOR);
  const { rows, more, all } = paged<StepTask>(found);
  const columns: Column<StepTask>[] = [
    { id: 'code', header: say('Mã hồ sơ', 'Dossier'), rowHeader: true, value: ({ code, dossierId }) => code ?? dossierId, cell: ({ code, dossierId }) => <DossierLink dossierId={dossierId} code={code} /> },
    { id: 'agency', header: say('Cơ quan thực hiện', 'Agency'), wide: true, value: ({ agency: code }) => agencyName(code) },
    { id: 'opened', header: say('Bắt đầu', 'Opened'), value: ({ openedAt }) => dateTime(openedAt) },
    { id: 'due', header: say('Hạn', 'Due'), value: ({ dueAt }) => dateTime(dueAt) },
    { id: 'closed', header: say('Hoàn thành', 'Closed'), value: ({ closedAt }) => dateTime(closedAt) },
    { id: 'took', header: say('Mất', 'Took'), numeric: true, value: ({ minutes }) => days(minutes), cell: ({ minutes }) => workingTime(minutes, language) },
    { id: 'late', header: say('Quá hạn', 'Late by'), numeric: true, value: ({ lateMinutes }) => days(lateMinutes), cell: ({ lateMinutes }) => (lateMinutes === 0 ? '–' : workingTime(lateMinutes, language)) },
  ];
  return (
    <Stack>
      <Group>
        <Button variant="default" leftSection={<IconArrowLeft size={18} aria-hidden />} onClick={() => go({ step: undefined, procedure: undefined, late: undefined })}>
          {say('Về bảng các bước', 'Back to the steps')}
        </Button>
      </Group>
      <Title order={2} size="h3">
        {procedureName(procedure)}
      </Title>
      {found.error ? (
        <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />
      ) : !found.data || steps.isPending ? (
        <Loading />
      ) : (
        <DataTable
          caption={onlyLate ? say(`Những lần quá hạn ở bước “${stepName}”`, `Late in step “${stepName}”`) : say(`Các lần thực hiện bước “${stepName}”, lâu nhất ở trên`, `Step “${stepName}”, the longest first`)}
          file={`buoc-${procedure}-${step}`}
          columns={columns}
          rows={rows}
          rowKey={({ dossierId, taskId }) => `${dossierId} ${taskId}`}
          more={more}
          all={all}
          empty={<Empty title={say('Không có lần nào', 'None')}>{say('Hãy quay lại và chọn kỳ dài hơn.', 'Go back and choose a longer period.')}</Empty>}
        />
      )}
    </Stack>
  );
}
