import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { api } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { ProblemAlert } from '../parts/problem';
import { useWaits } from '../parts/waits';
import { useReadAgain } from './use-read-again';

type Grant = NonNullable<Schemas['RegisteredPerson']['grants']>[number];

/** What somebody may do that is no post. */
export function PersonGrants({ person: { person, version, grants = [] }, own }: { readonly person: Schemas['RegisteredPerson']; readonly own: boolean }) {
  const { say } = useLanguage();
  const readAgain = useReadAgain();
  const waits = useWaits();
  const [chosen, setChosen] = useState<readonly Grant[]>(grants);
  const give = api.useMutation('put', '/v1/people/{person}/grants');
  const same = chosen.length === grants.length && chosen.every((each) => grants.includes(each));
  if (own) return <Text>{say('Không ai tự đổi quyền của mình; hãy nhờ người quản trị khác.', 'Nobody changes their own rights; ask another administrator.')}</Text>;
  return (
    <Stack gap="xs">
      <Checkbox.Group value={[...chosen]} onChange={(next) => setChosen(next as Grant[])} label={say('Quyền', 'Rights')}>
        <Stack gap="xs" mt="xs">
          <Checkbox value="auditor" label={say('Kiểm tra, giám sát: xem mọi hồ sơ, không sửa gì', 'Auditor: reads every dossier, changes nothing')} />
          <Checkbox value="administrator" label={say('Quản trị: cán bộ, tài khoản, thủ tục, lịch; không tự động xem hồ sơ', 'Administrator: people, accounts, procedures, calendar; no dossiers by that alone')} />
        </Stack>
      </Checkbox.Group>
      {give.error && <ProblemAlert error={give.error} />}
      <Group>
        <Button variant="default" disabled={same} loading={give.isPending} onClick={() => give.mutate({ params: { path: { person }, header: { 'if-match': `"${version}"` } }, body: { grants: [...chosen] } }, { onSuccess: async (answer) => { waits(answer); await readAgain(); } })}>
          {say('Đề nghị quyền này', 'Propose these rights')}
        </Button>
      </Group>
    </Stack>
  );
}
