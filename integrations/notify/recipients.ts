import type { Kysely } from 'kysely';
import { findContactPreferences, reachableInPost } from '../../db/contact-preferences';
import type { NewNotice } from '../../db/notifications';
import type { Schema } from '../../db/schema';
import type { AgencyCode, OfficerRole } from '../../domain/agency/agency';
import type { Instant } from '../../domain/calendar/calendar';
import type { Outgoing } from '../subscriber';
import { mergedLists, planFor, withoutEntries, type AgencyList, type Planned } from './plan';

/**
 * The notices of a message, by name. Officers and agencies are told once they have said how to be reached; an applicant
 * always, as far as their dossier says how.
 */
export const noticesOf = async (db: Kysely<Schema>, message: Outgoing, now: Instant): Promise<readonly NewNotice[]> => {
  const notices = new Map<string, NewNotice>();
  for (const planned of planFor(message)) {
    const own = await ownListOf(db, planned);
    for (const { recipientKind, recipient } of await recipientsOf(db, message, planned, now)) {
      const key = `${recipientKind} ${recipient}`;
      const list = mergedLists(listOf(notices.get(key)), own(recipient));
      if (planned.list !== null && list === null) continue;
      notices.set(key, {
        messageId: message.kind === 'event' ? `${message.dossierId}/${message.seq}` : `outbox/${message.position}`,
        recipientKind,
        recipient,
        template: planned.template,
        about: message.kind === 'event' ? { dossierId: message.dossierId, seq: message.seq } : { list },
        agency: agencyOf(message, planned.to),
      });
    }
  }
  return [...notices.values()];
};

const listOf = (notice: NewNotice | undefined): AgencyList | null => (notice !== undefined && 'list' in notice.about ? (notice.about.list as AgencyList) : null);

/** What of a post's list concerns each of those who hold it: not the tasks that a colleague has in hand. */
const ownListOf = async (db: Kysely<Schema>, { to, list }: Planned): Promise<(person: string) => AgencyList | null> => {
  if (to.kind !== 'post' || list?.kind !== 'escalation') return () => list;
  const taken = await db
    .selectFrom('tasks')
    .select(['dossier_id', 'task_id', 'assignee'])
    .where('dossier_id', 'in', list.entries.map(({ dossierId }) => dossierId))
    .where('agency', '=', to.agency)
    .where('officer_role', '=', to.role)
    .where('assignee', 'is not', null)
    .execute();
  const holders = new Map(taken.map((task) => [`${task.dossier_id} task:${task.task_id}`, task.assignee]));
  return (person) => withoutEntries(list, ({ dossierId, subject }) => (holders.get(`${dossierId} ${subject}`) ?? person) !== person);
};

type Recipient = Pick<NewNotice, 'recipientKind' | 'recipient'>;

const recipientsOf = async (db: Kysely<Schema>, message: Outgoing, { to, butNot }: Planned, now: Instant): Promise<readonly Recipient[]> => {
  if (to.kind === 'applicant') return [{ recipientKind: 'applicant', recipient: 'applicant' }];
  if (to.kind === 'agency') {
    return (await findContactPreferences(db, { kind: 'agency', key: to.agency })) ? [{ recipientKind: 'agency', recipient: to.agency }] : [];
  }
  const people = to.kind === 'person' ? await reachable(db, to.person) : await inPost(db, message, to, now);
  return people.filter((person) => person !== butNot).map((recipient) => ({ recipientKind: 'officer', recipient }));
};

const reachable = async (db: Kysely<Schema>, person: string): Promise<readonly string[]> =>
  (await findContactPreferences(db, { kind: 'person', key: person })) ? [person] : [];

type Post = Extract<Planned['to'], { kind: 'post' }>;

const inPost = async (db: Kysely<Schema>, message: Outgoing, { agency, role, taskId }: Post, now: Instant): Promise<readonly string[]> => {
  const post = role ?? (message.kind === 'event' && taskId !== null ? await roleOfTask(db, message.dossierId, taskId) : undefined);
  return post === undefined ? [] : reachableInPost(db, agency, post, now);
};

const roleOfTask = async (db: Kysely<Schema>, dossierId: string, taskId: string): Promise<OfficerRole | undefined> => {
  const row = await db.selectFrom('tasks').select('officer_role').where('dossier_id', '=', dossierId).where('task_id', '=', taskId).executeTakeFirst();
  return row?.officer_role as OfficerRole | undefined;
};

const agencyOf = (message: Outgoing, to: Planned['to']): AgencyCode =>
  (to.kind === 'applicant' ? null : to.agency) ?? (message.kind === 'event' ? message.dossier.receivingUnit : message.addressee);
