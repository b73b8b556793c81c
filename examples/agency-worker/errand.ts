/** What the one-stop engine hands to this agency: one task of one dossier. Ids and codes; everything else is asked of the API. */
export interface Errand {
  readonly dossierId: string;
  readonly code: string | null;
  readonly taskId: string;
  readonly step: string;
  readonly kind: string;
  readonly agency: string;
  readonly officerRole: string;
  /** Epoch milliseconds, or null. */
  readonly dueAt: number | null;
}

/** The task as the API's work list shows it now. */
export interface Task {
  /** `sent`: not acknowledged; `suspended`: the applicant's supplement is awaited; `silent`: our time to answer is over. */
  readonly status: 'sent' | 'open' | 'taken' | 'suspended' | 'silent';
  readonly assignee: string | null;
  readonly version: number;
}

/** What this agency says: how its step ends, or its opinion where it was only asked for one. */
export type Decision =
  | { readonly act: 'complete'; readonly fields: { readonly outcome?: string; readonly note?: string } }
  | { readonly act: 'reply'; readonly fields: { readonly opinion: 'agree' | 'disagree' | 'no-objection'; readonly note?: string } };

/** What is wrong with an errand, or null. */
export function whatIsWrong(errand: Errand): string | null {
  const texts = [errand.dossierId, errand.taskId, errand.step, errand.kind, errand.agency, errand.officerRole];
  if (texts.some((text) => typeof text !== 'string' || text === '')) return 'an errand names dossier, task, step, kind, agency and officer role';
  return errand.dueAt === null || Number.isFinite(errand.dueAt) ? null : 'the due date of an errand is an instant in milliseconds, or null';
}

/** The post this process acts from. */
export const postOf = ({ officerRole, agency }: Errand): string => `${officerRole}@${agency}`;
