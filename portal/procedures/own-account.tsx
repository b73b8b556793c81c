import { Badge, Button, Group, List, Stack, Text } from '@mantine/core';
import { IconLogout } from '@tabler/icons-react';
import { useLanguage } from '../app/language';
import type { Session } from '../app/session';
import { useSignOut } from '../app/session';
import { OwnContact } from './contact-forms';
import { OwnSessions } from '../sign-in/own-sessions';
import { SecondFactors } from '../sign-in/second-factors';
import { OwnPassword } from './own-password';
import { PostingText } from './posting-text';
import { Section } from './section';

/** What everybody who is signed in has: posts, how they are told, their password. */
export function OwnAccount({ session }: { readonly session: Session }) {
  const { say } = useLanguage();
  const signOut = useSignOut();
  const kinds = {
    officer: say('Cán bộ', 'Officer'),
    supervisor: say('Giám sát', 'Supervisor'),
    control: say('Kiểm soát thủ tục hành chính', 'Procedure control'),
    auditor: say('Kiểm tra', 'Auditor'),
    administrator: say('Quản trị', 'Administrator'),
  };
  return (
    <Stack gap="xl" maw={760}>
      <Section title={session.name}>
        <Text>
          {say('Tên đăng nhập', 'Id')}: <b>{session.person}</b>
        </Text>
        <Group gap="xs">
          {session.kinds.map((kind) => (
            <Badge key={kind} size="lg" variant="outline" tt="none">
              {kinds[kind]}
            </Badge>
          ))}
        </Group>
        {session.postings.length === 0 ? (
          <Text>{say('Hiện không giữ vị trí nào.', 'No post at present.')}</Text>
        ) : (
          <List>
            {session.postings.map((posting) => (
              <List.Item key={`${posting.post} ${posting.kind}`}>
                <PostingText posting={posting} />
              </List.Item>
            ))}
          </List>
        )}
      </Section>
      <Section title={say('Cách nhận thông báo', 'How I am told')}>
        <OwnContact />
      </Section>
      <Section title={say('Đổi mật khẩu', 'Change the password')}>
        <OwnPassword />
      </Section>
      <Section title={say('Xác thực hai lớp', 'Second factor')}>
        <SecondFactors session={session} />
      </Section>
      <Section title={say('Nơi đang đăng nhập', 'Where I am signed in')} anchor="sessions">
        <OwnSessions />
        <Group>
          <Button variant="default" leftSection={<IconLogout size={18} aria-hidden />} onClick={() => void signOut(true)}>
            {say('Đăng xuất khỏi mọi máy', 'Sign out everywhere')}
          </Button>
        </Group>
      </Section>
    </Stack>
  );
}
