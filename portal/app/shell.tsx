import { ActionIcon, AppShell, Badge, Burger, Button, Group, Menu, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBook2, IconBuildingCommunity, IconCalendar, IconChartBar, IconClipboardList, IconClockSearch, IconDoorEnter, IconFolderSearch, IconInbox, IconLogout, IconSchool, IconSearch, IconTool, IconUser, IconUsers } from '@tabler/icons-react';
import { Link, Navigate, Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useLanguage } from './language';
import { useLive } from './live';
import { holdsRole, isKind, useSession, useSignOut } from './session';
import type { Session } from './session';
import { dateTime } from '../parts/dates';

interface Place {
  readonly to: string;
  readonly vi: string;
  readonly en: string;
  readonly icon: typeof IconInbox;
  readonly for: (session: Session | null) => boolean;
  /** Rendered by the server: a real page change. */
  readonly outside?: true;
}

const everybody = (): boolean => true;

/** Where somebody may go; what is not theirs is not shown. */
const PLACES: readonly Place[] = [
  { to: '/reception', vi: 'Tiếp nhận', en: 'Reception', icon: IconDoorEnter, for: (s) => holdsRole(s, 'receptionist') },
  { to: '/work', vi: 'Việc của tôi', en: 'My work', icon: IconInbox, for: (s) => isKind(s, 'officer') },
  { to: '/dossiers', vi: 'Hồ sơ', en: 'Dossiers', icon: IconFolderSearch, for: (s) => isKind(s, 'officer', 'auditor', 'control') },
  { to: '/supervision', vi: 'Giám sát', en: 'Supervision', icon: IconChartBar, for: (s) => isKind(s, 'supervisor', 'control', 'auditor') },
  { to: '/procedures', vi: 'Thủ tục', en: 'Procedures', icon: IconClipboardList, for: everybody },
  { to: '/agencies', vi: 'Cơ quan', en: 'Agencies', icon: IconBuildingCommunity, for: (s) => s !== null },
  { to: '/calendar', vi: 'Lịch làm việc', en: 'Calendar', icon: IconCalendar, for: everybody },
  { to: '/people', vi: 'Cán bộ', en: 'People', icon: IconUsers, for: (s) => isKind(s, 'administrator', 'supervisor') },
  { to: '/operations', vi: 'Vận hành', en: 'Operations', icon: IconTool, for: (s) => isKind(s, 'administrator', 'control') },
  { to: '/training', vi: 'Thực hành', en: 'Training', icon: IconSchool, for: (s) => s !== null },
  { to: '/tracking', vi: 'Tra cứu hồ sơ', en: 'Track a dossier', icon: IconSearch, for: (s) => s === null, outside: true },
  { to: '/when-ready', vi: 'Khi nào có kết quả?', en: 'When would it be ready?', icon: IconClockSearch, for: everybody },
  { to: '/public-statistics', vi: 'Số liệu công khai', en: 'Public figures', icon: IconBook2, for: (s) => s === null },
];

/** Open to everybody; the rest wants somebody signed in. */
const PUBLIC = ['/sign-in', '/procedures', '/calendar', '/when-ready', '/public-statistics'];
const isPublic = (path: string): boolean => PUBLIC.some((open) => path === open || path.startsWith(`${open}/`));

/** The frame of every page: where one is, where one may go, who one is, and in which language. */
export function Shell() {
  const { say, language, setLanguage } = useLanguage();
  const session = useSession();
  const [opened, { toggle, close }] = useDisclosure();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const { connected } = useLive(session !== null && session !== undefined);
  useEffect(close, [path, close]);
  if (session === undefined) return null;
  if (session === null && !isPublic(path)) return <Navigate to="/sign-in" search={{ next: path }} />;
  const here = PLACES.find(({ to }) => path === to || path.startsWith(`${to}/`));
  return (
    <AppShell header={{ height: 60 }} navbar={{ width: 230, breakpoint: 'md', collapsed: { mobile: !opened } }} padding="md">
      <a className="skip-link" href="#main">
        {say('Đến nội dung chính', 'Skip to the content')}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger opened={opened} onClick={toggle} hiddenFrom="md" size="sm" aria-label={say('Mở danh mục', 'Open the menu')} />
            <Text fw={600} size="lg" truncate>
              {say('Một cửa liên thông', 'One-stop processing')}
            </Text>
            {session?.training && <Badge color="orange.9" size="lg" tt="none">{say('Thực hành – không phải hồ sơ thật', 'Training – no real dossiers')}</Badge>}
          </Group>
          <Group gap="xs" wrap="nowrap">
            {session && (
              <Text visibleFrom="sm" size="sm" c={connected ? undefined : 'dimmed'} title={connected ? say('Cập nhật trực tiếp', 'Live') : say('Đang kết nối lại', 'Reconnecting')}>
                {dateTime(session.officialTime)}
              </Text>
            )}
            <ActionIcon variant="default" size="lg" onClick={() => setLanguage(language === 'vi' ? 'en' : 'vi')} aria-label={language === 'vi' ? 'EN: switch to English' : 'VI: chuyển sang tiếng Việt'}>
              <Text fw={600} size="sm">
                {language === 'vi' ? 'EN' : 'VI'}
              </Text>
            </ActionIcon>
            {session ? <Account session={session} /> : path !== '/sign-in' && <Button component={Link} to="/sign-in" variant="default">{say('Đăng nhập', 'Sign in')}</Button>}
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" aria-label={say('Danh mục chính', 'Main menu')}>
        <Stack gap={4}>
          {PLACES.filter((place) => place.for(session)).map(({ to, vi, en, icon: Icon, outside }) =>
            outside ? (
              <a key={to} className="nav-link" href={to}>
                <Icon size={20} aria-hidden />
                {say(vi, en)}
              </a>
            ) : (
              <Link key={to} to={to} className="nav-link" aria-current={here?.to === to ? 'page' : undefined}>
                <Icon size={20} aria-hidden />
                {say(vi, en)}
              </Link>
            ),
          )}
        </Stack>
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1}>
        <Outlet />
      </AppShell.Main>
    </AppShell>
  );
}

function Account({ session }: { readonly session: Session }) {
  const { say } = useLanguage();
  const signOut = useSignOut();
  return (
    <Menu position="bottom-end" width={320}>
      <Menu.Target>
        <Button variant="default" leftSection={<IconUser size={18} aria-hidden />}>
          {session.name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{say('Vị trí', 'Posts')}</Menu.Label>
        {session.postings.map(({ post, kind }) => (
          <Text key={post} px="sm" py={4} size="sm">
            {post}
            {kind === 'regular' ? '' : ` · ${kind === 'stand-in' ? say('làm thay', 'standing in') : say('biệt phái', 'seconded')}`}
          </Text>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={18} aria-hidden />} onClick={() => void signOut()}>
          {say('Đăng xuất', 'Sign out')}
        </Menu.Item>
        <Menu.Item onClick={() => void signOut(true)}>{say('Đăng xuất khỏi mọi máy', 'Sign out everywhere')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
