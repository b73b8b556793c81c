import { Loading, ProblemAlert } from '../parts/problem';
import { Section } from './section';
import { SwimLanes } from './swim-lanes';
import { useTimeline } from './use-dossier';

/** The way through the agencies, drawn and as a table. */
export function RouteSection({ dossierId }: { readonly dossierId: string }) {
  const read = useTimeline(dossierId);
  return (
    <Section id="route">
      {read.error ? <ProblemAlert error={read.error} onRetry={() => void read.refetch()} /> : read.data ? <SwimLanes timeline={read.data} /> : <Loading />}
    </Section>
  );
}
