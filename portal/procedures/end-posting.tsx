import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { api } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { DateField } from '../parts/date-field';
import { Dialog } from '../parts/dialog';
import { ProblemAlert } from '../parts/problem';
import { useToday } from '../parts/today';
import { useWaits } from '../parts/waits';
import { useReadAgain } from './use-read-again';

interface EndPostingProps {
  readonly person: Schemas['RegisteredPerson'];
  readonly posting: Schemas['Posting'];
  readonly onClose: () => void;
}

/** A post ends, at once or on a day. What its holder has in hand goes to a colleague, or back to the desk. */
export function EndPosting({ person: { person, version, name }, posting: { id, post }, onClose }: EndPostingProps) {
  const { say } = useLanguage();
  const readAgain = useReadAgain();
  const waits = useWaits();
  const today = useToday();
  const [day, setDay] = useState('');
  const [successor, setSuccessor] = useState<string | null>(null);
  const work = api.useQuery('get', '/v1/people/{person}/postings/{posting}/work', {
    params: { path: { person, posting: id } },
  });
  const atOnce = day === '' || day === today;
  const { open = 0, colleagues = [] } = work.data ?? {};
  const end = api.useMutation('patch', '/v1/people/{person}/postings/{posting}');
  const submit = (): void =>
    end.mutate(
      {
        params: { path: { person, posting: id }, header: { 'if-match': `"${version}"` } },
        body: {
          to: `${day === '' ? today : day}T00:00:00+07:00`,
          ...(atOnce && open > 0 && successor !== null ? { handOverTo: successor } : {}),
        },
      },
      {
        onSuccess: async (answer) => {
          waits(answer);
          await readAgain();
          onClose();
        },
      },
    );
  return (
    <Dialog opened onClose={onClose} title={say('Kết thúc vị trí', 'End a post')}>
      <Stack>
        <Text>
          {name} · {post}
        </Text>
        <DateField label={say('Ngày đầu tiên không còn giữ', 'First day it is no longer held')} description={say('Để trống: kết thúc ngay', 'Empty: at once')} value={day} onChange={setDay} />
        {open > 0 && (
          <Text>
            {say(
              `${name} đang giữ ${open} việc ở vị trí này. ${atOnce ? '' : 'Đến ngày đó, việc chưa xong sẽ trả về bộ phận.'}`,
              `${name} has ${open} open tasks in hand there. ${atOnce ? '' : 'On that day what is left goes back to the desk.'}`,
            )}
          </Text>
        )}
        {open > 0 && atOnce && (
          <Select
            label={say('Bàn giao cho', 'Hand over to')}
            description={say('Để trống: trả về bộ phận, ai cùng vị trí cũng nhận được', 'Empty: back to the desk, for anybody with this post')}
            data={colleagues.map((each) => ({ value: each.person, label: each.name }))}
            value={successor}
            onChange={setSuccessor}
            clearable
          />
        )}
        {work.error && <ProblemAlert error={work.error} />}
        {end.error && <ProblemAlert error={end.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {say('Bỏ qua', 'Cancel')}
          </Button>
          <Button color="red.9" onClick={submit} loading={end.isPending} disabled={today === '' || work.isPending}>
            {say('Kết thúc', 'End')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
