import type { AgencyCode, OfficerRole } from '../../domain/agency/agency';
import type { Instant, LocalDate } from '../../domain/calendar/calendar';
import type { DossierEvent, EventType } from '../../domain/dossier/event';
import type { LoggedEvent, Rung } from '../../domain/dossier/recording';
import type { EscalationAddressee } from '../../domain/procedure/procedure';
import type { TaskId } from '../../domain/dossier/state';
import type { Outgoing, OutgoingNotice } from '../subscriber';
import type { Template, TemplateData } from './templates/template';

/** Somebody is to be told; who that is by name is looked up afterwards. */
export interface Planned {
  readonly to:
    | { readonly kind: 'applicant' }
    /** `agency` is that of the work; null where the event does not say. */
    | { readonly kind: 'person'; readonly person: string; readonly agency: AgencyCode | null }
    /** Whoever holds the post. Without a role it is the task's. */
    | { readonly kind: 'post'; readonly agency: AgencyCode; readonly role: OfficerRole | null; readonly taskId: TaskId | null }
    | { readonly kind: 'agency'; readonly agency: AgencyCode };
  readonly template: Template;
  /** Nobody is told of what they did themselves. */
  readonly butNot: string | null;
  readonly list: AgencyList | null;
}

/** What an agency is told, as it is kept with the notice: ids, codes and dates. */
export type AgencyList =
  | { readonly kind: 'escalation'; readonly entries: readonly EscalatedEntry[]; readonly total: number }
  | {
      readonly kind: 'digest';
      readonly date: LocalDate;
      readonly dueToday: number;
      readonly overdue: number;
      readonly escalated: number;
      readonly entries: readonly { readonly dossierId: string; readonly taskId: TaskId; readonly dueAt: Instant; readonly escalated: boolean }[];
      readonly total: number;
    };

export interface EscalatedEntry {
  readonly dossierId: string;
  readonly subject: string;
  readonly level: string;
  readonly dueAt: Instant;
}

/** Lines of one letter; who has more reads the work list. */
const MOST_LINES = 50;

type Payload<T extends EventType> = Extract<DossierEvent, { type: T }>;
type Told = { readonly [T in Template]: { readonly template: T; readonly data: TemplateData[T] } }[Template];

/**
 * What an applicant is told of each event (domain.md §3.3, column Notify). An event that is not named tells them nothing.
 * Reasons and notes stand in erasable texts and are never sent.
 */
const TO_APPLICANTS: { readonly [T in EventType]?: (event: Payload<T>, at: Instant) => Told | null } = {
  DossierSubmitted: (e, at) => (e.channel === 'counter' ? null : { template: 'received', data: { at } }),
  DossierAccepted: (e) => ({ template: 'accepted', data: { due: e.appointment.due } }),
  IntakeRefused: () => ({ template: 'intake-refused', data: {} }),
  SupplementRequested: (e) => ({ template: 'supplement-wanted', data: { items: e.items, until: e.supplement.respondBy } }),
  ClockReset: (e) => ({ template: 'supplement-confirmed', data: { due: e.appointment?.due ?? null } }),
  SupplementLapsed: () => ({ template: 'lapsed', data: {} }),
  LapseUndone: () => ({ template: 'lapse-undone', data: {} }),
  CalendarAmended: (e) => (e.appointment === null ? null : { template: 'appointment-moved', data: { due: e.appointment.due } }),
  ApologyIssued: (e) => ({ template: 'apology', data: { newDue: e.appointment?.due ?? null } }),
  ObligationNoticed: (e) => ({ template: 'obligation-noticed', data: { reference: e.reference } }),
  ObligationSettled: (e) => ({ template: 'obligation-settled', data: { due: e.appointment.due } }),
  DossierResolved: (e) => ({ template: e.refused ? 'refused' : 'result-ready', data: {} }),
  ResultReturned: () => ({ template: 'returned', data: {} }),
  DossierStopped: () => ({ template: 'stopped', data: {} }),
  DossierWithdrawn: () => ({ template: 'withdrawn', data: {} }),
  CorrectionOpened: () => ({ template: 'correction', data: {} }),
};

/** What an applicant is told of one event; null where they are told nothing. */
export const toldToApplicant = (event: LoggedEvent): Told | null => {
  const tell = TO_APPLICANTS[event.type] as ((payload: DossierEvent, at: Instant) => Told | null) | undefined;
  return tell?.(event.payload, event.at) ?? null;
};

