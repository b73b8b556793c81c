import { Anchor, Button, Group, Text } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { Link, useParams } from '@tanstack/react-router';
import { api } from '../app/api';
import { useLanguage } from '../app/language';
import { useAddress } from '../parts/address';
import { Page } from '../parts/page';
import { Loading, ProblemAlert } from '../parts/problem';
import { ControlSlip } from './control-slip';
import { FORMS, papersOf } from './papers-of';
import type { Paper } from './papers-of';
import { PaperSheet } from './paper-sheet';

/** Official papers of a dossier other than its receipt: what was asked for, refused, apologised for, and its control slip. */
export function PapersPage() {
  const { say, of } = useLanguage();
  const { reference } = useParams({ strict: false }) as { reference: string };
  const [{ paper }, go] = useAddress();
  const path = { params: { path: { reference } } };
  const dossier = api.useQuery('get', '/v1/dossiers/{reference}', path);
  const history = api.useQuery('get', '/v1/dossiers/{reference}/history', path);
  const error = dossier.error ?? history.error;
  const papers = papersOf(history.data?.items ?? []);
  const shown = papers.find(({ id }) => id === paper) ?? papers[0];
  const nameOf = ({ form, n }: Paper): string => `${form === 'TC' ? '' : `${say('Mẫu số', 'Form')} ${form}: `}${of(FORMS[form])}${papers.filter((each) => each.form === form).length > 1 ? ` (${say('lần', 'no.')} ${n})` : ''}`;
  return (
    <Page
      title={`${say('Biểu mẫu của hồ sơ', 'Papers of dossier')} ${dossier.data ? (dossier.data.code ?? say('chưa có mã', 'without a code yet')) : ''}`}
      actions={
        <Button className="no-print" leftSection={<IconPrinter size={20} aria-hidden />} disabled={!shown || !dossier.data} onClick={() => window.print()}>
          {say('In', 'Print')}
        </Button>
      }
    >
      {error ? (
        <ProblemAlert error={error} onRetry={() => void Promise.all([dossier.refetch(), history.refetch()])} />
      ) : !dossier.data || !history.data || !shown ? (
        <Loading />
      ) : (
        <>
          <Group component="nav" gap="xs" className="no-print" aria-label={say('Các biểu mẫu', 'Papers')}>
            {papers.map((each) => (
              <Button key={each.id} variant={each.id === shown.id ? 'filled' : 'default'} aria-current={each.id === shown.id ? 'page' : undefined} onClick={() => go({ paper: each.id })} styles={{ root: { height: 'auto', minHeight: 36 }, label: { whiteSpace: 'normal', padding: '4px 0', lineHeight: 1.35 } }}>
                {nameOf(each)}
              </Button>
            ))}
          </Group>
          {say('', 'Official papers stay in Vietnamese.') !== '' && <Text className="no-print">{say('', 'Official papers stay in Vietnamese.')}</Text>}
          {shown.event === null ? <ControlSlip dossier={dossier.data} /> : <PaperSheet paper={shown} event={shown.event} dossier={dossier.data} />}
          <Anchor className="no-print" component={Link} to={`/dossiers/${reference}` as never}>
            {say('Mở hồ sơ', 'Open the dossier')}
          </Anchor>
        </>
      )}
    </Page>
  );
}
