import { Button, Group, List, Stack, Text, TextInput } from '@mantine/core';
import { IconDeviceMobile, IconKey } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, client, rememberCsrf } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { SESSION_QUERY } from '../app/session';
import { ProblemAlert } from '../parts/problem';
import { QrCode } from '../reception/qr-code';
import { CodeField } from './code-field';
import { knowsKeys, makeKey } from './keys';
import { RecoveryCodes } from './recovery-codes';
import classes from './sign-in.module.css';
import { useKey } from './use-key';

type Enrolled = Schemas['EnrolledFactor'];

interface EnrolProps {
  /** Whether browsers make keys for this address. */
  readonly keys: boolean;
  /** It is set up; what is shown of it once stays until the person has kept it. */
  readonly onEnrolled?: () => void;
  readonly onDone: () => void;
}

/** Sets a second factor up: a code app or a security key, and the recovery codes that come with the first. */
export function Enrol({ keys, onEnrolled, onDone }: EnrolProps) {
  const { say } = useLanguage();
  const queries = useQueryClient();
  const [way, setWay] = useState<'app' | 'key' | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const enrolled = ({ recoveryCodes, csrfToken }: Enrolled): void => {
    rememberCsrf(csrfToken);
    onEnrolled?.();
    if (recoveryCodes) setCodes(recoveryCodes);
    void queries.invalidateQueries({ queryKey: SESSION_QUERY });
    if (!recoveryCodes) onDone();
  };
  if (codes) return <RecoveryCodes codes={codes} onKept={onDone} />;
  if (way === 'app') return <CodeApp onEnrolled={enrolled} onBack={() => setWay(null)} />;
  if (way === 'key') return <NewKey onEnrolled={enrolled} onBack={() => setWay(null)} />;
  const withKeys = keys && knowsKeys();
  return (
    <Stack>
      <Text>
        {withKeys
          ? say(
              'Chọn một cách; sau này có thể thêm cách khác để dự phòng.',
              'Choose one; another can be added later as a spare.',
            )
          : say(
              'Ứng dụng tạo mã chạy trên điện thoại, không cần mạng.',
              'The code app runs on a telephone, without a network.',
            )}
      </Text>
      <Group>
        <Button leftSection={<IconDeviceMobile size={18} aria-hidden />} onClick={() => setWay('app')}>
          {say('Ứng dụng tạo mã', 'Code app')}
        </Button>
        {withKeys && (
          <Button variant="default" leftSection={<IconKey size={18} aria-hidden />} onClick={() => setWay('key')}>
            {say('Khóa bảo mật', 'Security key')}
          </Button>
        )}
      </Group>
      {!keys && (
        <Text size="sm" c="dimmed">
          {say(
            'Khóa bảo mật cần trang được mở bằng tên miền qua https.',
            'Security keys need the site to be opened by a host name over https.',
          )}
        </Text>
      )}
    </Stack>
  );
}

interface WayProps {
  readonly onEnrolled: (enrolled: Enrolled) => void;
  readonly onBack: () => void;
}

function CodeApp({ onEnrolled, onBack }: WayProps) {
  const { say } = useLanguage();
  const [label, setLabel] = useState(say('Điện thoại', 'Telephone'));
  const [code, setCode] = useState('');
  const begin = api.useMutation('post', '/v1/session/second-factors/code-app');
  const confirm = api.useMutation('post', '/v1/session/second-factors/code-app/{factor}/confirm');
  const begun = begin.data;
  if (!begun) {
    return (
      <Stack>
        <Label value={label} onChange={setLabel} />
        {begin.error !== null && <ProblemAlert error={begin.error} />}
        <Ways
          busy={begin.isPending}
          label={say('Tiếp tục', 'Go on')}
          onBack={onBack}
          onGo={() => begin.mutate({ body: { label } })}
        />
      </Stack>
    );
  }
  const submit = (event: React.FormEvent): void => {
    event.preventDefault();
    const params = { path: { factor: begun.id } };
    confirm.mutate({ params, body: { code: code.trim() } }, { onSuccess: onEnrolled, onError: () => setCode('') });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <List type="ordered" spacing="xs">
          <List.Item>
            {say(
              'Mở ứng dụng tạo mã trên điện thoại (Google Authenticator, Microsoft Authenticator, FreeOTP…).',
              'Open a code app on the telephone (Google Authenticator, Microsoft Authenticator, FreeOTP…).',
            )}
          </List.Item>
          <List.Item>
            {say('Quét mã QR này, hoặc gõ khóa bên dưới.', 'Scan this QR code, or type the key below it.')}
          </List.Item>
          <List.Item>{say('Nhập sáu chữ số ứng dụng hiện.', 'Type the six digits that the app shows.')}</List.Item>
        </List>
        <QrCode
          text={begun.uri}
          label={say('Mã QR cho ứng dụng tạo mã', 'QR code for the code app')}
          className={classes['qr']}
        />
        <Text size="sm">
          {say('Khóa để gõ tay', 'Key to type')}: <span className={classes['secret']}>{inFours(begun.secret)}</span>
        </Text>
        <CodeField
          label={say('Mã của ứng dụng', 'Code of the app')}
          inputMode="numeric"
          value={code}
          onChange={({ currentTarget }) => setCode(currentTarget.value)}
          autoFocus
          required
        />
        {confirm.error !== null && <ProblemAlert error={confirm.error} />}
        <Ways
          busy={confirm.isPending}
          label={say('Xác nhận', 'Confirm')}
          onBack={onBack}
          disabled={code.trim().length < 6}
        />
      </Stack>
    </form>
  );
}

const inFours = (text: string): string => text.match(/.{1,4}/g)?.join(' ') ?? text;

function NewKey({ onEnrolled, onBack }: WayProps) {
  const { say } = useLanguage();
  const [label, setLabel] = useState(say('Khóa bảo mật', 'Security key'));
  const { run, busy, error } = useKey(
    () => client.POST('/v1/session/second-factors/key/begin'),
    async (options) => client.POST('/v1/session/second-factors/key', { body: { label, key: await makeKey(options) } }),
    onEnrolled,
  );
  return (
    <Stack>
      <Text>
        {say(
          'Cắm khóa, hoặc dùng vân tay, mã PIN của máy này khi trình duyệt hỏi.',
          'Plug the key in, or use finger or PIN of this machine when the browser asks.',
        )}
      </Text>
      <Label value={label} onChange={setLabel} />
      {error !== null && <ProblemAlert error={error} />}
      <Ways busy={busy} label={say('Đăng ký khóa', 'Register the key')} onBack={onBack} onGo={run} />
    </Stack>
  );
}

function Label({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  const { say } = useLanguage();
  return (
    <TextInput
      label={say('Tên gọi', 'Name')}
      description={say('Để phân biệt khi có nhiều cách', 'To tell it from others')}
      value={value}
      maxLength={60}
      required
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}

interface WaysProps {
  readonly busy: boolean;
  readonly label: string;
  readonly disabled?: boolean;
  readonly onBack: () => void;
  /** None: the button sends the form. */
  readonly onGo?: () => void;
}

function Ways({ busy, label, disabled = false, onBack, onGo }: WaysProps) {
  const { say } = useLanguage();
  return (
    <Group>
      <Button type={onGo ? 'button' : 'submit'} loading={busy} disabled={disabled} {...(onGo ? { onClick: onGo } : {})}>
        {label}
      </Button>
      <Button variant="default" onClick={onBack}>
        {say('Quay lại', 'Back')}
      </Button>
    </Group>
  );
}
