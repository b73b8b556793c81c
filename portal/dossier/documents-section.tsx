import { Text } from '@mantine/core';
import { useState } from 'react';
import { api } from '../app/api';
import { useLanguage } from '../app/language';
import { later } from '../parts/later';
import { Loading, ProblemAlert } from '../parts/problem';
import { AttachedFiles } from './attached-files';
import type { Attachment } from './attached-files';
import { CheckList } from './check-list';
import { Section } from './section';
import { useDialogFocus } from './use-dialog-focus';
import { useItsProcedure } from './use-dossier';
import type { Dossier } from './use-dossier';

const { Part: AttachFile } = later(() => import('./attach-file').then((part) => part.AttachFile));
const { Part: WithdrawFile } = later(() => import('./withdraw-file').then((part) => part.WithdrawFile));

/** Documents of the check list, and the files: seen, taken along, added, withdrawn. */
export function DocumentsSection({ dossier }: { readonly dossier: Dossier }) {
  const { say } = useLanguage();
  const { data: procedure } = useItsProcedure(dossier);
  const read = api.useQuery('get', '/v1/dossiers/{reference}/attachments', { params: { path: { reference: dossier.dossierId } } });
  const [withdrawing, setWithdrawing] = useState<Attachment | null>(null);
  const focus = useDialogFocus(withdrawing !== null);
  const withdraw = (file: Attachment): void => {
    focus.opening();
    setWithdrawing(file);
  };
  return (
    <Section id="documents" headingRef={focus.heading}>
      {procedure && <CheckList dossier={dossier} documents={procedure.documents} />}
      {read.error ? (
        <ProblemAlert error={read.error} onRetry={() => void read.refetch()} />
      ) : !read.data ? (
        <Loading />
      ) : read.data.items.length === 0 ? (
        <Text>{say('Chưa có tệp nào.', 'There is no file yet.')}</Text>
      ) : (
        <AttachedFiles dossierId={dossier.dossierId} procedure={procedure} items={read.data.items} onWithdraw={withdraw} />
      )}
      <AttachFile dossier={dossier} procedure={procedure} />
      {withdrawing && <WithdrawFile dossierId={dossier.dossierId} file={withdrawing} onClose={() => setWithdrawing(null)} onDone={focus.done} />}
    </Section>
  );
}
