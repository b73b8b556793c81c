import { Stack } from '@mantine/core';
import { useLanguage } from '../app/language';
import { useSession } from '../app/session';
import type { Session } from '../app/session';
import { Page } from '../parts/page';
import { Loading, ProblemAlert } from '../parts/problem';
import { DueFigures } from './due-figures';
import { EmptyQueue } from './empty-queue';
import { Filters } from './filters';
import { Listed } from './listed';
import { QueueTabs } from './queue-tabs';
import { useWorkList } from './work-query';
import type { Counts, Queue } from './work-query';

/** The officer's day: what is due first on top, in their own queues, kept in step with what others do. */
export function MyWorkPage() {
  const session = useSession();
  return session ? <Work session={session} /> : null;
}

function Work({ session }: { readonly session: Session }) {
  const { say } = useLanguage();
  const { queue, filters, setAddress, read, queryKey } = useWorkList();
  const counts = read.data?.pages[0]?.counts;
  const filtered = Object.keys(filters).some((name) => name !== 'agency');
  const retry = (): void => void (read.isFetchNextPageError ? read.fetchNextPage() : read.refetch());
  return (
    <Page title={say('Việc của tôi', 'My work')} count={counts ? counts.overdue + counts.today : undefined}>
      <QueueTabs queue={queue} counts={counts} onChange={(next) => setAddress({ queue: next })}>
        <Stack>
          {counts && <DueFigures counts={counts} filters={filters} onChange={setAddress} />}
          <Filters session={session} filters={filters} onChange={setAddress} />
          {read.error !== null && <ProblemAlert error={read.error} onRetry={retry} />}
          {read.data && <Listed key={JSON.stringify(queryKey)} session={session} read={read} queryKey={queryKey} total={filtered ? null : totalOf(counts, queue)} empty={<EmptyQueue queue={queue} filtered={filtered} />} />}
          {!read.data && read.error === null && <Loading />}
        </Stack>
      </QueueTabs>
    </Page>
  );
}

const totalOf = (counts: Counts | undefined, queue: Queue): number | null => (counts ? { unit: counts.open, mine: counts.mine, unassigned: counts.unassigned, involved: counts.involved }[queue] : null);
