import { Badge, CloseButton, Drawer, Group, Stack, Text } from '@mantine/core';
import { api } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { isKind, useSession } from '../app/session';
import { Loading, ProblemAlert } from '../parts/problem';
import { PersonAccount } from './person-account';
import { PersonGrants } from './person-grants';
import { PersonName } from './person-name';
import { PersonPostings } from './person-postings';
import { Section } from './section';

interface PersonDrawerProps {
  readonly person: string;
  readonly onClose: () => void;
}

/** Everything about one person that the reader may see and change. */
export function PersonDrawer({ person, onClose }: PersonDrawerProps) {
  const { say } = useLanguage();
  const { data, error, refetch } = api.useQuery('get', '/v1/people/{person}', { params: { path: { person } } });
  return (
    <Drawer.Root opened onClose={onClose} position="right" size="xl">
      <Drawer.Overlay />
      <Drawer.Content>
        <Drawer.Body pt="md">
          <Group justify="space-between" align="flex-start" wrap="nowrap" mb="md">
            <Drawer.Title fz="h3" fw={600}>
              {data?.name ?? person}
            </Drawer.Title>
            <CloseButton size="lg" onClick={onClose} aria-label={say('Đóng', 'Close')} />
          </Group>
          {error ? <ProblemAlert error={error} onRetry={() => void refetch()} /> : data ? <Shown person={data} /> : <Loading />}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

const GRANTS = { auditor: { vi: 'Kiểm tra, giám sát', en: 'Auditor' }, administrator: { vi: 'Quản trị', en: 'Administrator' } } as const;

function Shown({ person }: { readonly person: Schemas['RegisteredPerson'] }) {
  const { say, of } = useLanguage();
  const session = useSession();
  const administers = isKind(session, 'administrator');
  const leads = session?.postings.some(({ role, kind }) => role === 'leader' && kind !== 'stand-in') ?? false;
  return (
    <Stack gap="lg">
      <Group gap="xs">
        <Text>
          {say('Tên đăng nhập', 'Id')}: <b>{person.person}</b>
        </Text>
        {person.grants?.map((grant) => (
          <Badge key={grant} size="lg" variant="outline" tt="none">
            {of(GRANTS[grant])}
          </Badge>
        ))}
      </Group>
      <Section title={say('Vị trí công tác', 'Posts')} order={3}>
        <PersonPostings key={person.version} person={person} administers={administers} leads={leads} />
      </Section>
      {administers && (
        <>
          <Section title={say('Họ và tên', 'Name')} order={3}>
            <PersonName key={person.version} person={person} />
          </Section>
          <Section title={say('Quyền ngoài vị trí công tác', 'Rights that are no post')} order={3}>
            <PersonGrants key={person.version} person={person} own={person.person === session?.person} />
          </Section>
          <Section title={say('Tài khoản', 'Account')} order={3}>
            <PersonAccount person={person} own={person.person === session?.person} />
          </Section>
        </>
      )}
    </Stack>
  );
}
