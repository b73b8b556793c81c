import { Button, Menu, Text } from '@mantine/core';
import { IconDevices, IconLogout, IconUser, IconUserCog } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useLanguage } from './language';
import { useSignOut } from './session';
import type { Session } from './session';
import classes from './shell.module.css';
import { usePostName } from '../parts/post-name';

/** Who one is, one's own account, and the way out. */
export function AccountMenu({ session }: { readonly session: Session }) {
  const { say } = useLanguage();
  const signOut = useSignOut();
  return (
    <Menu position="bottom-end" width={300} withinPortal={false}>
      <Menu.Target>
        <Button variant="default" className={classes['account']} aria-label={`${say('Tài khoản', 'Account')}: ${session.name}`}>
          <IconUser size={18} aria-hidden />
          <span className={classes['name']}>{session.name}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label fz="md" fw={600} c="dark.8">
          {session.name}
        </Menu.Label>
        <Posts session={session} />
        <Menu.Divider />
        {session.wants === null && (
          <>
            <Menu.Item component={Link} to="/people" search={{ tab: 'me' } as never} leftSection={<IconUserCog size={18} aria-hidden />}>
              {say('Tài khoản của tôi', 'My account')}
            </Menu.Item>
            <Menu.Item component={Link} to="/people" search={{ tab: 'me' } as never} hash="sessions" leftSection={<IconDevices size={18} aria-hidden />}>
              {say('Nơi đang đăng nhập', 'Where I am signed in')}
            </Menu.Item>
          </>
        )}
        <Menu.Item leftSection={<IconLogout size={18} aria-hidden />} onClick={() => void signOut()}>
          {say('Đăng xuất', 'Sign out')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={18} aria-hidden />} onClick={() => void signOut(true)}>
          {say('Đăng xuất khỏi mọi máy', 'Sign out everywhere')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Posts({ session: { postings } }: { readonly session: Session }) {
  const { say } = useLanguage();
  const postName = usePostName();
  const basis = { regular: '', 'stand-in': ` (${say('làm thay', 'standing in')})`, secondment: ` (${say('biệt phái', 'seconded')})` };
  return postings.map(({ post, kind }) => (
    <Text key={`${post} ${kind}`} component="div" px="sm" py={4} size="sm">
      {postName(post)}
      {basis[kind]}
    </Text>
  ));
}
