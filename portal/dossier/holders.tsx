import { useLanguage } from '../app/language';
import { useAgencyName } from '../parts/agency-names';
import { usePersonName } from '../parts/people-names';
import type { Dossier } from './use-dossier';

/** The agencies that have it in hand, with whoever works on it there. */
export function Holders({ dossier: { holders, tasks } }: { readonly dossier: Dossier }) {
  const { say } = useLanguage();
  const agencyName = useAgencyName();
  const personName = usePersonName();
  if (holders.length === 0) return '–';
  return holders.map((agency) => {
    const people = [...new Set(tasks.flatMap((task) => (task.agency === agency && task.closedAt === null && task.assignee !== null ? [personName(task.assignee)] : [])))];
    return (
      <div key={agency}>
        {agencyName(agency)}
        {` · ${people.length > 0 ? people.join(', ') : say('chưa ai nhận', 'nobody has taken it')}`}
      </div>
    );
  });
}
