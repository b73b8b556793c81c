import { Anchor, Group } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { api, isProblem } from '../app/api';
import { useLanguage } from '../app/language';
import { useSession } from '../app/session';
import { Page } from '../parts/page';
import { Empty, Loading, ProblemAlert } from '../parts/problem';
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
        {isProblem(error) && error.code === 'DOSSIER_UNKNOWN' ? (
          <Empty title={say('Không tìm thấy hồ sơ này', 'There is no such dossier')}>{say('Hãy kiểm tra lại mã hồ sơ; cũng có thể cơ quan của bạn không tham gia giải quyết hồ sơ này.', 'Check the code; or your agencies take no part in it.')}</Empty>
        ) : (
          <ProblemAlert error={error} onRetry={() => void read.refetch()} />
        )}
        <Anchor component={Link} to="/dossiers">
          {say('Tra cứu hồ sơ khác', 'Look for another dossier')}
        </Anchor>
      </Page>
    );
  }
  if (!dossier) return <Page title={title}><Loading /></Page>;
  const atWindow = session?.postings.some(({ agency }) => agency === dossier.receivingUnit) ?? false;
  return (
    <Page title={title} actions={
        <Group gap="md">
          {atWindow && <Anchor component={Link} to={`/dossiers/${dossier.code ?? dossier.dossierId}/receipt`}>{say('Giấy tiếp nhận', 'Receipt')}</Anchor>}
          <Anchor component={Link} to={`/dossiers/${dossier.code ?? dossier.dossierId}/papers`}>{say('Biểu mẫu', 'Papers')}</Anchor>
        </Group>
      }>
      <DossierParts dossier={dossier} />
    </Page>
  );
}
