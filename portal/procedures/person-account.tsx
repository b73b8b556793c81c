import { Button, Group, Stack, Text } from '@mantine/core';
import { api } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { useNotify } from '../parts/notify';
import { ProblemAlert } from '../parts/problem';
import { useWaits } from '../parts/waits';
import { useReadAgain } from './use-read-again';

/** How somebody signs in: with a password that two people give, or not at all. */
export function PersonAccount({ person: { person, version, account }, own }: { readonly person: Schemas['RegisteredPerson']; readonly own: boolean }) {
  const { say } = useLanguage();
  const readAgain = useReadAgain();
  const notify = useNotify();
  const waits = useWaits();
  const change = api.useMutation('put', '/v1/people/{person}/account');
  const reset = api.useMutation('delete', '/v1/people/{person}/second-factors');
  const resetPassword = api.useMutation('post', '/v1/people/{person}/password-reset');
  const resetFactors = (): void =>
    reset.mutate(
      { params: { path: { person }, header: { 'if-match': `"${version}"` } } },
      {
        onSuccess: async (answer) => {
          waits(answer);
          await readAgain();
        },
      },
    );
  const proposePassword = (): void =>
    resetPassword.mutate({ params: { path: { person }, header: { 'if-match': `"${version}"` } } }, { onSuccess: (answer) => void waits(answer) });
  const send = (body: Schemas['AccountInput'], told: string): void =>
    change.mutate(
      { params: { path: { person }, header: { 'if-match': `"${version}"` } }, body },
      {
        onSuccess: async () => {
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
      {!own && (
        <Group>
          <Button variant="default" loading={resetPassword.isPending} onClick={proposePassword}>
            {account?.password ? say('Đề nghị đặt lại mật khẩu', 'Propose a new password') : say('Đề nghị cấp mật khẩu', 'Propose a password')}
          </Button>
          <Text size="sm">{say('Người xác nhận nhận mật khẩu dùng một lần để trao tận tay.', 'Whoever confirms is shown a password for one sign-in, and hands it over.')}</Text>
        </Group>
      )}
      {resetPassword.error && <ProblemAlert error={resetPassword.error} />}
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
