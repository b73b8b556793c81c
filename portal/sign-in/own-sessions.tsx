import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { api } from '../app/api';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { dateTime } from '../parts/dates';
import { Loading, ProblemAlert } from '../parts/problem';

type Open = Schemas['OpenSessions']['items'][number];

/** Where one is signed in, each with a way to end it. */
export function OwnSessions() {
  const open = api.useQuery('get', '/v1/session/open');
  const end = api.useMutation('delete', '/v1/session/open/{session}');
  if (open.error) return <ProblemAlert error={open.error} onRetry={() => void open.refetch()} />;
  if (!open.data) return <Loading />;
  return (
    <Stack gap="sm">
      {open.data.items.map((session) => (
        <SessionRow
          key={session.id}
          session={session}
          busy={end.isPending}
          onEnd={() =>
            end.mutate({ params: { path: { session: session.id } } }, { onSettled: () => void open.refetch() })
          }
        />
      ))}
      {end.error && <ProblemAlert error={end.error} />}
    </Stack>
  );
}

interface RowProps {
  readonly session: Open;
  readonly busy: boolean;
  readonly onEnd: () => void;
}

function SessionRow({ session: { agent, address, began, seen, current }, busy, onEnd }: RowProps) {
  const { say } = useLanguage();
  const name = browserName(agent) ?? say('Trình duyệt không rõ', 'Unknown browser');
  return (
    <Group justify="space-between" wrap="nowrap">
      <div>
        <Group gap="xs">
          <Text fw={600}>{name}</Text>
          {current && (
            <Badge variant="outline" tt="none" size="lg">
              {say('máy này', 'this one')}
            </Badge>
          )}
        </Group>
        <Text size="sm" c="dimmed">
          {address ? `${address} · ` : ''}
          {say('từ', 'since')} {dateTime(began)} · {say('dùng lúc', 'used')} {dateTime(seen)}
        </Text>
      </div>
      {!current && (
        <Button
          variant="default"
          loading={busy}
          onClick={onEnd}
          aria-label={`${say('Kết thúc', 'End')}: ${name}, ${dateTime(began)}`}
        >
          {say('Kết thúc', 'End')}
        </Button>
      )}
    </Group>
  );
}

const BROWSERS = [
  ['Edg/', 'Edge'],
  ['OPR/', 'Opera'],
  ['coc_coc', 'Cốc Cốc'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const;
const SYSTEMS = [
  ['Windows', 'Windows'],
  ['Android', 'Android'],
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Mac OS', 'macOS'],
  ['Linux', 'Linux'],
] as const;

/** Enough to know one's own machine again; what a browser says of itself proves nothing. */
function browserName(agent: string | null): string | null {
  if (agent === null) return null;
  const named = (list: readonly (readonly [string, string])[]) => list.find(([mark]) => agent.includes(mark))?.[1];
  const parts = [named(BROWSERS), named(SYSTEMS)].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join(' · ') : agent.slice(0, 60);
}
