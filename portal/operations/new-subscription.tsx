import { Button, Checkbox, Group, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { AgencySelect } from '../parts/agency-select';
import { Dialog } from '../parts/dialog';
import { ProblemAlert } from '../parts/problem';

interface NewSubscriptionProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onMade: (made: Schemas['SubscriptionMade']) => void;
}

const BEGINS = { webhook: /^https?:\/\/\S+$/, nats: /^(nats|tls):\/\/\S+$/ } as const;

/** Subscribes another system. */
export function NewSubscription({ opened, onClose, onMade }: NewSubscriptionProps) {
  const { say } = useLanguage();
  const make = api.useMutation('post', '/v1/subscriptions', { onSuccess: (made) => onMade(made) });
  const form = useForm({
    initialValues: { kind: 'webhook' as 'webhook' | 'nats', name: '', url: '', agency: null as string | null, fromStart: false },
    validate: {
      name: (value) => (value.trim() === '' ? say('Hãy đặt tên để nhận ra hệ thống này', 'Give it a name to know it by') : null),
      url: (value, { kind }) => (BEGINS[kind].test(value.trim()) ? null : kind === 'webhook' ? say('Địa chỉ bắt đầu bằng https:// hoặc http://', 'An address begins with https:// or http://') : say('Địa chỉ bắt đầu bằng nats:// hoặc tls://', 'An address begins with nats:// or tls://')),
    },
  });
  const close = (): void => {
    form.reset();
    make.reset();
    onClose();
  };
  const submit = form.onSubmit(({ kind, name, url, agency, fromStart }) =>
    make.mutate({ body: { kind, name: name.trim(), url: url.trim(), eventTypes: null, agencies: agency === null ? null : [agency], fromStart } }, { onSuccess: () => form.reset() }),
  );
  return (
    <Dialog opened={opened} onClose={close} title={say('Thêm hệ thống nhận tin', 'Add a subscription')}>
      <form onSubmit={submit} noValidate>
        <Stack>
          {make.error && <ProblemAlert error={make.error} />}
          <Select label={say('Loại', 'Kind')} data={[{ value: 'webhook', label: 'Webhook' }, { value: 'nats', label: 'NATS JetStream' }]} allowDeselect={false} {...form.getInputProps('kind')} />
          <TextInput label={say('Tên', 'Name')} required data-autofocus {...form.getInputProps('name')} />
          <TextInput label={say('Địa chỉ', 'Address')} description={say('Không kèm tên đăng nhập và mật khẩu', 'Without user and password')} placeholder={form.values.kind === 'webhook' ? 'https://…' : 'nats://…'} required {...form.getInputProps('url')} />
          <AgencySelect label={say('Chỉ tin liên quan đến cơ quan', 'Only what concerns this agency')} description={say('Bỏ trống: tất cả', 'Empty: all')} value={form.values.agency} onChange={(agency) => form.setFieldValue('agency', agency)} />
          <Checkbox label={say('Gửi cả những gì đã ghi từ trước đến nay', 'Everything recorded so far, too')} {...form.getInputProps('fromStart', { type: 'checkbox' })} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {say('Hủy', 'Cancel')}
            </Button>
            <Button type="submit" loading={make.isPending}>
              {say('Thêm', 'Add')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
