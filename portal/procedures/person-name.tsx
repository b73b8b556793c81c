import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { api } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { ProblemAlert } from '../parts/problem';
import { useReadAgain } from './use-read-again';

/** Corrects a name. */
export function PersonName({ person: { person, name, version } }: { readonly person: Schemas['RegisteredPerson'] }) {
  const { say } = useLanguage();
  const readAgain = useReadAgain();
  const [written, setWritten] = useState(name);
  const rename = api.useMutation('put', '/v1/people/{person}');
  const save = (): void => rename.mutate({ params: { path: { person }, header: { 'if-match': `"${version}"` } }, body: { name: written.trim() } }, { onSuccess: readAgain });
  return (
    <Stack gap="xs">
      <Group align="flex-end">
        <TextInput flex={1} label={say('Họ và tên', 'Full name')} maxLength={200} value={written} onChange={({ currentTarget }) => setWritten(currentTarget.value)} />
        <Button variant="default" onClick={save} loading={rename.isPending} disabled={written.trim() === '' || written.trim() === name}>
          {say('Lưu tên', 'Save the name')}
        </Button>
      </Group>
      {rename.error && <ProblemAlert error={rename.error} />}
    </Stack>
  );
}
