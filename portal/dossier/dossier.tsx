import { Anchor } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { api } from '../app/api';
import { useLanguage } from '../app/language';
import { useSession } from '../app/session';
import { Page } from '../parts/page';
import { Loading, ProblemAlert } from '../parts/problem';
import { DossierParts } from './dossier-parts';

/** One dossier: where it stands, what may be done, its way through the agencies, everything that happened. */
export function DossierPage() {
  const { say } = useLanguage();
  const { reference } = useParams({ strict: false }) as { reference: string };
  const session = useSession();
  const read = api.useQuery('get', '/v1/dossiers/{reference}', { params: { path: { reference } } });
  const { data: dossier, error } = read;
  const title = `${say('Hồ sơ', 'Dossier')} ${dossier ? (dossier.code ?? say('chưa có mã', 'without a code yet')) : reference}`;
  if (error) {
    return (
      <Page title={title}>
        <ProblemAlert error={error} onRetry={() => void read.refetch()} />
        <Anchor component={Link} to="/dossiers">
          {say('Tra cứu hồ sơ khác', 'Look for another dossier')}
        </Anchor>
      </Page>
    );
  }
  if (!dossier) return <Page title={title}><Loading /></Page>;
  const atWindow = session?.postings.some(({ agency }) => agency === dossier.receivingUnit) ?? false;
  return (
    <Page title={title} actions={atWindow && <Anchor component={Link} to={`/dossiers/${dossier.code ?? dossier.dossierId}/receipt`}>{say('Giấy tiếp nhận', 'Receipt')}</Anchor>}>
      <DossierParts dossier={dossier} />
    </Page>
  );
}
