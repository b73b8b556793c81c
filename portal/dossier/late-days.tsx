import { List, Text } from '@mantine/core';
import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';
import { useAgencyName } from '../parts/agency-names';
import { date } from '../parts/dates';

type LateDay = Schemas['DossierClock']['lateDays'][number];

/** Who answers for the days beyond the appointment: an agency with its step, the applicant, or somebody outside. */
export function LateDays({ days }: { readonly days: readonly LateDay[] }) {
  const { say, of } = useLanguage();
  const agencyName = useAgencyName();
  if (days.length === 0) return null;
  const whose = ({ to, agency, step }: LateDay): string => {
    const at = step === null ? '' : ` · ${of(step.name)}`;
    if (to === 'applicant') return say('Người nộp: chờ bổ sung hồ sơ', 'The applicant: a supplement was awaited');
    if (to === 'partner') return `${say('Bên ngoài: chờ xác nhận', 'Outside: a confirmation was awaited')}${at}`;
    return `${agencyName(agency ?? '')}${at}`;
  };
  const groups = new Map<string, string[]>();
  for (const day of days) groups.set(whose(day), [...(groups.get(whose(day)) ?? []), date(day.date)]);
  return (
    <div>
      <Text fw={600}>{say(`Trễ ${days.length} ngày làm việc, thuộc về`, `${days.length} working days late, put to`)}</Text>
      <List>
        {[...groups].map(([name, dates]) => (
          <List.Item key={name}>
            {name}: <b className="number">{dates.length}</b> {say('ngày', 'days')} ({dates.length === 1 ? dates[0] : `${dates[0]} – ${dates.at(-1)}`})
          </List.Item>
        ))}
      </List>
    </div>
  );
}
