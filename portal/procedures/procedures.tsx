import { Button, Group } from '@mantine/core';
import { IconFilePlus } from '@tabler/icons-react';
import { useLanguage } from '../app/language';
import { isKind, useSession } from '../app/session';
import { useAddress } from '../parts/address';
import { Page } from '../parts/page';
import { ProcedureEditor } from './procedure-editor';
import { ProcedureList } from './procedure-list';

/** The catalogue, for everybody; whoever publishes begins a new file here. */
export function ProceduresPage() {
  const { say } = useLanguage();
  const session = useSession();
  const [{ tab }, change] = useAddress();
  const publishes = isKind(session, 'control', 'administrator');
  if (publishes && tab === 'new') {
    return (
      <Page title={say('Soạn thủ tục mới', 'A new procedure')} actions={<Button variant="default" onClick={() => change({ tab: undefined })}>{say('Về danh mục', 'Back to the catalogue')}</Button>}>
        <ProcedureEditor initial="" />
      </Page>
    );
  }
  return (
    <Page
      title={say('Thủ tục hành chính', 'Administrative procedures')}
      actions={
        publishes && (
          <Group className="no-print">
            <Button variant="default" leftSection={<IconFilePlus size={18} aria-hidden />} onClick={() => change({ tab: 'new' })}>
              {say('Soạn thủ tục mới', 'New procedure')}
            </Button>
          </Group>
        )
      }
    >
      <ProcedureList />
    </Page>
  );
}
