import type { z } from 'zod';
import type { DossierSummary, PersonView, Recorded } from '../../contracts/http/dossier';
import type { PersonalData } from '../../db/personal-data';
import type { Instant } from '../../domain/calendar/calendar';
import type { DossierRow } from '../../domain/dossier/recording';
import type { Answer } from '../../domain/dossier/state';
import { timestamp, timestampOrNull } from './time';

export function dossierSummary(row: DossierRow, now: Instant): z.output<typeof DossierSummary> {
  const { nextDeadlineAt: _, headSeq, holders, timeliness, ...rest } = row;
  return {
    ...rest,
    channel: row.channel as 'counter',
    stage: row.stage as 'submitted',
    submittedAt: timestamp(row.submittedAt),
    acceptedAt: timestampOrNull(row.acceptedAt),
    dueAt: timestampOrNull(row.dueAt),
    originalDueAt: timestampOrNull(row.originalDueAt),
    endedAt: timestampOrNull(row.endedAt),
    returnedAt: timestampOrNull(row.returnedAt),
    overdue: row.dueAt !== null && row.endedAt === null && row.clock === 'running' && row.dueAt <= now,
    holders: [...holders],
    timeliness: timeliness && { ...timeliness },
    version: headSeq,
  };
}

export const recordedView = ({ at, dueAt, events, ...rest }: Answer): z.output<typeof Recorded> => ({ ...rest, at: timestamp(at), dueAt: timestampOrNull(dueAt), events: [...events] });

export function personView(people: readonly PersonalData[], subject: PersonalData['subject']): z.output<typeof PersonView> | null {
  const found = people.find((person) => person.subject === subject);
  if (!found) return null;
  const { subject: _, ...person } = found;
  return person;
}
