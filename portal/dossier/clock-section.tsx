import { Text } from '@mantine/core';
import { useLanguage } from '../app/language';
import { Loading, ProblemAlert } from '../parts/problem';
import { ClockPhase } from './clock-phase';
import { LateDays } from './late-days';
import { Section } from './section';
import { SupplementsAsked } from './supplements-asked';
import { useClock } from './use-dossier';

/** Why it is due when it is: which time counted, by which rule. */
export function ClockSection({ dossierId }: { readonly dossierId: string }) {
  const { say } = useLanguage();
  const read = useClock(dossierId);
  return (
    <Section id="clock">
      {read.error ? (
        <ProblemAlert error={read.error} onRetry={() => void read.refetch()} />
      ) : !read.data ? (
        <Loading />
      ) : (
        <>
          {read.data.phases.length === 0 && <Text>{say('Chưa có ngày hẹn: thời hạn chỉ tính từ khi tiếp nhận.', 'There is no appointment yet: the time counts from its acceptance.')}</Text>}
          {read.data.phases.map((phase) => (
            <ClockPhase key={phase.phase} phase={phase} alone={read.data.phases.length === 1} />
          ))}
          <LateDays days={read.data.lateDays} />
          <SupplementsAsked supplements={read.data.supplements} />
        </>
      )}
    </Section>
  );
}
