import { Button, Stack, Table, Text, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import { Link } from '@tanstack/react-router';
import { api } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { date, dateTime } from '../parts/dates';
import { usePersonName } from '../parts/people-names';
import { Loading, ProblemAlert } from '../parts/problem';
import { TableScroll } from '../parts/table-scroll';
import { EndVersion } from './end-version';
import { ProcedureComparison } from './procedure-comparison';
import { Section } from './section';

interface ProcedureVersionsProps {
  readonly procedure: Schemas['Procedure'];
  readonly publishes: boolean;
}

/** Every version with its dates and what goes on under it; two of them compared. */
export function ProcedureVersions({ procedure: { code, versions }, publishes }: ProcedureVersionsProps) {
  const { say } = useLanguage();
  const list = api.useQuery('get', '/v1/procedures/{code}/versions', { params: { path: { code } } });
  const personName = usePersonName();
  const [ending, setEnding] = useState<Schemas['ProcedureVersion'] | null>(null);
  if (list.error) return <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <Loading />;
  return (
    <Stack gap="lg">
      <Section title={say('Các phiên bản đã công bố', 'Published versions')}>
        <TableScroll minWidth={760}>
          <Table withTableBorder verticalSpacing="xs">
            <VisuallyHidden component="caption">{say('Các phiên bản đã công bố', 'Published versions')}</VisuallyHidden>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{say('Phiên bản', 'Version')}</Table.Th>
                <Table.Th scope="col">{say('Hiệu lực', 'In force')}</Table.Th>
                <Table.Th scope="col">{say('Công bố', 'Published')}</Table.Th>
                {publishes && <Table.Th scope="col">{say('Hồ sơ đang giải quyết', 'In flight')}</Table.Th>}
                {publishes && <Table.Th scope="col">{say('Thao tác', 'Acts')}</Table.Th>}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {list.data.items.map((each) => (
                <Table.Tr key={each.version}>
                  <Table.Th scope="row" className="number">
                    <Link to="/procedures/$code" params={{ code }} search={{ version: each.version, tab: 'guide' }}>
                      <VisuallyHidden>{say('Xem phiên bản', 'Show version')} </VisuallyHidden>
                      {each.version}
                    </Link>
                  </Table.Th>
                  <Table.Td>
                    {say('từ', 'from')} {date(each.from)}
                    {each.to === null ? '' : ` ${say('đến trước', 'until before')} ${date(each.to)}`}
                    {each.endReason !== null && <Text size="sm">{each.endReason}</Text>}
                  </Table.Td>
                  <Table.Td>
                    {dateTime(each.publishedAt)} · {each.publishedBy === 'catalogue' ? say('danh mục kèm theo hệ thống', 'supplied with the system') : personName(each.publishedBy)}
                  </Table.Td>
                  {publishes && (
                    <Table.Td className="number">
                      {each.openDossiers ? (
                        <Link to="/dossiers" search={{ procedure: code }}>{say(`${each.openDossiers} hồ sơ`, each.openDossiers === 1 ? '1 dossier' : `${each.openDossiers} dossiers`)}</Link>
                      ) : (
                        say('không có', 'none')
                      )}
                    </Table.Td>
                  )}
                  {publishes && (
                    <Table.Td>
                      <Button size="xs" variant="default" onClick={() => setEnding(each)}>
                        {each.to === null ? say('Kết thúc…', 'End…') : say('Đổi ngày kết thúc…', 'Move the end…')}
                        <VisuallyHidden> {say(`phiên bản ${each.version}`, `version ${each.version}`)}</VisuallyHidden>
                      </Button>
                    </Table.Td>
                  )}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </TableScroll>
        <Text size="sm">{say('Hồ sơ đã tiếp nhận theo phiên bản nào thì giải quyết theo phiên bản đó.', 'A dossier goes on under the version it was accepted under.')}</Text>
      </Section>
      {versions.length > 1 && (
        <Section title={say('So sánh hai phiên bản', 'Compare two versions')}>
          <ProcedureComparison code={code} versions={versions} />
        </Section>
      )}
      {ending && <EndVersion code={code} version={ending} onClose={() => setEnding(null)} />}
    </Stack>
  );
}
