import { Button, Checkbox, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { useNotify } from '../parts/notify';
import { Loading, ProblemAlert } from '../parts/problem';

type Contact = Schemas['ContactPreferences'];
type Given = Schemas['ContactPreferencesGiven'];

interface ContactFormProps {
  readonly contact: Contact;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onSave: (given: Given, tag: string) => void;
}

/** How I am told. */
export function OwnContact() {
  const read = api.useQuery('get', '/v1/session/contact');
  const save = api.useMutation('put', '/v1/session/contact');
  const saved = useSaved('/v1/session/contact');
  if (read.error) return <ProblemAlert error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Loading />;
  return <ContactForm key={read.data.version} contact={read.data} busy={save.isPending} error={save.error} onSave={(body, tag) => save.mutate({ params: { header: { 'if-match': tag } }, body }, { onSuccess: saved })} />;
}

/** An agency's box, for digests and escalations. */
export function AgencyContact({ agency }: { readonly agency: string }) {
  const path = '/v1/agencies/{agency}/contact' as const;
  const read = api.useQuery('get', path, { params: { path: { agency } } });
  const save = api.useMutation('put', path);
  const saved = useSaved(path);
  if (read.error) return <ProblemAlert error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Loading />;
  return <ContactForm key={read.data.version} contact={read.data} busy={save.isPending} error={save.error} onSave={(body, tag) => save.mutate({ params: { path: { agency }, header: { 'if-match': tag } }, body }, { onSuccess: saved })} />;
}

function useSaved(path: string): () => Promise<void> {
  const { say } = useLanguage();
  const notify = useNotify();
  const queries = useQueryClient();
  return async () => {
    notify(say('Đã lưu cách nhận thông báo', 'How you are told is saved'));
    await queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] === path });
  };
}

const CHANNELS = ['email', 'sms', 'zalo'] as const;

function ContactForm({ contact: { version, ...contact }, busy, error, onSave }: ContactFormProps) {
  const { say } = useLanguage();
  const form = useForm({
    initialValues: { ...contact, email: contact.email ?? '', phone: contact.phone ?? '' },
    validate: {
      email: (value) => (value.trim() === '' || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value.trim()) ? null : say('Địa chỉ chưa đúng, ví dụ ten@laichau.gov.vn', 'Not an address, such as name@laichau.gov.vn')),
      phone: (value) => (value.trim() === '' || /^\+?[\d .()-]{6,30}$/.test(value.trim()) ? null : say('Số chưa đúng, ví dụ 0213 3876 501', 'Not a number, such as 0213 3876 501')),
    },
  });
  const names = { email: say('Thư điện tử', 'E-mail'), sms: 'SMS', zalo: 'Zalo' };
  const submit = form.onSubmit((values) =>
    onSave({ ...values, email: values.email.trim() === '' ? null : values.email.trim(), phone: values.phone.trim() === '' ? null : values.phone.trim() }, `"${version}"`),
  );
  return (
    <form onSubmit={submit} noValidate>
      <Stack maw={480}>
        <TextInput type="email" label={names.email} autoComplete="email" {...form.getInputProps('email')} />
        <TextInput type="tel" label={say('Điện thoại di động', 'Mobile phone')} autoComplete="tel" {...form.getInputProps('phone')} />
        <Checkbox.Group label={say('Nhận thông báo qua', 'Tell me by')} description={say('Theo thứ tự đã chọn, kênh đầu tiên có địa chỉ được dùng; không chọn kênh nào thì không gửi', 'In the order chosen, the first with an address is used; with none nothing is sent')} {...form.getInputProps('channels')}>
          <Group mt="xs">
            {CHANNELS.map((each) => (
              <Checkbox key={each} value={each} label={names[each]} />
            ))}
          </Group>
        </Checkbox.Group>
        {form.values.channels.length > 1 && (
          <Text size="sm" role="status">
            {say('Thứ tự', 'Order')}: {form.values.channels.map((each) => names[each]).join(' → ')}
          </Text>
        )}
        <Select
          label={say('Ngôn ngữ thông báo', 'Language of messages')}
          allowDeselect={false}
          data={[
            { value: 'vi', label: 'Tiếng Việt' },
            { value: 'en', label: 'English' },
          ]}
          {...form.getInputProps('language')}
        />
        <Checkbox label={say('Không gửi SMS và Zalo vào giờ nghỉ đêm', 'No SMS or Zalo during the quiet hours of the night')} {...form.getInputProps('quiet', { type: 'checkbox' })} />
        {error !== null && error !== undefined && <ProblemAlert error={error} />}
        <Group>
          <Button type="submit" loading={busy}>
            {say('Lưu', 'Save')}
          </Button>
          {!form.isDirty() && <Text size="sm">{say('Chưa có thay đổi', 'Nothing changed')}</Text>}
        </Group>
      </Stack>
    </form>
  );
}
