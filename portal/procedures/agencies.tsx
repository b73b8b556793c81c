import { Button, Grid, Group, Paper, Stack } from '@mantine/core';
import { IconVersions } from '@tabler/icons-react';
import { useLanguage } from '../app/language';
import { isKind, useSession } from '../app/session';
import { useAddress } from '../parts/address';
import { useAgencies } from '../parts/agency-names';
import { DateField } from '../parts/date-field';
import { Page } from '../parts/page';
import { Empty, Loading, ProblemAlert } from '../parts/problem';
import { WordsField } from '../parts/words-field';
import { AgencyDetails } from './agency-details';
import { AgencyMatches } from './agency-matches';
import { AgencyTree } from './agency-tree';
import { AgencyVersions } from './agency-versions';

/** Which agencies there are on a day, who belongs to whom, and what became of whom. */
export function AgenciesPage() {
  const { say } = useLanguage();
  const session = useSession();
  const [{ q, on, code, tab }, change] = useAddress();
  const all = useAgencies(on);
  const publishes = isKind(session, 'control', 'administrator');
  const select = (next: string): void => change({ code: next });
  if (publishes && tab === 'versions') return <AgencyVersions />;
  const versions = (
    <Button className="no-print" variant="default" leftSection={<IconVersions size={18} aria-hidden />} onClick={() => change({ tab: 'versions' })}>
      {say('Phiên bản và đính chính', 'Versions and corrections')}
    </Button>
  );
  return (
    <Page title={say('Cơ quan', 'Agencies')} actions={publishes && versions}>
      <Group align="flex-start" role="search" aria-label={say('Tìm cơ quan', 'Find an agency')}>
        <WordsField description={say('Tên hoặc mã; không cần dấu', 'Name or code; accents are not needed')} flex="2 1 18rem" />
        <div style={{ flex: '1 1 11rem', maxWidth: '16rem' }}>
          <DateField label={say('Vào ngày', 'On')} description={say('Để trống: hôm nay', 'Empty: today')} value={on ?? ''} onChange={(value) => change({ on: value })} />
        </div>
      </Group>
      {all.error ? (
        <ProblemAlert error={all.error} onRetry={() => void all.refetch()} />
      ) : all.isPending ? (
        <Loading />
      ) : (
        <Grid>
          <Grid.Col span={{ base: 12, md: 5 }}>
            <Paper withBorder p="xs">{q ? <AgencyMatches q={q} on={on} selected={code} onSelect={select} /> : <AgencyTree agencies={all.data.items} selected={code} onSelect={select} />}</Paper>
          </Grid.Col>
          <Grid.Col span={{ base: 12, md: 7 }}>
            <Stack>{code ? <AgencyDetails key={code} code={code} on={on} onSelect={select} /> : <Empty title={say('Chưa chọn cơ quan', 'No agency chosen')}>{say('Chọn một cơ quan trong cây hoặc tìm theo tên.', 'Choose one in the tree or search by name.')}</Empty>}</Stack>
          </Grid.Col>
        </Grid>
      )}
    </Page>
  );
}
