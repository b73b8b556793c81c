import { Alert, List, Text } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { useAgencyName } from '../parts/agency-names';
import { dateTime } from '../parts/dates';
import { DossierLink } from '../parts/dossier-link';
import { StageBadge } from '../parts/status';
import classes from './new-dossier.module.css';

interface DuplicatesProps {
  readonly items: readonly Schemas['LikelyDuplicate'][];
  /** There is one at another unit, too: which, the applicant knows. */
  readonly elsewhere: boolean;
}

/** Dossiers of the same applicant and procedure: perhaps this one was handed in before. */
export function Duplicates({ items, elsewhere }: DuplicatesProps) {
  const { say } = useLanguage();
  const nameOf = useAgencyName();
  if (items.length === 0 && !elsewhere) return null;
  return (
    <Alert role="alert" color="gray" variant="light" className={classes['look'] ?? ''} icon={<IconCopy aria-hidden />} title={say('Có thể đã nộp hồ sơ này rồi', 'It may have been handed in before')}>
      {say('Cùng người nộp, cùng thủ tục trong 90 ngày qua:', 'Same applicant and procedure within 90 days:')}
      <List mt="xs" spacing="xs">
        {items.map(({ dossierId, code, receivingUnit, stage, submittedAt, sameContent }) => (
          <List.Item key={dossierId}>
            <DossierLink dossierId={dossierId} code={code} /> · {nameOf(receivingUnit)} · {dateTime(submittedAt)} <StageBadge stage={stage as Schemas['DossierSummary']['stage']} />{' '}
            {sameContent ? <b>{say('nội dung giống hệt', 'the very same content')}</b> : say('nội dung có khác', 'its content differs')}
          </List.Item>
        ))}
      </List>
      {elsewhere && <ElsewhereToo />}
    </Alert>
  );
}

/** What may be told of a dossier at a unit that is not one's own. */
export function ElsewhereToo() {
  const { say } = useLanguage();
  return (
    <Text mt="xs">
      {say(
        'Có hồ sơ như vậy ở một đơn vị khác; hãy hỏi người nộp đã nộp ở đâu.',
        'There is such a dossier at another unit; ask the applicant where they handed it in.',
      )}
    </Text>
  );
}
