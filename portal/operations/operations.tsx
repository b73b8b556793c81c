import { Tabs, VisuallyHidden } from '@mantine/core';
import { useLanguage } from '../app/language';
import { isKind, useSession } from '../app/session';
import { useAddress } from '../parts/address';
import { Page } from '../parts/page';
import { DeliveryTab } from './delivery-tab';
import { NoticesTab } from './notices-tab';
import { SubscriptionsTab } from './subscriptions-tab';
import { WaitingTab } from './waiting-tab';

const TABS = [
  { value: 'waiting', vi: 'Hồ sơ đang chờ gì', en: 'What dossiers wait for', content: WaitingTab, administrators: false },
  { value: 'delivery', vi: 'Gửi sang hệ thống khác', en: 'Sending out', content: DeliveryTab, administrators: false },
  { value: 'notices', vi: 'Thông báo chưa tới nơi', en: 'Notices in trouble', content: NoticesTab, administrators: false },
  { value: 'subscriptions', vi: 'Hệ thống nhận tin', en: 'Subscriptions', content: SubscriptionsTab, administrators: true },
] as const;

/** What the installation waits for and what does not move, each with the way out: for procedure control and administrators. */
export function OperationsPage() {
  const { say } = useLanguage();
  const session = useSession();
  const [{ tab }, go] = useAddress();
  const mine = TABS.filter(({ administrators }) => !administrators || isKind(session, 'administrator'));
  const shown = mine.find(({ value }) => value === tab) ?? mine[0]!;
  const Content = shown.content;
  return (
    <Page title={say('Vận hành hệ thống', 'Operations')}>
      <Tabs value={shown.value} onChange={(value) => go({ tab: value ?? undefined, for: undefined })} keepMounted={false}>
        <Tabs.List>
          {mine.map(({ value, vi, en }) => (
            <Tabs.Tab key={value} value={value}>
              {say(vi, en)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={shown.value} pt="md">
          <VisuallyHidden>
            <h2>{say(shown.vi, shown.en)}</h2>
          </VisuallyHidden>
          <Content />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
