import { Group, NativeSelect, Stack } from '@mantine/core';
import { useState } from 'react';
import { client } from '../app/api';
import { useLanguage } from '../app/language';
import { BusyButton } from '../parts/busy-button';
import { ProblemAlert } from '../parts/problem';
import { useWork } from '../parts/work';
import { PersonField } from './acts/person-field';
import type { Task } from './use-dossier';

interface AddTaskPersonProps {
  readonly dossierId: string;
  readonly task: Task;
  readonly onAdded: () => Promise<void>;
}

/** Has somebody of the agency take part in a task. */
export function AddTaskPerson({ dossierId, task: { taskId, agency, assignee }, onAdded }: AddTaskPersonProps) {
  const { say } = useLanguage();
  const { run, busy, error } = useWork();
  const [person, setPerson] = useState('');
  const [part, setPart] = useState<'co-handler' | 'monitor'>('co-handler');
  const [tried, setTried] = useState(false);
  const add = async (): Promise<void> => {
    setTried(person === '');
    if (person === '') return;
    await run(async () => {
      const { data, error: refused } = await client.PUT('/v1/dossiers/{reference}/tasks/{taskId}/people/{person}', { params: { path: { reference: dossierId, taskId, person } }, body: { part } });
      if (!data) throw refused;
      setPerson('');
      await onAdded();
    });
  };
  return (
    <Stack gap="xs" mt="xs" maw={520}>
      <PersonField agency={agency} without={assignee} value={person} onChange={setPerson} error={tried ? say('Hãy chọn người', 'Choose somebody') : undefined} />
      <NativeSelect
        label={say('Vai trò', 'Part')}
        value={part}
        onChange={({ currentTarget }) => setPart(currentTarget.value as 'monitor')}
        data={[
          { value: 'co-handler', label: say('Phối hợp xử lý', 'Co-handler') },
          { value: 'monitor', label: say('Theo dõi', 'Monitor') },
        ]}
      />
      {error !== null && <ProblemAlert error={error} />}
      <Group>
        <BusyButton variant="default" busy={busy} onClick={() => void add()}>
          {say('Thêm người', 'Add')}
        </BusyButton>
      </Group>
    </Stack>
  );
}
