import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api } from '../app/api';
import { useLanguage } from '../app/language';
import { Dialog } from '../parts/dialog';
import { ProblemAlert } from '../parts/problem';
import { useReadAgain } from './use-read-again';

interface NewPersonProps {
  readonly onClose: () => void;
  readonly onAdded: (person: string) => void;
}

/** Registers somebody; their posts and account follow. */
export function NewPerson({ onClose, onAdded }: NewPersonProps) {
  const { say } = useLanguage();
  const readAgain = useReadAgain();
  const register = api.useMutation('put', '/v1/people/{person}');
  const form = useForm({
    initialValues: { person: '', name: '' },
    validate: {
      person: (value) => (/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,99}$/u.test(value.trim()) && value.trim() !== 'applicant' ? null : say('Chữ, số và dấu . _ -, ví dụ lan.nt', 'Letters, digits and . _ -, such as lan.nt')),
      name: (value) => (value.trim() === '' ? say('Hãy nhập họ và tên', 'Type the full name') : null),
    },
  });
  const submit = form.onSubmit(({ person, name }) =>
    register.mutate(
      { params: { path: { person: person.trim() }, header: { 'if-none-match': '*' } }, body: { name: name.trim() } },
      {
        onSuccess: async () => {
          await readAgain();
          onAdded(person.trim());
        },
      },
    ),
  );
  return (
    <Dialog opened onClose={onClose} title={say('Thêm cán bộ', 'Add somebody')}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <TextInput label={say('Tên đăng nhập', 'Id')} description={say('Không đổi được về sau; ghi trong lịch sử hồ sơ', 'Never changes; stands in the history of dossiers')} required maxLength={100} autoComplete="off" data-autofocus {...form.getInputProps('person')} />
          <TextInput label={say('Họ và tên', 'Full name')} required maxLength={200} autoComplete="off" {...form.getInputProps('name')} />
          {register.error && <ProblemAlert error={register.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {say('Bỏ qua', 'Cancel')}
            </Button>
            <Button type="submit" loading={register.isPending}>
              {say('Thêm', 'Add')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