/** Work that came to a post or a person: the only events that officers are told of one by one. */
const toOfficers = ({ payload, actor }: LoggedEvent): Planned['to'] | null => {
  switch (payload.type) {
    case 'StepAssigned': {
      const { assignee, agency, officerRole, taskId } = payload.task;
      return assignee === null ? { kind: 'post', agency, role: officerRole, taskId } : { kind: 'person', person: assignee, agency };
    }
    case 'OfficerAssigned':
      return { kind: 'person', person: payload.person, agency: actor.kind === 'officer' ? actor.agency : null };
    case 'TaskReturnedToDesk':
      return { kind: 'post', agency: payload.agency, role: null, taskId: payload.taskId };
    case 'TransferReturned':
      return { kind: 'post', agency: payload.to, role: payload.role, taskId: payload.taskId };
    case 'StepRerouted':
      return { kind: 'post', agency: payload.to, role: null, taskId: payload.taskId };
    default:
      return null;
  }
};

/** Who is to be told of a message, and what; empty for most. */
export const planFor = (message: Outgoing): readonly Planned[] =>
  message.kind === 'event' ? planForEvent(message.event) : message.kind === 'digest' ? planForDigest(message) : planForEscalation(message);

const planForEvent = (event: LoggedEvent): readonly Planned[] => {
  const told = toldToApplicant(event);
  const officers = toOfficers(event);
  const butNot = event.actor.kind === 'officer' ? event.actor.person : null;
  return [
    ...(told === null ? [] : [{ to: { kind: 'applicant' } as const, template: told.template, butNot: null, list: null }]),
    ...(officers === null ? [] : [{ to: officers, template: 'task-assigned' as const, butNot, list: null }]),
  ];
};

interface DigestBody {
  readonly date: LocalDate;
  readonly dueToday: number;
  readonly overdue: number;
  readonly escalated: number;
  readonly tasks: readonly { readonly dossierId: string; readonly taskId: TaskId; readonly dueAt: Instant; readonly escalated: boolean }[];
}

const planForDigest = ({ addressee, body }: OutgoingNotice): readonly Planned[] => {
  const { date, dueToday, overdue, escalated, tasks } = body as DigestBody;
  const entries = tasks.slice(0, MOST_LINES).map(({ dossierId, taskId, dueAt, escalated: told }) => ({ dossierId, taskId, dueAt, escalated: told }));
  const list: AgencyList = { kind: 'digest', date, dueToday, overdue, escalated, entries, total: tasks.length };
  return [{ to: { kind: 'agency', agency: addressee }, template: 'digest', butNot: null, list }];
};

interface EscalationBody {
  readonly entries: readonly (EscalatedEntry & { readonly to: Rung['to'] })[];
}

/** Heads are addressed by title; these are the posts behind the titles. */
const POST_OF: Readonly<Record<EscalationAddressee, OfficerRole>> = {
  'unit-head': 'leader',
  'agency-head': 'leader',
  'committee-chair': 'leader',
  'procedure-control': 'procedure-control',
};

const postOf = (role: Rung['to'][number]['role']): OfficerRole => (role in POST_OF ? POST_OF[role as EscalationAddressee] : (role as OfficerRole));

/** The agency's box gets the whole list, each post what is addressed to it. */
const planForEscalation = ({ addressee, body }: OutgoingNotice): readonly Planned[] => {
  const { entries } = body as EscalationBody;
  const posts = new Map<OfficerRole, EscalatedEntry[]>();
  for (const entry of entries) {
    const roles = new Set(entry.to.filter(({ agency }) => agency === addressee).map(({ role }) => postOf(role)));
    for (const role of roles) posts.set(role, [...(posts.get(role) ?? []), entry]);
  }
  return [
    { to: { kind: 'agency', agency: addressee }, template: 'escalation', butNot: null, list: escalationList(entries) },
    ...[...posts].map(([role, own]) => ({
      to: { kind: 'post', agency: addressee, role, taskId: null } as const,
      template: 'escalation' as const,
      butNot: null,
      list: escalationList(own),
    })),
  ];
};

const escalationList = (entries: readonly EscalatedEntry[], total = entries.length): AgencyList => ({
  kind: 'escalation',
  entries: entries.slice(0, MOST_LINES).map(({ dossierId, subject, level, dueAt }) => ({ dossierId, subject, level, dueAt })),
  total,
});

/** One letter for somebody who holds two of the posts addressed. */
export const mergedLists = (a: AgencyList | null, b: AgencyList | null): AgencyList | null => {
  if (a?.kind !== 'escalation' || b?.kind !== 'escalation') return a ?? b;
  const key = (entry: EscalatedEntry): string => `${entry.dossierId} ${entry.subject} ${entry.level}`;
  const known = new Set(a.entries.map(key));
  const fresh = b.entries.filter((entry) => !known.has(key(entry)));
  return escalationList([...a.entries, ...fresh], a.total + b.total - (b.entries.length - fresh.length));
};

/** The list without some of its entries; null when nothing is left. */
export const withoutEntries = (list: Extract<AgencyList, { kind: 'escalation' }>, unwanted: (entry: EscalatedEntry) => boolean): AgencyList | null => {
  const entries = list.entries.filter((entry) => !unwanted(entry));
  const total = list.total - (list.entries.length - entries.length);
  return total === 0 ? null : { ...list, entries, total };
};
