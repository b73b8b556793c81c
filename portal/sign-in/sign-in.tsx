import { Alert, Anchor, Button, Divider, Paper, PasswordInput, Stack, TextInput } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { api, client, isProblem } from '../app/api';
import { useLanguage } from '../app/language';
import { firstPlace } from '../app/places';
import { beginSession, useSession } from '../app/session';
import { Page } from '../parts/page';
import { ProblemAlert } from '../parts/problem';
import { CodeField } from './code-field';
import { askKey, knowsKeys } from './keys';
import { useKey } from './use-key';

export function SignInPage() {
  const { say } = useLanguage();
  const queries = useQueryClient();
  const router = useRouter();
  const session = useSession();
  const { next, ended } = useSearch({ strict: false }) as { next?: string; ended?: boolean };
  const ways = api.useQuery('get', '/v1/identity');
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const form = useForm({
    initialValues: { name: '', password: '', code: '' },
    validate: {
      name: (value) => (value.trim() === '' ? say('Hãy nhập tên đăng nhập', 'Type your name') : null),
      password: (value) => (value === '' ? say('Hãy nhập mật khẩu', 'Type your password') : null),
    },
  });
  const submit = form.onSubmit(async ({ name, password, code }) => {
    setBusy(true);
    setError(null);
    const { data, error: refused } = await client.POST('/v1/session', { body: { name: name.trim(), password, ...(code.trim() === '' ? {} : { code: code.trim() }) } }).catch(() => ({ data: undefined, error: {} }));
    setBusy(false);
    if (!data) return setError(refused);
    beginSession(queries, data);
    return undefined;
  }, (wrong) => form.getInputNode(Object.keys(wrong)[0] ?? '')?.focus());
  const key = useKey(
    () => client.POST('/v1/session/key/begin'),
    async (options) => client.POST('/v1/session/key', { body: await askKey(options) }),
    (begun) => beginSession(queries, begun),
  );
  // While strangers have used up their tries, the code of the app beside the password tells its owner from them.
  const rests = isProblem(error) && error.code === 'SIGN_IN_RESTS';
  useEffect(() => {
    // Only a page of this portal; an address of somebody else's is not followed.
    if (session) router.history.replace(next !== undefined && /^\/(?![/\\])/.test(next) ? next : firstPlace(session));
  }, [session, next, router]);
  if (session) return null;
  return (
    <Page title={say('Đăng nhập', 'Sign in')}>
      <Paper withBorder p="lg" maw={420}>
        <form onSubmit={submit} noValidate>
          <Stack>
            {ended && error === null && <Alert color="gray">{say('Phiên làm việc đã kết thúc. Hãy đăng nhập lại để về đúng trang đang làm.', 'Your session has ended. Sign in again to go back to where you were.')}</Alert>}
            {error !== null && <ProblemAlert error={error} />}
            <TextInput label={say('Tên đăng nhập', 'Name')} autoComplete="username" autoFocus required {...form.getInputProps('name')} />
            <PasswordInput label={say('Mật khẩu', 'Password')} autoComplete="current-password" required visibilityToggleButtonProps={{ 'aria-label': say('Hiện mật khẩu', 'Show the password') }} {...form.getInputProps('password')} />
            {rests && <CodeField label={say('Mã của ứng dụng, nếu đã thiết lập', 'Code of the app, if you have one')} inputMode="numeric" {...form.getInputProps('code')} />}
            <Button type="submit" loading={busy}>
              {say('Đăng nhập', 'Sign in')}
            </Button>
            {ways.data?.securityKey && knowsKeys() && (
              <Button variant="default" leftSection={<IconKey size={18} aria-hidden />} loading={key.busy} onClick={key.run}>
                {say('Đăng nhập bằng khóa bảo mật', 'Sign in with a security key')}
              </Button>
            )}
            {key.error !== null && <ProblemAlert error={key.error} />}
            {ways.data?.provider && (
              <>
                <Divider label={say('hoặc', 'or')} />
                <Button component="a" href={`${ways.data.provider.login}?return=${encodeURIComponent(next ?? '/')}`} variant="default">
                  {say('Đăng nhập bằng tài khoản của tỉnh', "Sign in with the province's account")}
                </Button>
              </>
            )}
            <Anchor href="/tracking">{say('Người dân: tra cứu hồ sơ', 'Applicants: track a dossier')}</Anchor>
          </Stack>
        </form>
      </Paper>
    </Page>
  );
}
