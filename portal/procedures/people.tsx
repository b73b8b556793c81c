import { Tabs } from '@mantine/core';
import { useLanguage } from '../app/language';
import { isKind, useSession } from '../app/session';
import { useAddress } from '../parts/address';
import { Page } from '../parts/page';
import { Empty } from '../parts/problem';
import { MachineClients } from './machine-clients';
import { OwnAccount } from './own-account';
import { PeopleRegister } from './people-register';

/** Who acts in which post; other organisations' systems; and one's own account. */
export function PeoplePage() {
  const { say } = useLanguage();
  const session = useSession();
  const [{ tab }, change] = useAddress();
  if (!session) {
    return (
      <Page title={say('Cán bộ', 'People')}>
        <Empty title={say('Cần đăng nhập', 'Sign in first')}>{say('Danh sách cán bộ chỉ dành cho người đã đăng nhập.', 'The register is for people who are signed in.')}</Empty>
      </Page>
    );
  }
  const administers = isKind(session, 'administrator');
  const sees = isKind(session, 'administrator', 'supervisor', 'auditor', 'officer');
  const shown = tab === 'clients' && administers ? 'clients' : tab === 'me' || !sees ? 'me' : 'people';
  return (
    <Page title={shown === 'me' ? say('Tài khoản của tôi', 'My account') : say('Cán bộ', 'People')}>
      <Tabs value={shown} onChange={(next) => change({ tab: next ?? undefined, person: undefined })} keepMounted={false}>
        <Tabs.List mb="md">
          {sees && <Tabs.Tab value="people">{say('Cán bộ', 'People')}</Tabs.Tab>}
          {administers && <Tabs.Tab value="clients">{say('Hệ thống kết nối', 'Machine clients')}</Tabs.Tab>}
          <Tabs.Tab value="me">{say('Tài khoản của tôi', 'My account')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="people">
          <PeopleRegister />
        </Tabs.Panel>
        {administers && (
          <Tabs.Panel value="clients">
            <MachineClients />
          </Tabs.Panel>
        )}
        <Tabs.Panel value="me">
          <OwnAccount session={session} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
