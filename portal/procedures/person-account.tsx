import { Button, Group, PasswordInput, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { api } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { useNotify } from '../parts/notify';
import { ProblemAlert } from '../parts/problem';
import { useReadAgain } from './use-read-again';

/** How somebody signs in: a new password, or not at all. */
export function PersonAccount({ person: { person, version, account }, own }: { readonly person: Schemas['RegisteredPerson']; readonly own: boolean }) {
  const { say } = useLanguage();
  const readAgain = useReadAgain();
  const notify = useNotify();
  const [password, setPassword] = useState('');
  const change = api.useMutation('put', '/v1/people/{person}/account');
  const reset = api.useMutation('delete', '/v1/people/{person}/second-factors');
  const resetFactors = (): void =>
    reset.mutate(
      { params: { path: { person }, header: { 'if-match': `"${version}"` } } },
      {
        onSuccess: async () => {
          notify(say('Đã gỡ xác thực hai lớp; người này được báo khi đăng nhập', 'Second factors taken away; the person is told'));
          await readAgain();
        },
      },
    );
  const send = (body: Schemas['AccountInput'], told: string): void =>
    change.mutate(
      { params: { path: { person }, header: { 'if-match': `"${version}"` } }, body },
      {
        onSuccess: async () => {
          setPassword('');
          notify(told);
          await readAgain();
        },
      },
    );
  const state = !account
    ? say('Chưa có tài khoản.', 'No account yet.')
    : account.disabled
      ? say('Tài khoản đang bị khóa.', 'The account is disabled.')
      : [account.password ? say('Đăng nhập bằng mật khẩu.', 'Signs in with a password.') : '', account.oidc ? say(`Liên kết với tài khoản của tỉnh (${account.oidc.subject}).`, `Linked to the identity provider (${account.oidc.subject}).`) : ''].join(' ').trim() || say('Chưa đặt mật khẩu.', 'No password set.');
  return (
    <Stack gap="xs">
      <Text>{state}</Text>
      <Group align="flex-end">
        <PasswordInput
          flex={1}
          label={account?.password ? say('Mật khẩu mới', 'New password') : say('Mật khẩu', 'Password')}
          description={say('Trao tận tay; mọi phiên đăng nhập cũ kết thúc ngay', 'Hand it over in person; all sessions end at once')}
          autoComplete="new-password"
          value={password}
          maxLength={200}
          visibilityToggleButtonProps={{ 'aria-label': say('Hiện mật khẩu', 'Show the password') }}
          onChange={({ currentTarget }) => setPassword(currentTarget.value)}
        />
        <Button variant="default" loading={change.isPending} disabled={password === ''} onClick={() => send({ password }, say('Đã đặt mật khẩu', 'The password is set'))}>
          {say('Đặt mật khẩu', 'Set the password')}
        </Button>
      </Group>
      {change.error && <ProblemAlert error={change.error} />}
      {reset.error && <ProblemAlert error={reset.error} />}
      {account && !own && (
        <Group>
          {account.secondFactors.length > 0 && (
            <Button variant="default" loading={reset.isPending} onClick={resetFactors}>
              {say('Gỡ xác thực hai lớp (mất máy, mất khóa)', 'Take second factors away (lost device)')}
            </Button>
          )}
          <Button
            variant="outline"
            color={account.disabled ? 'teal.7' : 'red.9'}
            loading={change.isPending}
            onClick={() => send({ disabled: !account.disabled }, account.disabled ? say('Đã mở khóa tài khoản', 'The account is enabled') : say('Đã khóa tài khoản', 'The account is disabled'))}
          >
            {account.disabled ? say('Mở khóa tài khoản', 'Enable the account') : say('Khóa tài khoản', 'Disable the account')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
