import { Alert, Button, Code, Group, Paper, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { IconChecks, IconKey } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { useAddress } from '../parts/address';
import { dateTime } from '../parts/dates';
import { Dialog } from '../parts/dialog';
import { useNotify } from '../parts/notify';
import { Page } from '../parts/page';
import { Empty, Loading, ProblemAlert } from '../parts/problem';

type Confirmation = Schemas['Confirmation'];

/** What one person proposed and another one has to confirm, in plain words. */
export function ConfirmationsPage() {
  const { say } = useLanguage();
  const [address, setAddress] = useAddress();
  const state = address['state'] === 'decided' ? 'decided' : 'open';
  const [deciding, setDeciding] = useState<{ readonly confirmation: Confirmation; readonly confirms: boolean } | null>(null);
  const [secret, setSecret] = useState<Shown | null>(null);
  const list = api.useQuery('get', '/v1/confirmations', { params: { query: { state } } });
  const items = list.data?.items ?? [];
  const count = items.filter(({ mayConfirm }) => mayConfirm).length;
  return (
    <Page title={say('Chờ xác nhận', 'Waiting for a second person')} count={count}>
      <Text maw={900}>
        {say(
          'Vị trí lãnh đạo và kiểm soát, quyền, đặt lại đăng nhập của người khác, lịch và thủ tục chỉ được thực hiện khi người thứ hai, không liên quan, xác nhận.',
          'Posts of leaders and control, grants, new ways to sign in, the calendar and procedures are only done when a second person, whom it does not concern, confirms.',
        )}
      </Text>
      <SegmentedControl
        aria-label={say('Trạng thái', 'State')}
        value={state}
        onChange={(next) => setAddress({ state: next === 'open' ? undefined : next })}
        data={[
          { value: 'open', label: say('Đang chờ', 'Waiting') },
          { value: 'decided', label: say('Đã xử lý', 'Decided') },
        ]}
        style={{ alignSelf: 'flex-start' }}
      />
      {list.error && <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />}
      {!list.data && !list.error && <Loading />}
      {list.data && items.length === 0 && <Empty icon={IconChecks} title={say('Không có đề nghị nào', 'Nothing here')} />}
      {items.length > 0 && (
        <Stack component="ul" gap="sm" p={0} m={0} maw={900} style={{ listStyle: 'none' }}>
          {items.map((each) => (
            <Request key={each.id} confirmation={each} onDecide={(confirms) => setDeciding({ confirmation: each, confirms })} />
          ))}
        </Stack>
      )}
      {deciding && <Decision {...deciding} onClose={() => setDeciding(null)} onSecret={setSecret} />}
      <ShownOnce shown={secret} onClose={() => setSecret(null)} />
    </Page>
  );
}

function Request({ confirmation, onDecide }: { readonly confirmation: Confirmation; readonly onDecide: (confirms: boolean) => void }) {
  const { say, of } = useLanguage();
  const { summary, proposedBy, proposedAt, expires, mayConfirm, mayRefuse, whyNot, file } = confirmation;
  const isOpen = confirmation.state === 'open';
  return (
    <Paper component="li" withBorder p="md">
      <Stack gap="xs">
        <Text fw={600}>{of(summary)}</Text>
        <Text size="sm">
          {say('Người đề nghị', 'Proposed by')}: {proposedBy}, {dateTime(proposedAt)}
          {isOpen ? ` · ${say('hạn xác nhận', 'to be confirmed by')} ${dateTime(expires)}` : ''}
        </Text>
        {!isOpen && <Outcome confirmation={confirmation} />}
        {file !== null && isOpen && (
          <details>
            <summary>{say('Nội dung tệp thủ tục', 'Text of the procedure file')}</summary>
            <Code block mah={320} style={{ overflow: 'auto' }} tabIndex={0}>
              {file}
            </Code>
          </details>
        )}
        {isOpen && whyNot !== null && <Text size="sm">{of(whyNot)}</Text>}
        {(mayConfirm || mayRefuse) && (
          <Group>
            {mayConfirm && <Button onClick={() => onDecide(true)}>{say('Xác nhận…', 'Confirm…')}</Button>}
            <Button variant="default" onClick={() => onDecide(false)}>
              {mayConfirm ? say('Từ chối…', 'Refuse…') : say('Rút đề nghị…', 'Take back…')}
            </Button>
          </Group>
        )}
      </Stack>
    </Paper>
  );
}

function Outcome({ confirmation: { state, decidedBy, decidedAt, decidedHow, reason } }: { readonly confirmation: Confirmation }) {
  const { say } = useLanguage();
  const words: Record<Confirmation['state'], string> = {
    open: '',
    confirmed: say('Đã thực hiện', 'Done'),
    refused: say('Đã từ chối', 'Refused'),
    expired: say('Hết hạn, chưa thực hiện', 'Over, not done'),
    stale: say('Hiện trạng đã thay đổi, chưa thực hiện', 'Things had changed, not done'),
  };
  return (
    <Text size="sm">
      <b>{words[state]}</b>
      {decidedBy !== null && ` – ${decidedBy}, ${dateTime(decidedAt)}`}
      {decidedHow === 'operator' && ` (${say('người vận hành, một mình', 'the operator, alone')})`}
      {reason !== null && `: ${reason}`}
    </Text>
  );
}

interface DecisionProps {
  readonly confirmation: Confirmation;
  readonly confirms: boolean;
  readonly onClose: () => void;
  readonly onSecret: (secret: Shown) => void;
}

/** Done for good: asked once more, with what it does in front of one's eyes. */
function Decision({ confirmation: { id, kind, summary, proposedBy }, confirms, onClose, onSecret }: DecisionProps) {
  const { say, of } = useLanguage();
  const queries = useQueryClient();
  const notify = useNotify();
  const navigate = useNavigate();
  const [reason, setReason] = useState('');
  const confirm = api.useMutation('post', '/v1/confirmations/{id}/confirm');
  const refuse = api.useMutation('post', '/v1/confirmations/{id}/refuse');
  // Whatever came of it, everything it could have changed is read again.
  const again = (): Promise<void> => queries.invalidateQueries({ predicate: ({ queryKey }) => /confirmations|people|clients|calendar|procedures/.test(String(queryKey[1])) });
  const done = (told: string): void => {
    notify(told);
    onClose();
  };
  const submit = (): void => {
    if (!confirms) return refuse.mutate({ params: { path: { id } }, body: { reason: reason.trim() } }, { onSuccess: () => done(say('Đã từ chối', 'Refused')), onSettled: again });
    return confirm.mutate(
      { params: { path: { id } } },
      {
        onSuccess: ({ secret, location }) => {
          if (secret !== null) onSecret({ secret, isPassword: kind === 'password-reset' });
          done(say('Đã thực hiện', 'Done'));
          const amendment = location?.split('/v1/calendar/amendments/')[1];
          if (amendment !== undefined) void navigate({ to: '/calendar', search: { amendment: Number(amendment) } } as never);
        },
        onSettled: again,
      },
    );
  };
  const error = confirm.error ?? refuse.error;
  return (
    <Dialog opened onClose={onClose} title={confirms ? say('Xác nhận đề nghị', 'Confirm the request') : say('Từ chối đề nghị', 'Refuse the request')}>
      <Stack>
        <Text>{of(summary)}</Text>
        <Text size="sm">
          {say('Người đề nghị', 'Proposed by')}: {proposedBy}.{' '}
          {confirms && say('Được thực hiện ngay và ghi tên bạn.', 'It is done at once, and under your name, too.')}
        </Text>
        {!confirms && <TextInput label={say('Lý do', 'Reason')} required maxLength={500} value={reason} onChange={({ currentTarget }) => setReason(currentTarget.value)} />}
        {error && <ProblemAlert error={error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {say('Bỏ qua', 'Cancel')}
          </Button>
          <Button {...(confirms ? {} : { color: 'red.9' })} onClick={submit} loading={confirm.isPending || refuse.isPending} disabled={!confirms && reason.trim() === ''}>
            {confirms ? say('Xác nhận và thực hiện', 'Confirm and do it') : say('Từ chối', 'Refuse')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

interface Shown {
  readonly secret: string;
  readonly isPassword: boolean;
}

/** The password of a reset, or the secret of a system, this once. */
function ShownOnce({ shown, onClose }: { readonly shown: Shown | null; readonly onClose: () => void }) {
  const { say } = useLanguage();
  const title = shown?.isPassword ? say('Mật khẩu dùng một lần', 'Password for one sign-in') : say('Khóa của hệ thống', 'Secret of the system');
  return (
    <Dialog opened={shown !== null} onClose={onClose} title={title} guarded>
      <Stack>
        <Alert color="gray" icon={<IconKey aria-hidden />} title={say('Chỉ hiện một lần', 'Shown this once')}>
          {shown?.isPassword
            ? say('Trao tận tay người này; họ phải đổi ngay khi đăng nhập lần đầu.', 'Hand it over in person; it has to be changed at the first sign-in.')
            : say('Trao cho đơn vị vận hành hệ thống bằng đường an toàn.', 'Hand it to whoever runs the system in a safe way.')}
        </Alert>
        <Code block>{shown?.secret}</Code>
        <Group justify="flex-end">
          <Button onClick={onClose}>{say('Đã ghi lại, đóng', 'Kept; close')}</Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
