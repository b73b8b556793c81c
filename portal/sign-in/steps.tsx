import { Alert, Anchor, Paper, Stack, Text } from '@mantine/core';
import { IconShieldLock } from '@tabler/icons-react';
import { api } from '../app/api';
import { useLanguage } from '../app/language';
import { useSignOut } from '../app/session';
import type { Session } from '../app/session';
import { Page } from '../parts/page';
import { OwnPassword } from '../procedures/own-password';
import { Enrol } from './enrol';
import { ProvePanel } from './prove';

interface StepsProps {
  readonly session: Session;
  /** Something is shown once; the page stays until it is read. */
  readonly onHold: (held: boolean) => void;
}

/** What stands between signing in and work, one step at a time. */
export function SignInSteps({ session, onHold }: StepsProps) {
  const { say } = useLanguage();
  const signOut = useSignOut();
  const ways = api.useQuery('get', '/v1/identity');
  const { wants, secondFactor } = session;
  const title =
    wants === 'prove'
      ? say('Xác thực lớp thứ hai', 'Second factor')
      : wants === 'password'
        ? say('Đặt mật khẩu của bạn', 'Choose your password')
        : say('Thiết lập xác thực hai lớp', 'Set up a second factor');
  return (
    <Page title={title}>
      {wants === 'prove' ? (
        <ProvePanel kinds={secondFactor.kinds} />
      ) : (
        <Paper withBorder p="lg" maw={640}>
          <Stack>
            {wants === 'password' ? (
              <>
                <Text>
                  {say(
                    'Mật khẩu hiện tại do người khác đặt. Hãy đặt mật khẩu chỉ mình bạn biết rồi mới làm việc.',
                    'The present password was chosen by somebody else. Choose one that only you know, then go on to work.',
                  )}
                </Text>
                <OwnPassword />
              </>
            ) : (
              <>
                <Alert color="blue" icon={<IconShieldLock aria-hidden />}>
                  <Text c="dark.8">
                    {say(
                      'Vị trí của bạn có quyền quyết định hoặc quản trị nên bắt buộc xác thực hai lớp: ngoài mật khẩu còn một mã trên điện thoại hoặc một khóa bảo mật.',
                      'Your post decides or administers, so it needs a second factor: besides the password a code on the telephone, or a security key.',
                    )}
                  </Text>
                </Alert>
                <Enrol
                  keys={ways.data?.securityKey ?? false}
                  onEnrolled={() => onHold(true)}
                  onDone={() => onHold(false)}
                />
              </>
            )}
          </Stack>
        </Paper>
      )}
      <Anchor component="button" type="button" ta="left" onClick={() => void signOut()}>
        {say('Đăng xuất', 'Sign out')}
      </Anchor>
    </Page>
  );
}
