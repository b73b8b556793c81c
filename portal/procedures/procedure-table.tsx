import { Paper, Stack, Table, Text, VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { date } from '../parts/dates';
import { serviceLevel, tierName } from '../parts/role-names';
import { TableScroll } from '../parts/table-scroll';

interface ProcedureTableProps {
  readonly items: readonly Schemas['ProcedureSummary'][];
  readonly on?: string | undefined;
}

/** Procedures as a table, or as cards where the screen is narrow. */
export function ProcedureTable({ items, on }: ProcedureTableProps) {
  const { say, of } = useLanguage();
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const limits = (item: Schemas['ProcedureSummary']): string => item.limits.map(({ label }) => of(label)).join(' + ') || '–';
  const link = (item: Schemas['ProcedureSummary']) => (
    <Link to="/procedures/$code" params={{ code: item.code }} search={on === undefined ? {} : { on }}>
      {of(item.name)}
    </Link>
  );
  if (narrow) {
    return (
      <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: 'none' }}>
        {items.map((item) => (
          <Paper component="li" withBorder p="sm" key={item.code}>
            {link(item)}
            <Text size="sm">
              {item.code} · {of(item.sector)}
            </Text>
            <Text size="sm">
              {say('Thời hạn', 'Time limit')}: {limits(item)} · {of(serviceLevel(item.serviceLevel))}
            </Text>
          </Paper>
        ))}
      </Stack>
    );
  }
  return (
    <TableScroll minWidth={860}>
      <Table verticalSpacing="sm" highlightOnHover>
        <VisuallyHidden component="caption">{say('Danh mục thủ tục', 'Catalogue of procedures')}</VisuallyHidden>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{say('Tên thủ tục', 'Procedure')}</Table.Th>
            <Table.Th scope="col">{say('Lĩnh vực', 'Field')}</Table.Th>
            <Table.Th scope="col">{say('Cấp giải quyết', 'Decided by')}</Table.Th>
            <Table.Th scope="col">{say('Thời hạn', 'Time limit')}</Table.Th>
            <Table.Th scope="col">{say('Dịch vụ công', 'Service')}</Table.Th>
            <Table.Th scope="col">{say('Hiệu lực', 'In force')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((item) => (
            <Table.Tr key={item.code}>
              <Table.Th scope="row" fw={400} miw={260}>
                {link(item)}
                <Text size="sm" className="number">
                  {item.code}
                </Text>
              </Table.Th>
              <Table.Td>{of(item.sector)}</Table.Td>
              <Table.Td>{of(tierName(item.tier))}</Table.Td>
              <Table.Td>{limits(item)}</Table.Td>
              <Table.Td>{of(serviceLevel(item.serviceLevel))}</Table.Td>
              <Table.Td className="number">
                {say('từ', 'from')} {date(item.from)}
                {item.to !== null && (
                  <Text size="sm">
                    {say('đến trước', 'until before')} {date(item.to)}
                  </Text>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </TableScroll>
  );
}
