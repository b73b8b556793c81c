import { ActionIcon, Badge, Burger, Button, Group, Text } from '@mantine/core';
import { IconRefreshAlert } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { AccountMenu } from './account-menu';
import { useLanguage } from './language';
import type { Session } from './session';
import classes from './shell.module.css';
import { dateTime } from '../parts/dates';

interface HeaderProps {
  readonly session: Session | null;
  readonly path: string;
  readonly menu: { readonly opened: boolean; readonly toggle: () => void };
  /** Changes do not come in by themselves at the moment. */
  readonly lost: boolean;
}

export function Header({ session, path, menu, lost }: HeaderProps) {
  const { say, language, setLanguage } = useLanguage();
  return (
    <div className={classes['header']}>
      <Burger opened={menu.opened} onClick={menu.toggle} hiddenFrom="md" size="sm" aria-label={menu.opened ? say('Đóng danh mục', 'Close the menu') : say('Mở danh mục', 'Open the menu')} aria-expanded={menu.opened} />
      <Text className={classes['title']}>{say('Một cửa liên thông', 'One-stop processing')}</Text>
      {session?.training && (
        <Badge color="orange.9" size="lg" tt="none" className={classes['training']}>
          {say('Thực hành', 'Training')}
          <span className={classes['wide']}>{say(' – không phải hồ sơ thật', ' – no real dossiers')}</span>
        </Badge>
      )}
      <Group gap="xs" wrap="nowrap" ml="auto">
        {session && (
          <Text size="sm" className={classes['time']}>
            {lost && <IconRefreshAlert size={18} role="img" aria-label={say('Đang kết nối lại để cập nhật', 'Reconnecting for updates')} />}
            {dateTime(session.officialTime)}
          </Text>
        )}
        <ActionIcon variant="default" size="lg" onClick={() => setLanguage(language === 'vi' ? 'en' : 'vi')} aria-label={language === 'vi' ? 'EN: switch to English' : 'VI: chuyển sang tiếng Việt'}>
          <Text fw={600} size="sm">
            {language === 'vi' ? 'EN' : 'VI'}
          </Text>
        </ActionIcon>
        {session && <AccountMenu session={session} />}
        {!session && path !== '/sign-in' && (
          <Button component={Link} to="/sign-in" variant="default">
            {say('Đăng nhập', 'Sign in')}
          </Button>
        )}
      </Group>
    </div>
  );
}
