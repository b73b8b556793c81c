import { Anchor, Button, Divider, Paper, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { api, client, rememberCsrf } from '../app/api';
import { useLanguage } from '../app/language';
import { Page } from '../parts/page';
import { ProblemAlert } from '../parts/problem';

export function SignInPage() {
  const { say } = useLanguage();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { next } = useSearch({ strict: false }) as { next?: string };
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
    rememberCsrf(data.csrfToken);
    queries.clear();
    const first = data.kinds.includes('officer') ? '/work' : data.kinds.includes('auditor') ? '/supervision' : data.kinds.includes('administrator') ? '/people' : '/procedures';
    // Only a page of this portal; an address of somebody else's is not followed.
    await navigate({ to: next?.startsWith('/') && !next.startsWith('//') ? next : first });
    return undefined;
  });
  return (
    <Page title={say('Đăng nhập', 'Sign in')}>
      <Paper withBorder p="lg" maw={420}>
        <form onSubmit={submit} noValidate>
          <Stack>
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
