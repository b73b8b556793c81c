import { Group, Select, Stack, Table, Text, VisuallyHidden } from '@mantine/core';
import { api } from '../app/api';
import { useLanguage } from '../app/language';
import { useAddress } from '../parts/address';
import { Loading, ProblemAlert } from '../parts/problem';
import { TableScroll } from '../parts/table-scroll';
import { diffFields } from './diff-fields';
import type { FieldChange } from './diff-fields';
import { FileDifference } from './file-difference';
import { Section } from './section';

interface ProcedureComparisonProps {
  readonly code: string;
  readonly versions: readonly number[];
}

/** Two versions side by side: what an official would name, then the lines of the file. */
export function ProcedureComparison({ code, versions }: ProcedureComparisonProps) {
  const { say } = useLanguage();
  const [address, change] = useAddress();
  const known = (given: string | undefined, fallback: number): number => (versions.includes(Number(given)) ? Number(given) : fallback);
  const before = known(address['before'], versions.at(-2) ?? 1);
  const after = known(address['after'], versions.at(-1) ?? 1);
  const choices = versions.map((each) => ({ value: String(each), label: say(`Phiên bản ${each}`, `Version ${each}`) }));
  return (
    <Stack>
      <Group>
        <Select label={say('Từ', 'From')} data={choices} value={String(before)} onChange={(value) => change({ before: value ?? undefined })} allowDeselect={false} w={180} />
        <Select label={say('Đến', 'To')} data={choices} value={String(after)} onChange={(value) => change({ after: value ?? undefined })} allowDeselect={false} w={180} />
      </Group>
      {before === after ? <Text>{say('Hãy chọn hai phiên bản khác nhau.', 'Choose two different versions.')}</Text> : <Compared code={code} before={before} after={after} />}
    </Stack>
  );
}

function Compared({ code, before, after }: { readonly code: string; readonly before: number; readonly after: number }) {
  const { say, language } = useLanguage();
  const one = api.useQuery('get', '/v1/procedures/{code}', { params: { path: { code }, query: { version: before } } });
  const other = api.useQuery('get', '/v1/procedures/{code}', { params: { path: { code }, query: { version: after } } });
  const error = one.error ?? other.error;
  if (error) return <ProblemAlert error={error} onRetry={() => void Promise.all([one.refetch(), other.refetch()])} />;
  if (!one.data || !other.data) return <Loading />;
  const changes = diffFields(one.data, other.data, language);
  return (
    <>
      {changes.length === 0 ? <Text>{say('Nội dung như nhau; chỉ khác ngày hiệu lực hoặc nguồn.', 'The same but for dates or sources.')}</Text> : <Changes changes={changes} before={before} after={after} />}
      <Section order={3} title={say('Từng dòng của tệp', 'Line by line')}>
        <FileDifference code={code} before={before} after={after} />
      </Section>
    </>
  );
}

function Changes({ changes, before, after }: { readonly changes: readonly FieldChange[]; readonly before: number; readonly after: number }) {
  const { say } = useLanguage();
  return (
    <TableScroll minWidth={640}>
      <Table withTableBorder verticalSpacing="xs" layout="fixed">
        <VisuallyHidden component="caption">{say('Những điểm khác nhau', 'What differs')}</VisuallyHidden>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{say('Nội dung', 'What')}</Table.Th>
            <Table.Th scope="col">{say(`Phiên bản ${before}`, `Version ${before}`)}</Table.Th>
            <Table.Th scope="col">{say(`Phiên bản ${after}`, `Version ${after}`)}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {changes.map((each) => (
            <Table.Tr key={each.field}>
              <Table.Th scope="row" fw={400}>
                {each.field}
              </Table.Th>
              <Table.Td>{each.before ?? <i>{say('chưa có', 'not there')}</i>}</Table.Td>
              <Table.Td>{each.after ?? <i>{say('bỏ', 'dropped')}</i>}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </TableScroll>
  );
}
