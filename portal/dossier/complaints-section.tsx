import { Text } from '@mantine/core';
import { api } from '../app/api';
import { useLanguage } from '../app/language';
import { Loading, ProblemAlert } from '../parts/problem';
import { Complaint } from './complaint';
import { Section } from './section';

/** What the applicant complained about, and the answers. */
export function ComplaintsSection({ dossierId }: { readonly dossierId: string }) {
  const { say } = useLanguage();
  const read = api.useQuery('get', '/v1/complaints', { params: { query: { dossier: dossierId, state: 'all', limit: 200 } } });
  return (
    <Section id="complaints">
      {read.error ? (
        <ProblemAlert error={read.error} onRetry={() => void read.refetch()} />
      ) : !read.data ? (
        <Loading />
      ) : read.data.items.length === 0 ? (
        <Text>{say('Không có phản ánh nào về hồ sơ này mà bạn được xem.', 'There is no complaint about it that is yours to see.')}</Text>
      ) : (
        read.data.items.map((complaint) => <Complaint key={complaint.complaintId} complaint={complaint} />)
      )}
    </Section>
  );
}
