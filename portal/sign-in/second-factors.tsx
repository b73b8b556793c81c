import { Alert, Badge, Button, Group, Stack, Text } from '@mantine/core';
import { IconDeviceMobile, IconKey, IconShieldLock } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, isProblem } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import type { Session } from '../app/session';
import { SESSION_QUERY } from '../app/session';
import { dateTime } from '../parts/dates';
import { Dialog } from '../parts/dialog';
import { useNotify } from '../parts/notify';
import { Loading, ProblemAlert } from '../parts/problem';
import { Enrol } from './enrol';
import { Prove } from './prove';
import { RecoveryCodes } from './recovery-codes';

type Factor = Schemas['SecondFactor'];

/** The own second factors: add, replace, take away; each change wants a proof of the last minutes. */
export function SecondFactors({ session }: { readonly session: Session }) {
  const { say } = useLanguage();
  const queries = useQueryClient();
  const notify = useNotify();
  const own = api.useQuery('get', '/v1/session/second-factors');
  const remove = api.useMutation('delete', '/v1/session/second-factors/{factor}');
  const renew = api.useMutation('post', '/v1/session/recovery-codes');
  const [adding, setAdding] = useState(false);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const again = (): void => {
    void own.refetch();
    void queries.invalidateQueries({ queryKey: SESSION_QUERY });
  };
  const take = (factor: Factor): void =>
    remove.mutate(
      { params: { path: { factor: factor.id } } },
      {
        onSuccess: () => {
          notify(say('Đã gỡ; các máy khác đã đăng xuất', 'Taken away; other machines are signed out'));
          again();
        },
      },
    );
  const problem = remove.error ?? renew.error;
  const stale = isProblem(problem) && problem.code === 'SECOND_FACTOR_STALE';
  const forgetProblems = (): void => {
    remove.reset();
    renew.reset();
  };
  if (own.error) return <ProblemAlert error={own.error} onRetry={() => void own.refetch()} />;
  if (!own.data) return <Loading />;
  const { items, recoveryCodesLeft, securityKeys } = own.data;
  return (
    <Stack gap="sm">
      {session.secondFactor.recommended && (
        <Alert color="orange" icon={<IconShieldLock aria-hidden />} title={say('Nên thiết lập ngay', 'Set one up now')}>
          <Text c="dark.8">
            {say(
              'Vị trí của bạn có quyền quyết định hoặc quản trị. Hệ thống chính thức bắt buộc xác thực hai lớp với vị trí này.',
              'Your post decides or administers. A production installation demands a second factor of it.',
            )}
          </Text>
        </Alert>
      )}
      {items.length === 0 && <Text>{say('Chưa có lớp xác thực thứ hai.', 'No second factor yet.')}</Text>}
      {items.map((factor) => (
        <FactorRow key={factor.id} factor={factor} busy={remove.isPending} onRemove={() => take(factor)} />
      ))}
      {items.length > 0 && (
        <Group>
          <Text>
            {say('Mã khôi phục còn', 'Recovery codes left')}: <b>{recoveryCodesLeft}</b>
          </Text>
          <Button
            variant="default"
            loading={renew.isPending}
            onClick={() => renew.mutate({}, { onSuccess: ({ recoveryCodes }) => setCodes(recoveryCodes) })}
          >
            {say('Tạo mã khôi phục mới', 'New recovery codes')}
          </Button>
        </Group>
      )}
      {stale ? (
        <Stack maw={460}>
          <Text>
            {say('Trước khi thay đổi, hãy xác thực lại rồi bấm lại.', 'Before a change prove again, then press again.')}
          </Text>
          <Prove kinds={session.secondFactor.kinds} onProved={forgetProblems} />
        </Stack>
      ) : (
        problem && <ProblemAlert error={problem} />
      )}
      <Group>
        <Button variant={items.length === 0 ? 'filled' : 'default'} onClick={() => setAdding(true)}>
          {items.length === 0
            ? say('Thiết lập xác thực hai lớp', 'Set up a second factor')
            : say('Thêm cách khác', 'Add another one')}
        </Button>
      </Group>
      <Dialog
        opened={adding}
        guarded
        onClose={() => setAdding(false)}
        title={say('Thiết lập xác thực hai lớp', 'Set up a second factor')}
      >
        <Enrol
          keys={securityKeys}
          onEnrolled={again}
          onDone={() => {
            setAdding(false);
            again();
          }}
        />
      </Dialog>
      <Dialog
        opened={codes !== null}
        guarded
        onClose={() => setCodes(null)}
        title={say('Mã khôi phục mới', 'New recovery codes')}
      >
        <RecoveryCodes
          codes={codes ?? []}
          onKept={() => {
            setCodes(null);
            again();
          }}
        />
      </Dialog>
    </Stack>
  );
}

interface FactorRowProps {
  readonly factor: Factor;
  readonly busy: boolean;
  readonly onRemove: () => void;
}

function FactorRow({ factor: { kind, label, created, used }, busy, onRemove }: FactorRowProps) {
  const { say } = useLanguage();
  const Icon = kind === 'totp' ? IconDeviceMobile : IconKey;
  return (
    <Group justify="space-between" wrap="nowrap">
      <Group gap="xs">
        <Icon size={20} aria-hidden />
        <Text fw={600}>{label}</Text>
        <Badge variant="outline" tt="none" size="lg">
          {kind === 'totp' ? say('Ứng dụng tạo mã', 'Code app') : say('Khóa bảo mật', 'Security key')}
        </Badge>
        <Text size="sm" c="dimmed">
          {say('thêm', 'added')} {dateTime(created)}
          {used && ` · ${say('dùng', 'used')} ${dateTime(used)}`}
        </Text>
      </Group>
      <Button variant="default" loading={busy} onClick={onRemove} aria-label={`${say('Gỡ', 'Take away')}: ${label}`}>
        {say('Gỡ', 'Take away')}
      </Button>
    </Group>
  );
}
