import { Button, Checkbox, Group, Stack, TextInput, VisuallyHidden } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { AgencySelect } from '../parts/agency-select';
import { Dialog } from '../parts/dialog';
import { ProblemAlert } from '../parts/problem';
import { useWaits } from '../parts/waits';

type Scope = Schemas['Client']['scopes'][number];

interface NewClientProps {
  readonly onClose: () => void;
  readonly onRegistered: () => Promise<void>;
}

/** Proposes another organisation's system; whoever confirms it is shown its secret. */
export function NewClient({ onClose, onRegistered }: NewClientProps) {
  const { say } = useLanguage();
  const waits = useWaits();
  const register = api.useMutation('post', '/v1/clients', {
    onSuccess: async (answer) => {
      waits(answer);
      await onRegistered();
      onClose();
    },
  });
  return (
    <Dialog opened onClose={onClose} title={say('Đăng ký hệ thống', 'Register a system')}>
      <ClientForm busy={register.isPending} error={register.error} onCancel={onClose} onSubmit={(body) => register.mutate({ body })} />
    </Dialog>
  );
}

interface ClientFormProps {
  readonly busy: boolean;
  readonly error: unknown;
  readonly onCancel: () => void;
  readonly onSubmit: (given: Schemas['NewClientInput']) => void;
}

function ClientForm({ busy, error, onCancel, onSubmit }: ClientFormProps) {
  const { say } = useLanguage();
  const scopes: readonly (readonly [Scope, string])[] = [
    ['dossiers:submit', say('nộp hồ sơ', 'submit dossiers')],
    ['dossiers:read', say('xem hồ sơ của cơ quan', "read the agencies' dossiers")],
    ['acts:partner', say('thao tác với tư cách đối tác (thuế, bảo hiểm…)', 'act as a partner (tax, insurance …)')],
    ['acts:agency', say('thao tác thay cơ quan', 'act for the agencies')],
    ['statistics:read', say('xem số liệu', 'read figures')],
  ];
  const form = useForm({
    initialValues: { clientId: '', name: '', system: '', scopes: [] as Scope[], agencies: [] as string[] },
    validate: {
      clientId: (value) => (/^[a-z0-9][a-z0-9._-]{0,99}$/.test(value.trim()) ? null : say('Chữ thường, số và . _ -, ví dụ tax-office', 'Small letters, digits and . _ -, such as tax-office')),
      name: (value) => (value.trim() === '' ? say('Hãy nhập tên', 'Type a name') : null),
      scopes: (value) => (value.length === 0 ? say('Chọn ít nhất một phạm vi', 'Choose at least one') : null),
    },
  });
  const submit = form.onSubmit(({ system, ...values }) => onSubmit({ ...values, clientId: values.clientId.trim(), name: values.name.trim(), system: system.trim() === '' ? null : system.trim() }));
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <TextInput label="client_id" required maxLength={100} autoComplete="off" data-autofocus {...form.getInputProps('clientId')} />
        <TextInput label={say('Tên hệ thống, đơn vị vận hành', 'System, and whose it is')} required maxLength={200} autoComplete="off" {...form.getInputProps('name')} />
        <TextInput label={say('Đối tác', 'Partner')} description={say('Nếu thao tác với tư cách đối tác, ví dụ tax; để trống nếu là hệ thống của cơ quan', "Where it acts as a partner, such as tax; empty for an agency's own system")} maxLength={50} autoComplete="off" {...form.getInputProps('system')} />
        <Checkbox.Group label={say('Phạm vi', 'Scopes')} required {...form.getInputProps('scopes')}>
          <Stack gap="xs" mt="xs">
            {scopes.map(([scope, text]) => (
              <Checkbox key={scope} value={scope} label={`${scope} – ${text}`} />
            ))}
          </Stack>
        </Checkbox.Group>
        <AgencySelect
          key={form.values.agencies.length}
          label={say('Thêm cơ quan được xem, được làm', 'Add an agency whose work it may see and do')}
          value={null}
          onChange={(code) => {
            if (code !== null && !form.values.agencies.includes(code)) form.setFieldValue('agencies', [...form.values.agencies, code]);
          }}
        />
        {form.values.agencies.length > 0 && (
          <Group gap="xs">
            {form.values.agencies.map((code) => (
              <Button key={code} size="xs" variant="default" onClick={() => form.setFieldValue('agencies', form.values.agencies.filter((each) => each !== code))}>
                <VisuallyHidden>{say('Bỏ', 'Remove')} </VisuallyHidden>
                {code} <span aria-hidden> ✕</span>
              </Button>
            ))}
          </Group>
        )}
        {error !== null && error !== undefined && <ProblemAlert error={error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            {say('Bỏ qua', 'Cancel')}
          </Button>
          <Button type="submit" loading={busy}>
            {say('Đề nghị đăng ký', 'Propose')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
