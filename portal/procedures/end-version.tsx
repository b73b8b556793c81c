import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, client } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { DateField } from '../parts/date-field';
import { date } from '../parts/dates';
import { Dialog } from '../parts/dialog';
import { ProblemAlert } from '../parts/problem';
import { useWaits } from '../parts/waits';

interface EndVersionProps {
  readonly code: string;
  readonly version: Schemas['ProcedureVersion'];
  readonly onClose: () => void;
}

/** Abolishes a version from a date on. */
export function EndVersion({ code, version: { version, to, openDossiers = 0 }, onClose }: EndVersionProps) {
  const { say } = useLanguage();
  const queries = useQueryClient();
  const waits = useWaits();
  const [day, setDay] = useState(to ?? '');
  const [reason, setReason] = useState('');
  // What is ended is what is on the screen now: its tag comes with it.
  const tag = useQuery({
    queryKey: ['tag-of-version', code, version],
    gcTime: 0,
    queryFn: async () => {
      const { response, error } = await client.GET('/v1/procedures/{code}', { params: { path: { code }, query: { version } } });
      if (error) throw error;
      return response.headers.get('etag') ?? '';
    },
  });
  const end = api.useMutation('post', '/v1/procedures/{code}/versions/{version}/end');
  const submit = (): void =>
    end.mutate(
      { params: { path: { code, version }, header: { 'if-match': tag.data ?? '' } }, body: { date: day, reason: reason.trim() } },
      {
        onSuccess: async (answer) => {
          waits(answer);
          await queries.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[1]).startsWith('/v1/procedures') });
          onClose();
        },
      },
    );
  return (
    <Dialog opened onClose={onClose} title={say(`Kết thúc phiên bản ${version}`, `End version ${version}`)}>
      <Stack>
        <Text>
          {openDossiers === 0
            ? say('Không có hồ sơ nào đang giải quyết theo phiên bản này.', 'No dossier is under way under this version.')
            : say(`${openDossiers} hồ sơ đang giải quyết theo phiên bản này vẫn tiếp tục theo nó.`, `${openDossiers} dossiers under way under this version go on under it.`)}
        </Text>
        <DateField label={say('Ngày đầu tiên không còn hiệu lực', 'First day no longer in force')} required value={day} onChange={setDay} />
        <TextInput label={say('Quyết định bãi bỏ', 'Decision that says so')} description={say('Số, ngày và trích yếu', 'Number, date and subject')} required maxLength={500} value={reason} onChange={({ currentTarget }) => setReason(currentTarget.value)} />
        {(end.error ?? tag.error) && <ProblemAlert error={end.error ?? tag.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {say('Bỏ qua', 'Cancel')}
          </Button>
          <Button color="red.9" onClick={submit} loading={end.isPending} disabled={day === '' || reason.trim() === '' || !tag.data}>
            {day === '' ? say('Kết thúc', 'End') : say(`Kết thúc từ ${date(day)}`, `End on ${date(day)}`)}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
