import type { AccountChangeTold } from '../../../db/account-notices';
import type { Instant, LocalDate } from '../../../domain/calendar/calendar';
import { localDateOf, minuteOfDay } from '../../../domain/calendar/local-time';

/** What each kind of notice says beyond what all of them say. A language that lacks one does not compile. */
export interface TemplateData {
  // To applicants
  'received': { readonly at: Instant };
  'accepted': { readonly due: Instant };
  'supplement-wanted': { readonly items: readonly string[]; readonly until: Instant };
  'supplement-confirmed': { readonly due: Instant | null };
  'appointment-moved': { readonly due: Instant };
  'apology': { readonly newDue: Instant | null };
  'obligation-noticed': { readonly reference: string };
  'obligation-settled': { readonly due: Instant };
  'result-ready': object;
  'refused': object;
  'intake-refused': object;
  'lapsed': object;
  'lapse-undone': object;
  'stopped': object;
  'withdrawn': object;
  'correction': object;
  'returned': object;
  // To officers and agencies
  'task-assigned': { readonly task: string; readonly due: Instant | null };
  'escalation': { readonly lines: readonly EscalationLine[]; readonly total: number };
  'access-alert': AccessAlert;
  'account-change': AccountChange;
  'digest': { readonly date: LocalDate; readonly dueToday: number; readonly overdue: number; readonly escalated: number; readonly lines: readonly DigestLine[]; readonly total: number };
}

export type Template = keyof TemplateData;

export interface EscalationLine {
  /** Legal code, or the dossier's id before it has one. */
  readonly dossier: string;
  /** Name of the step; null for the dossier's appointment or supplement. */
  readonly task: string | null;
  readonly subject: 'task' | 'appointment' | 'supplement';
  /** `warning`, `overdue`, `apology-wanted`, `escalation-1` … */
  readonly level: string;
  readonly due: Instant;
}

/** Somebody read more than somebody at work would, or at an hour when nobody works; real instants. */
export interface AccessAlert {
  readonly alert: 'mass-reading' | 'night-reading' | 'sign-in-failures';
  readonly alarm: number;
  readonly who: string;
  readonly dossiers: number;
  readonly searches: number;
  readonly first: Instant;
  readonly last: Instant;
}

/** What was changed or proposed about how somebody signs in and what they may do; a real instant. */
export interface AccountChange {
  readonly what: AccountChangeTold;
  readonly by: string;
  /** Posts and grants by their codes. */
  readonly detail: string | null;
  readonly at: Instant;
}

export interface DigestLine {
  readonly dossier: string;
  readonly task: string | null;
  readonly due: Instant;
  readonly escalated: boolean;
}

/** What every notice may say. */
export interface About {
  /** Of whoever is addressed; null for an agency, or somebody unnamed. */
  readonly name: string | null;
  /** Legal code of the dossier, or its id before it has one. */
  readonly dossier: string;
  readonly procedure: string;
  /** Name of the one-stop unit, or of the agency that is told. */
  readonly unit: string;
  /** Where a dossier with a code can be followed, and the secret of its receipt. Officers have none. */
  readonly tracking: { readonly address: string; readonly secret: string } | null;
}

export interface Text {
  readonly subject: string;
  /** Paragraphs; a list is one paragraph of several lines. */
  readonly body: readonly string[];
  /** Sentences of the short text, the indispensable one first: of the rest an SMS holds as many as fit. */
  readonly short: readonly [string, ...string[]];
}

export type Templates = { readonly [T in Template]: (data: TemplateData[T], about: About) => Text };

/** `05/04/2022 17:00`, official local time. */
export const showInstant = (at: Instant): string => {
  const minute = minuteOfDay(at);
  return `${showDate(localDateOf(at))} ${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
};

/** `05/04/2022` */
export const showDate = (date: LocalDate): string => date.split('-').reverse().join('/');
