import { Alert, Button, Group, List, Stack } from '@mantine/core';
import { IconShieldLock } from '@tabler/icons-react';
import { api } from './api';
import type { Schemas } from './api';
import { useLanguage } from './language';
import { dateTime } from '../parts/dates';

type What = Schemas['AccountNotices']['items'][number]['what'];

/** What was changed about how one signs in and what one may do, until one has read it: a change one did not make is somebody else's. */
export function AccountNotices() {
  const { say } = useLanguage();
  const unread = api.useQuery('get', '/v1/session/notices', {}, { retry: false });
  const read = api.useMutation('post', '/v1/session/notices/read');
  const items = unread.data?.items ?? [];
  if (items.length === 0) return null;
  const words: Record<What, string> = {
    'password-reset': say('Mật khẩu được đặt lại', 'The password was reset'),
    'second-factor-reset': say('Xác thực hai lớp bị gỡ toàn bộ', 'All second factors were taken away'),
    'second-factor-added': say('Thêm một lớp xác thực thứ hai', 'A second factor was added'),
    'second-factor-removed': say('Gỡ một lớp xác thực thứ hai', 'A second factor was taken away'),
    'recovery-code-used': say('Đăng nhập bằng mã khôi phục', 'A recovery code was used'),
    'recovery-codes-renewed': say('Tạo mã khôi phục mới', 'New recovery codes were made'),
    'password-changed': say('Đổi mật khẩu', 'The password was changed'),
    proposed: say('Có đề nghị liên quan đến quyền của bạn, chờ người thứ hai xác nhận', 'Something was proposed about your rights and waits for a second person'),
    'proposal-confirmed': say('Đề nghị của bạn đã được xác nhận', 'What you proposed was confirmed'),
    'proposal-refused': say('Đề nghị đã bị từ chối', 'A proposal was refused'),
    'post-given': say('Bạn được giao vị trí', 'You were given a post'),
    'post-moved': say('Thời hạn vị trí của bạn thay đổi', 'The end of your post was moved'),
    'post-ended': say('Vị trí của bạn kết thúc', 'Your post ends'),
    'stand-in-given': say('Có người được cử làm thay bạn', 'Somebody stands in for you'),
    'stand-in-moved': say('Thời hạn làm thay bạn thay đổi', 'The end of a stand-in for you was moved'),
    'stand-in-ended': say('Việc làm thay bạn kết thúc', 'A stand-in for you ends'),
    'grants-changed': say('Quyền của bạn thay đổi', 'Your grants were changed'),
    'sign-in-changed': say('Cách đăng nhập của bạn bị thay đổi', 'How you sign in was changed'),
    'operator-confirmed': say('Người vận hành tự xác nhận một đề nghị', 'The operator alone confirmed a request'),
  };
  const done = (): void =>
    read.mutate({ body: { upTo: items[items.length - 1]!.id } }, { onSettled: () => void unread.refetch() });
  return (
    <Alert
      color="blue"
      mb="md"
      icon={<IconShieldLock aria-hidden />}
      title={say('Thay đổi về đăng nhập và quyền của bạn', 'Changes to how you sign in and what you may do')}
    >
      <Stack gap="xs">
        <List size="sm">
          {items.map(({ id, what, by, detail, at }) => (
            <List.Item key={id}>
              {words[what]}{detail === null ? '' : ` (${detail})`} – {by}, {dateTime(at)}
            </List.Item>
          ))}
        </List>
        <Group>
          <Button variant="default" loading={read.isPending} onClick={done}>
            {say('Đúng, tôi đã biết', 'I know of it')}
          </Button>
          {say(
            'Nếu không phải bạn: đổi mật khẩu và báo quản trị.',
            'If it was not you: change the password and tell an administrator.',
          )}
        </Group>
      </Stack>
    </Alert>
  );
}
