import { Button, Divider, Paper, Stack, Text } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, client } from '../app/api';
import { useLanguage } from '../app/language';
import { beginSession } from '../app/session';
import type { Session } from '../app/session';
import { ProblemAlert } from '../parts/problem';
import { CodeField } from './code-field';
import { askKey, knowsKeys } from './keys';
import { useKey } from './use-key';

/** The second half of signing in, and the proof that is asked for anew before one changes what one proves with. */
export function Prove({
  kinds,
  onProved,
}: {
  readonly kinds: Session['secondFactor']['kinds'];
  readonly onProved?: () => void;
}) {
  const { say } = useLanguage();
  const queries = useQueryClient();
  const [code, setCode] = useState('');
  const prove = api.useMutation('post', '/v1/session/second-factor');
  const proved = (session: Session): void => {
    beginSession(queries, session);
    onProved?.();
  };
  const key = useKey(
    () => client.POST('/v1/session/second-factor/key/begin'),
    async (options) => client.POST('/v1/session/second-factor/key', { body: await askKey(options) }),
    proved,
  );
  const submit = (event: React.FormEvent): void => {
    event.preventDefault();
    prove.mutate({ body: { code: code.trim() } }, { onSuccess: proved, onError: () => setCode('') });
  };
  const hasApp = kinds.includes('totp');
  return (
    <Stack>
      {kinds.includes('webauthn') && knowsKeys() && (
        <>
          <Button leftSection={<IconKey size={18} aria-hidden />} loading={key.busy} onClick={key.run}>
            {say('Dùng khóa bảo mật', 'Use the security key')}
          </Button>
          {key.error !== null && <ProblemAlert error={key.error} />}
          <Divider label={say('hoặc', 'or')} />
        </>
      )}
      <form onSubmit={submit} noValidate>
        <Stack>
          <CodeField
            label={hasApp ? say('Mã của ứng dụng', 'Code of the app') : say('Mã khôi phục', 'Recovery code')}
            description={say(
              'Sáu chữ số ứng dụng đang hiện; nếu mất máy, nhập một mã khôi phục đã lưu',
              'The six digits the app shows; without the device, one of the recovery codes you have kept',
            )}
            value={code}
            onChange={({ currentTarget }) => setCode(currentTarget.value)}
            inputMode={hasApp ? 'text' : undefined}
            autoFocus
            required
          />
          {prove.error !== null && <ProblemAlert error={prove.error} />}
          <Button type="submit" loading={prove.isPending} disabled={code.trim().length < 6}>
            {say('Xác nhận', 'Confirm')}
          </Button>
        </Stack>
      </form>
    </Stack>
  );
}

export function ProvePanel(props: Parameters<typeof Prove>[0]) {
  const { say } = useLanguage();
  return (
    <Paper withBorder p="lg" maw={460}>
      <Stack>
        <Text>
          {say('Mật khẩu đúng. Hãy xác nhận bằng lớp thứ hai.', 'The password is right. Now the second factor.')}
        </Text>
        <Prove {...props} />
      </Stack>
    </Paper>
  );
}
