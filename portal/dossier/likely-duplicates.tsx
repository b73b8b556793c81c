import { Alert, List } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { useLanguage } from '../app/language';
import { useAgencyName } from '../parts/agency-names';
import { date } from '../parts/dates';
import { ElsewhereToo } from '../reception/duplicates';
import { DossierLink } from '../parts/dossier-link';
import type { Dossier } from './use-dossier';

/** Before it is accepted: dossiers that look like this one. */
export function LikelyDuplicates({ dossier: { duplicates, duplicatesElsewhere } }: { readonly dossier: Dossier }) {
  const { say } = useLanguage();
  const agencyName = useAgencyName();
  if (duplicates.length === 0 && !duplicatesElsewhere) return null;
  return (
    <Alert color="yellow" variant="light" icon={<IconCopy aria-hidden />} title={say('Có hồ sơ giống hồ sơ này; hãy kiểm tra trước khi tiếp nhận', 'There are dossiers like this one; look before it is accepted')}>
      <List>
        {duplicates.map(({ dossierId, code, receivingUnit, submittedAt, sameContent }) => (
          <List.Item key={dossierId}>
            <DossierLink dossierId={dossierId} code={code} /> · {agencyName(receivingUnit)} · {say('nộp ngày', 'handed in')} {date(submittedAt)}
            {sameContent && ` · ${say('cùng nội dung', 'the same content')}`}
          </List.Item>
        ))}
      </List>
      {duplicatesElsewhere && <ElsewhereToo />}
    </Alert>
  );
}
