import { Button, Group, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { api, rememberCsrf } from '../app/api';
import { useLanguage } from '../app/language';
import { SESSION_QUERY, useSession } from '../app/session';
import { useNotify } from '../parts/notify';
import { ProblemAlert } from '../parts/problem';

/** One's own password; every other session ends. */
export function OwnPassword() {
  const { say } = useLanguage();
  const session = useSession();
  const queries = useQueryClient();
  const notify = useNotify();
  const change = api.useMutation('put', '/v1/session/password');
  const form = useForm({
    initialValues: { old: '', new: '', again: '' },
    validate: {
      old: (value) => (value === '' ? say('Hãy nhập mật khẩu hiện tại', 'Type the present password') : null),
      new: (value) => (value === '' ? say('Hãy nhập mật khẩu mới', 'Type the new password') : null),
      again: (value, values) => (value === values.new ? null : say('Hai lần nhập không giống nhau', 'The two are not the same')),
    },
  });
  const show = { 'aria-label': say('Hiện mật khẩu', 'Show the password') };
  const submit = form.onSubmit((values) =>
    change.mutate(
      { body: { old: values.old, new: values.new } },
      {
        onSuccess: (renewed) => {
          rememberCsrf(renewed.csrfToken);
          queries.setQueryData(SESSION_QUERY, renewed);
          form.reset();
          notify(say('Đã đổi mật khẩu; các máy khác đã đăng xuất', 'The password is changed; other machines are signed out'));
        },
      },
    ),
  );
  return (
    <form onSubmit={submit} noValidate>
      <Stack maw={480}>
        <TextInput display="none" type="text" autoComplete="username" readOnly value={session?.person ?? ''} aria-hidden tabIndex={-1} />
        <PasswordInput label={say('Mật khẩu hiện tại', 'Present password')} autoComplete="current-password" required maxLength={200} visibilityToggleButtonProps={show} {...form.getInputProps('old')} />
        <PasswordInput label={say('Mật khẩu mới', 'New password')} autoComplete="new-password" required maxLength={200} visibilityToggleButtonProps={show} {...form.getInputProps('new')} />
        <PasswordInput label={say('Nhập lại mật khẩu mới', 'The new password again')} autoComplete="new-password" required maxLength={200} visibilityToggleButtonProps={show} {...form.getInputProps('again')} />
        {change.error && <ProblemAlert error={change.error} />}
        <Group>
          <Button type="submit" loading={change.isPending}>
            {say('Đổi mật khẩu', 'Change')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
