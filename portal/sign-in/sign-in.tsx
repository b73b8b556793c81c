import { Alert, Anchor, Button, Divider, Paper, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { api, client } from '../app/api';
import { useLanguage } from '../app/language';
import { firstPlace } from '../app/places';
import { beginSession, useSession } from '../app/session';
import { Page } from '../parts/page';
import { ProblemAlert } from '../parts/problem';

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
    initialValues: { name: '', password: '' },
    validate: {
      name: (value) => (value.trim() === '' ? say('Hãy nhập tên đăng nhập', 'Type your name') : null),
      password: (value) => (value === '' ? say('Hãy nhập mật khẩu', 'Type your password') : null),
    },
  });
  const submit = form.onSubmit(async ({ name, password }) => {
    setBusy(true);
    setError(null);
    const { data, error: refused } = await client.POST('/v1/session', { body: { name: name.trim(), password } }).catch(() => ({ data: undefined, error: {} }));
    setBusy(false);
    if (!data) return setError(refused);
    beginSession(queries, data);
    return undefined;
  }, (wrong) => form.getInputNode(Object.keys(wrong)[0] ?? '')?.focus());
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
            <Button type="submit" loading={busy}>
              {say('Đăng nhập', 'Sign in')}
            </Button>
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
