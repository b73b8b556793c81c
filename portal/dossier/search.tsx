import { Button, Checkbox, Group, NativeSelect, TextInput, VisuallyHidden } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { useAddress } from '../parts/address';
import { useAgencyName } from '../parts/agency-names';
import { DataTable } from '../parts/data-table';
import type { Column } from '../parts/data-table';
import { date } from '../parts/dates';
import { DossierLink } from '../parts/dossier-link';
import { BY_CURSOR, paged } from '../parts/paged';
import { Page } from '../parts/page';
import { Empty, Loading, ProblemAlert } from '../parts/problem';
import { useProcedureName } from '../parts/procedure-names';
import { StageBadge } from '../parts/status';

type Row = Schemas['DossierSummary'];
const FILTERS = ['code', 'applicant', 'unit', 'holder', 'procedure', 'stage'] as const;
const STAGES: readonly (readonly [Row['stage'], string, string])[] = [
  ['submitted', 'Chờ tiếp nhận', 'Awaiting reception'],
  ['processing', 'Đang giải quyết', 'In process'],
  ['resolved', 'Đã có kết quả', 'Result ready'],
  ['returned', 'Đã trả kết quả', 'Result returned'],
  ['refused-intake', 'Không tiếp nhận', 'Not accepted'],
  ['withdrawn', 'Đã rút hồ sơ', 'Withdrawn'],
  ['stopped', 'Dừng giải quyết', 'Stopped'],
  ['lapsed', 'Hết hạn bổ sung', 'Lapsed'],
];

/** Finds dossiers by what somebody at the counter can say: the code, a name with or without diacritics, a unit. */
export function DossierSearchPage() {
  const { say } = useLanguage();
  const [address, setAddress] = useAddress();
  const given = Object.fromEntries(FILTERS.flatMap((name) => (address[name] ? [[name, address[name]]] : [])));
  const overdue = address['overdue'] === 'true';
  const read = api.useInfiniteQuery('get', '/v1/dossiers', { params: { query: { ...given, ...(overdue ? { overdue: 'true' } : {}), limit: 50 } } }, BY_CURSOR);
  const form = useForm({ initialValues: { code: address['code'] ?? '', applicant: address['applicant'] ?? '', stage: address['stage'] ?? '', overdue } });
  const agencyName = useAgencyName();
  const procedureName = useProcedureName();
  const { rows, more } = paged<Row>(read);
  const columns: Column<Row>[] = [
    { id: 'code', header: say('Mã hồ sơ', 'Code'), rowHeader: true, value: ({ code, dossierId }) => code ?? dossierId, cell: ({ dossierId, code }) => <DossierLink dossierId={dossierId} code={code} /> },
    { id: 'procedure', header: say('Thủ tục', 'Procedure'), value: ({ procedureCode }) => procedureName(procedureCode) },
    { id: 'unit', header: say('Nơi tiếp nhận', 'Received at'), value: ({ receivingUnit }) => agencyName(receivingUnit) },
    { id: 'stage', header: say('Tình trạng', 'Status'), value: ({ stage }) => stage, cell: ({ stage }) => <StageBadge stage={stage} /> },
    { id: 'holders', header: say('Đang giữ', 'Held by'), value: ({ holders }) => holders.map(agencyName).join('; ') },
    { id: 'submitted', header: say('Ngày nộp', 'Handed in'), value: ({ submittedAt }) => date(submittedAt) },
    { id: 'due', header: say('Hẹn trả', 'Appointment'), value: ({ dueAt, overdue: late }) => `${date(dueAt)}${late ? ` – ${say('quá hạn', 'overdue')}` : ''}` },
  ];
  return (
    <Page title={say('Tra cứu hồ sơ', 'Dossiers')}>
      <form onSubmit={form.onSubmit((values) => setAddress({ ...values, overdue: values.overdue || undefined }))} role="search">
        <Group align="flex-end">
          <TextInput label={say('Mã hồ sơ', 'Code')} {...form.getInputProps('code')} />
          <TextInput label={say('Tên chủ hồ sơ', "Applicant's name")} description={say('có dấu hoặc không dấu', 'with or without diacritics')} {...form.getInputProps('applicant')} />
          <NativeSelect label={say('Tình trạng', 'Status')} data={[{ value: '', label: say('Tất cả', 'All') }, ...STAGES.map(([value, vi, en]) => ({ value, label: say(vi, en) }))]} {...form.getInputProps('stage')} />
          <Checkbox label={say('Chỉ hồ sơ quá hạn', 'Overdue only')} mb={8} {...form.getInputProps('overdue', { type: 'checkbox' })} />
          <Button type="submit">{say('Tìm', 'Search')}</Button>
        </Group>
      </form>
      {read.error ? (
        <ProblemAlert error={read.error} onRetry={() => void read.refetch()} />
      ) : read.isPending ? (
        <Loading />
      ) : (
        <>
          <VisuallyHidden component="h2">{say('Kết quả tìm', 'What was found')}</VisuallyHidden>
          <DataTable caption={say('Hồ sơ, mới nhất ở trên', 'Dossiers, the newest on top')} file="ho-so" columns={columns} rows={rows} rowKey={({ dossierId }) => dossierId} more={more} empty={<Empty title={say('Không tìm thấy hồ sơ nào', 'No dossier found')}>{say('Chỉ hiện hồ sơ mà cơ quan của bạn tham gia giải quyết.', 'Only dossiers in which your agencies take part are shown.')}</Empty>} />
        </>
      )}
    </Page>
  );
}
