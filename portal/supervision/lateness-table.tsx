import { Stack, Table, Text } from '@mantine/core';
import { api } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { useAgencyName } from '../parts/agency-names';
import { ProblemAlert } from '../parts/problem';

type Row = Schemas['Lateness']['rows'][number];
interface LatenessTableProps {
  readonly asked: { readonly from?: string; readonly to?: string; readonly unit?: string };
}

/** Who answers for the days beyond the appointments of what was decided late. */
export function LatenessTable({ asked }: LatenessTableProps) {
  const { say, of } = useLanguage();
  const agencyName = useAgencyName();
  const read = api.useQuery('get', '/v1/statistics/lateness', { params: { query: asked } });
  if (read.error) return <ProblemAlert error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data || read.data.rows.length === 0) return null;
  const { dossiers, counted, days, rows } = read.data;
  const whose = ({ to, agency }: Row): string => {
    if (to === 'agency') return agencyName(agency ?? '');
    return to === 'applicant' ? say('Người nộp: chờ bổ sung', 'The applicant') : say('Bên ngoài: chờ xác nhận', 'Outside');
  };
  const part = counted < dossiers ? say(`, tính trên ${counted} hồ sơ gần nhất`, `, counted over the latest ${counted}`) : '';
  return (
    <Stack gap="xs">
      <Text fw={600} id="lateness">
        {say(
          `Trách nhiệm đối với ${days} ngày làm việc trễ của ${dossiers} hồ sơ trễ hạn${part}`,
          `Who answers for the ${days} late working days of ${dossiers} dossiers decided late${part}`,
        )}
      </Text>
      <Table.ScrollContainer minWidth={480}>
        <Table aria-labelledby="lateness">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{say('Thuộc về', 'Put to')}</Table.Th>
              <Table.Th>{say('Bước', 'Step')}</Table.Th>
              <Table.Th ta="right">{say('Hồ sơ', 'Dossiers')}</Table.Th>
              <Table.Th ta="right">{say('Ngày trễ', 'Late days')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <Table.Tr key={`${row.to} ${row.agency} ${row.step?.step} ${row.step?.name.vi}`}>
                <Table.Td>{whose(row)}</Table.Td>
                <Table.Td>{row.step === null ? '–' : of(row.step.name)}</Table.Td>
                <Table.Td ta="right">{row.dossiers}</Table.Td>
                <Table.Td ta="right">{row.days}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Stack>
  );
}
