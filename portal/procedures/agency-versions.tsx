import { Alert, Button, Group, Stack, Table, Text, VisuallyHidden } from '@mantine/core';
import { api } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { useAddress } from '../parts/address';
import { date, dateTime } from '../parts/dates';
import { Page } from '../parts/page';
import { Loading, ProblemAlert } from '../parts/problem';
import { TableScroll } from '../parts/table-scroll';
import { ChangeAgencies } from './change-agencies';

type Version = Schemas['AgencyVersion'];
const ASK_EVERY_MS = 3_000;

/** Every published version of the agencies; a new one is checked, looked at and published below. */
export function AgencyVersions() {
  const { say } = useLanguage();
  const [, change] = useAddress();
  const { data, error, refetch } = api.useQuery(
    'get',
    '/v1/agency-versions',
    {},
    {
      refetchInterval: ({ state }) => (state.data?.items.some(isUnderWay) ? ASK_EVERY_MS : false),
    },
  );
  const back = (
    <Button variant="default" onClick={() => change({ tab: undefined })}>
      {say('Về danh sách cơ quan', 'Back to the agencies')}
    </Button>
  );
  return (
    <Page title={say('Phiên bản danh mục cơ quan', 'Versions of the agencies')} actions={back}>
      {error ? (
        <ProblemAlert error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Loading />
      ) : (
        <Stack gap="lg">
          <VersionTable versions={data.items} />
          <Unmoved versions={data.items} />
          <ChangeAgencies />
        </Stack>
      )}
    </Page>
  );
}

const isUnderWay = ({ progress }: Version): boolean => progress?.state === 'moving';

function VersionTable({ versions }: { readonly versions: readonly Version[] }) {
  const { say } = useLanguage();
  return (
    <TableScroll minWidth={640}>
      <Table withTableBorder verticalSpacing={4}>
        <VisuallyHidden component="caption">{say('Các phiên bản đã công bố', 'Published versions')}</VisuallyHidden>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{say('Phiên bản', 'Version')}</Table.Th>
            <Table.Th scope="col">{say('Công bố', 'Published')}</Table.Th>
            <Table.Th scope="col">{say('Loại', 'Kind')}</Table.Th>
            <Table.Th scope="col">{say('Căn cứ', 'Legal basis')}</Table.Th>
            <Table.Th scope="col">{say('Hồ sơ đang mở', 'Open dossiers')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {versions.map((version) => (
            <Table.Tr key={version.version}>
              <Table.Th scope="row">{version.version}</Table.Th>
              <Table.Td>
                {dateTime(version.publishedAt)} · {version.publishedBy}
              </Table.Td>
              <Table.Td>
                <Kind version={version} />
              </Table.Td>
              <Table.Td>{version.legalBasis ?? '–'}</Table.Td>
              <Table.Td>
                <Progress version={version} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </TableScroll>
  );
}

function Kind({ version: { kind, from, renamed } }: { readonly version: Version }) {
  const { say } = useLanguage();
  if (kind === null) return say('Kèm theo chương trình', 'Came with the program');
  if (kind === 'publish') return say(`Từ ngày ${date(from ?? '')}`, `From ${date(from ?? '')}`);
  const codes = renamed.length;
  return codes === 0 ? say('Đính chính', 'Correction') : say(`Đính chính ${codes} mã`, `Correction of ${codes} codes`);
}

function Progress({ version: { progress } }: { readonly version: Version }) {
  const { say } = useLanguage();
  if (progress === null) return '–';
  const { state, total, done, moved } = progress;
  if (state === 'waiting') return say('Chờ đến ngày hiệu lực', 'Waits for its day');
  return (
    <Text span role="status">
      {say(`Đã xét ${done}/${total}, chuyển ${moved}`, `${done} of ${total} looked at, ${moved} moved`)}
    </Text>
  );
}

/** What could not be moved, each with the reason and the way out. */
function Unmoved({ versions }: { readonly versions: readonly Version[] }) {
  const { say } = useLanguage();
  const refused = versions[0]?.progress?.refused ?? [];
  if (refused.length === 0) return null;
  return (
    <Alert
      color="red"
      variant="light"
      title={say(`${refused.length} hồ sơ chưa chuyển được`, `${refused.length} dossiers could not be moved`)}
    >
      <Stack gap={4}>
        {refused.map(({ dossierId, code, detail }) => (
          <Group key={dossierId} gap="xs">
            <Text fw={600}>{code ?? dossierId}</Text>
            <Text>{detail}</Text>
          </Group>
        ))}
      </Stack>
    </Alert>
  );
}
