import type { Instant } from '../domain/calendar/calendar';
import type { Timeline } from '../db/reads/timeline-of';
import type { Text } from '../domain/text';

/** A stretch of time; `to` is null while it lasts. */
export interface Stretch {
  readonly from: Instant;
  readonly to: Instant | null;
}

/** One task in its agency's lane. */
export interface Bar extends Stretch {
  readonly taskId: string;
  readonly kind: string;
  readonly name: Text;
  readonly status: string;
  readonly outcome: string | null;
  readonly due: Instant | null;
  /** Until when the hand-over lay there without being acknowledged; null where that was not awaited. */
  readonly acknowledgedAt: Instant | null;
  readonly waiting: boolean;
  /** From its due instant on, where it was late or is. */
  readonly lateFrom: Instant | null;
}

export interface Lane {
  readonly agency: string;
  readonly name: Text | null;
  readonly bars: readonly Bar[];
}

export interface Pause extends Stretch {
  readonly rule: string;
}

export const MARKS = ['submitted', 'accepted', 'missed', 'apology', 'resolved', 'returned', 'ended', 'escalation'] as const;
export interface Mark {
  readonly at: Instant;
  readonly mark: (typeof MARKS)[number];
  /** What was missed, or which level was told about what. */
  readonly detail: string | null;
}

/** What a drawing of a dossier's way needs: lanes of agencies in the order in which it reached them, pauses, marks. */
export interface TimelineRows {
  readonly dossierId: string;
  readonly code: string | null;
  readonly now: Instant;
  readonly submittedAt: Instant;
  readonly dueAt: Instant | null;
  readonly originalDueAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly lanes: readonly Lane[];
  readonly pauses: readonly Pause[];
  readonly marks: readonly Mark[];
}

/** Rows of the timeline at an official instant. Pure: the history decides, not the clock of the host. */
export function timelineRows({ dossier, tasks, history }: Timeline, now: Instant, nameOf: (agency: string) => Text | undefined): TimelineRows {
  const sent = new Map<string, Instant>();
  const acknowledged = new Map<string, Instant>();
  const pauses: { from: Instant; to: Instant | null; rule: string }[] = [];
  const marks: Mark[] = [];
  const resume = (at: Instant): void => {
    const last = pauses.at(-1);
    if (last && last.to === null) last.to = at;
  };

  for (const entry of history) {
    const { at } = entry;
    if (entry.kind === 'escalation') {
      marks.push({ at, mark: 'escalation', detail: `${entry.level} ${entry.subject}` });
      continue;
    }
    const e = entry.event.payload;
    switch (e.type) {
      case 'DossierSubmitted':
        marks.push({ at, mark: 'submitted', detail: null });
        break;
      case 'DossierAccepted':
        marks.push({ at, mark: 'accepted', detail: e.code });
        break;
      case 'HandOverSent':
        sent.set(e.taskId, at);
        break;
      case 'HandOverAcknowledged':
        acknowledged.set(e.taskId, at);
        break;
      case 'ClockStopped':
        resume(at);
        pauses.push({ from: at, to: null, rule: e.rule });
        break;
      case 'ClockResumed':
      case 'ClockReset':
        resume(at);
        break;
      case 'DeadlineMissed':
        marks.push({ at: e.deadline.due, mark: 'missed', detail: 'taskId' in e.deadline ? `${e.deadline.kind} ${e.deadline.taskId}` : e.deadline.kind });
        break;
      case 'ApologyIssued':
        marks.push({ at, mark: 'apology', detail: null });
        break;
      case 'DossierResolved':
        marks.push({ at, mark: 'resolved', detail: e.outcome });
        break;
      case 'ResultReturned':
        marks.push({ at, mark: 'returned', detail: e.way });
        break;
      case 'IntakeRefused':
      case 'DossierStopped':
      case 'DossierWithdrawn':
      case 'SupplementLapsed':
        resume(at);
        marks.push({ at, mark: 'ended', detail: e.type });
        break;
    }
  }
  if (dossier.endedAt !== null) resume(dossier.endedAt);

  const lanes = new Map<string, Bar[]>();
  for (const task of tasks) {
    const end = task.closedAt ?? now;
    const bar: Bar = {
      taskId: task.taskId,
      kind: task.kind,
      name: { vi: task.nameVi, en: task.nameEn },
      status: task.status,
      outcome: task.outcome,
      from: task.openedAt,
      to: task.closedAt,
      due: task.dueAt,
      acknowledgedAt: acknowledged.get(task.taskId) ?? null,
      waiting: sent.has(task.taskId),
      lateFrom: task.dueAt !== null && end > task.dueAt && task.status !== 'suspended' ? task.dueAt : null,
    };
    lanes.set(task.agency, [...(lanes.get(task.agency) ?? []), bar]);
  }
  const { dossierId, code, submittedAt, dueAt, originalDueAt, endedAt } = dossier;
  return {
    dossierId, code, now, submittedAt, dueAt, originalDueAt, endedAt,
    lanes: [...lanes].map(([agency, bars]) => ({ agency, name: nameOf(agency) ?? null, bars })),
    pauses,
    marks: marks.sort((a, b) => a.at - b.at),
  };
}
