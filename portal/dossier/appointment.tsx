import { useMemo } from 'react';
import { api } from '../app/api';
import { useLanguage } from '../app/language';
import { dateTime, workingTime } from '../parts/dates';
import { LateText } from '../parts/late-text';
import { useTimeline } from './use-dossier';
import type { Dossier } from './use-dossier';
import { workingMinutes } from './working-scale';

/** The date that was promised, with the working time that is left until then. */
export function Appointment({ dossier: { dossierId, dueAt, originalDueAt, overdue, clock } }: { readonly dossier: Dossier }) {
  const { say, language } = useLanguage();
  const { data: timeline } = useTimeline(dossierId);
  const calendar = api.useQuery('get', '/v1/calendar', {}, { staleTime: Infinity });
  const now = timeline?.now;
  const left = useMemo(
    () => (clock !== 'running' || dueAt === null || now === undefined || !calendar.data ? null : workingTime(workingMinutes(calendar.data, now, dueAt), language)),
    [clock, dueAt, now, calendar.data, language],
  );
  if (dueAt === null) return '–';
  return (
    <>
      <b className="number">{dateTime(dueAt)}</b>
      {overdue ? (
        <>
          {' · '}
          <LateText>{left === null ? say('quá hạn', 'overdue') : say(`quá hạn ${left}`, `overdue by ${left}`)}</LateText>
        </>
      ) : (
        left !== null && ` · ${say(`còn ${left} làm việc`, `${left} of working time left`)}`
      )}
      {originalDueAt !== null && originalDueAt !== dueAt && <div>{say(`lúc đầu hẹn ${dateTime(originalDueAt)}`, `promised first for ${dateTime(originalDueAt)}`)}</div>}
    </>
  );
}
