import { Alert, VisuallyHidden } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useRef } from 'react';
import { useLanguage } from '../app/language';
import { holdsRole, isKind, useSession } from '../app/session';
import { useAddress } from '../parts/address';
import { Acts } from './acts/acts';
import { ClockSection } from './clock-section';
import { ComplaintsSection } from './complaints-section';
import { DeclaredSection } from './declared-section';
import { DocumentsSection } from './documents-section';
import { HistorySection } from './history-section';
import { RouteSection } from './route-section';
import { SectionLinks } from './section-links';
import { SECTIONS } from './sections';
import type { SectionId } from './sections';
import { Summary } from './summary';
import type { Dossier } from './use-dossier';

/** Those who hear what applicants complain about. */
const HEARS = ['receptionist', 'leader', 'procedure-control'] as const;

/** All that is known of a dossier, part by part. */
export function DossierParts({ dossier }: { readonly dossier: Dossier }) {
  const { say } = useLanguage();
  const session = useSession();
  const [{ task }] = useAddress();
  const first = useRef(dossier.version);
  const hears = isKind(session, 'auditor') || HEARS.some((role) => holdsRole(session, role));
  const ids = (Object.keys(SECTIONS) as SectionId[]).filter((id) => id !== 'complaints' || hears);
  return (
    <>
      <VisuallyHidden role="status">{dossier.version === first.current ? '' : say(`Hồ sơ vừa có diễn biến mới (sự kiện ${dossier.version}).`, `Something has happened on it (event ${dossier.version}).`)}</VisuallyHidden>
      {dossier.reading === 'own-part' && (
        <Alert color="gray" variant="light" icon={<IconLock aria-hidden />}>
          {say(
            'Phần việc của cơ quan bạn trong hồ sơ này đã xong, nên chỉ hiện phần của cơ quan bạn. Thông tin người nộp và giấy tờ thuộc cơ quan đang giải quyết.',
            'The part of your agency in this dossier is over, so its own part alone is shown. The applicant and the papers are for those who work on it.',
          )}
        </Alert>
      )}
      <Summary dossier={dossier} />
      <SectionLinks ids={ids} />
      <Acts dossier={dossier} taskId={task} />
      <RouteSection dossierId={dossier.dossierId} />
      <ClockSection dossierId={dossier.dossierId} />
      <DeclaredSection dossier={dossier} />
      <DocumentsSection dossier={dossier} />
      <HistorySection dossier={dossier} />
      {hears && <ComplaintsSection dossierId={dossier.dossierId} />}
    </>
  );
}
