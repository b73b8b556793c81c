import type { AgencyCode } from '../agency/agency';
import { NO_RENAMES } from '../agency/renames';
import type { Renames } from '../agency/renames';
import { amendCalendar, diffCalendars } from '../calendar/amend';
import type { Calendar, Instant } from '../calendar/calendar';
import { ESCALATION_ADDRESSEES } from '../procedure/procedure';
import type { DossierEvent, Exception } from './event';
import { openSupplements, openTasks, suspendsScope } from './state';
import type { Appointment, DossierState, RefusalPaper, Supplement, Task, TaskId } from './state';

type Of<T extends DossierEvent['type']> = Extract<DossierEvent, { type: T }>;
type Evolve<T extends DossierEvent['type']> = (state: DossierState, event: Of<T>, at: Instant) => DossierState;

/** Whose task was completed at this instant; the receiving unit where time alone decided. */
function completedLast({ tasks, receivingUnit }: DossierState, at: Instant): AgencyCode {
  const done = Object.values(tasks).filter(({ status, closedAt }) => status === 'done' && closedAt === at);
  return done.sort((a, b) => (a.taskId < b.taskId ? -1 : 1)).at(-1)?.agency ?? receivingUnit;
}

/**
 * Applies one event. Total, and it computes nothing that a rule could change: whatever the law computes is in the event.
 */
export function evolve(state: DossierState, event: DossierEvent, at: Instant): DossierState {
  const apply = EVOLVE[event.type] as Evolve<DossierEvent['type']>;
  return { ...apply(state, event, at), seq: state.seq + 1, lastAt: at };
}

const EVOLVE: { readonly [T in DossierEvent['type']]: Evolve<T> } = {
  DossierSubmitted: (s, e, at) => ({ ...s, channel: e.channel, facts: e.facts, documents: e.documents, submittedAt: at, money: { ...s.money, fee: e.feeOwed ? 'owed' : 'none' } }),
  DossierAccepted: (s, e, at) => ({
    ...s,
    code: e.code,
    stage: 'processing',
    acceptedAt: at,
    procedure: e.procedure ?? s.procedure,
    agencies: e.agencies ?? s.agencies,
    appointments: [e.appointment],
    generations: raise(s, 'appointment:0'),
    ...(e.feeOwed === undefined ? {} : { money: letOff(s, e.exceptions ?? [], e.feeOwed) }),
  }),
  IntakeRefused: (s, { ground, reason, appeal }, at) => ({
    ...raiseAll(fallenAway(s)),
    stage: 'refused-intake',
    endedAt: at,
    ...(appeal ? { refusal: { ground, reason, appeal, taskId: null } } : {}),
  }),
  FeePaid: (s) => ({ ...s, money: { ...s.money, fee: 'paid' } }),

  SupplementRequested: (s, e) => ({
    ...withTasks(s, e.supplement.suspends, (t) => ({ ...t, status: 'suspended' })),
    supplements: [...s.supplements, { ...e.supplement, items: e.items }],
  }),
  SupplementProvided: (s, e, at) => withSupplement(s, e.n, { status: 'provided', providedAt: at, confirmBy: e.confirmBy }),
  SupplementConfirmed: (s, e) => {
    const confirmed = s.supplements.find((x) => x.n === e.n);
    const after = withSupplement(s, e.n, { status: 'confirmed' });
    // Another agency may still wait for a supplement of its own.
    const stillWaiting = openSupplements(after).flatMap((x) => x.suspends);
    const resuming = (confirmed?.suspends ?? []).filter((taskId) => !stillWaiting.includes(taskId));
    return withTasks(after, resuming, (t) => (t.status === 'suspended' ? { ...t, status: resumedStatus(t) } : t));
  },
  SupplementLapsed: (s, e, at) => ({ ...raiseAll(withSupplement(s, e.n, { status: 'lapsed' })), stageBefore: s.stage, stage: 'lapsed', endedAt: at }),
  LapseUndone: (s, e) => ({
    ...raiseAll(withSupplement(s, e.n, { status: 'provided', providedAt: e.providedAt, confirmBy: e.confirmBy })),
    stage: s.stageBefore ?? 'submitted',
    stageBefore: null,
    endedAt: null,
  }),

  DocumentAttached: (s, { attachmentId, document, sha256, origin }) => ({ ...s, attachments: [...(s.attachments ?? []), { attachmentId, document, sha256, origin }] }),
  DocumentWithdrawn: (s, e) => ({ ...s, attachments: s.attachments?.map((a) => (a.attachmentId === e.attachmentId ? { ...a, withdrawn: true as const } : a)) }),

  StepAssigned: (s, e) => ({
    ...s,
    supplements: e.task.status === 'suspended' ? s.supplements.map((x) => (isOpen(x) && suspendsScope(s, x, e.task.scope) ? { ...x, suspends: [...x.suspends, e.task.taskId] } : x)) : s.supplements,
    tasks: { ...s.tasks, [e.task.taskId]: e.task },
    occurrences: { ...s.occurrences, [e.task.step]: Math.max(occurrenceOf(e.task.taskId), s.occurrences[e.task.step] ?? 0) },
    generations: raise(s, `task:${e.task.taskId}`),
    money: e.task.kind === 'financial-obligation' ? { ...s.money, obligation: 'slip-sent', settledBy: null } : s.money,
  }),
  OfficerAssigned: (s, e) => withTask(s, e.taskId, (t) => ({ ...t, ...acknowledged, assignee: e.person, status: t.status === 'sent' ? 'open' : t.status })),
  TaskTakenUp: (s, e) => withTask(s, e.taskId, (t) => ({ ...t, ...acknowledged, assignee: e.person, status: unlessSuspended(t, 'taken') })),
  TaskReturnedToDesk: (s, e) =>
    withTask(s, e.taskId, (t) => ({ ...t, assignee: null, status: unlessSuspended(t, 'open') })),
  TaskReleased: (s, e) => withTask(s, e.taskId, (t) => ({ ...t, assignee: null, status: unlessSuspended(t, 'open') })),
  StepCompleted: (s, e, at) => {
    const task = s.tasks[e.taskId];
    return {
      ...close(s, e.taskId, 'done', e.outcome, at),
      facts: Object.keys(e.facts).length === 0 ? s.facts : { ...s.facts, ...e.facts },
      outcomes: task ? { ...s.outcomes, [task.step]: e.outcome } : s.outcomes,
      ...(e.refusal ? { refusal: { ...e.refusal, reason: e.note, taskId: e.taskId } } : {}),
    };
  },
  StepCancelled: (s, e, at) => close(s, e.taskId, 'cancelled', e.ground, at),
  StepSentBack: (s, e, at) => close(s, e.taskId, 'cancelled', 'sent-back', at),
  StepRecalled: (s, e, at) => close(s, e.taskId, 'cancelled', 'recalled', at),
  StepRerouted: (s, e, at) => ({
    ...withTask(s, e.taskId, (t) => ({
      ...sentOn(t, at),
      agency: e.to,
      rerouted: true,
      assignee: null,
      status: unlessSuspended(t, 'sent'),
      acknowledgeBy: e.acknowledgeBy,
      acknowledgementMissed: false,
      ...(e.replyBy === undefined ? {} : { dueAt: e.replyBy, countsFrom: at }),
    })),
    agencies: { ...s.agencies, agencies: { ...s.agencies.agencies, [e.to]: e.info } },
    // The addressees change, so the watch is laid anew; the limit itself runs on.
    generations: raise(s, `task:${e.taskId}`),
  }),
  TransferReturned: (s, e) => ({
    ...withTask(s, e.taskId, (t) => ({
      ...t,
      agency: e.to,
      officerRole: e.role,
      returned: { by: e.from, role: t.officerRole, since: e.since },
      assignee: null,
      status: unlessSuspended(t, 'sent'),
      acknowledgeBy: e.acknowledgeBy,
      acknowledgementMissed: false,
      // A reply date was that of the agency that was asked wrongly; the right one gets its own.
      dueAt: t.consultation === null ? t.dueAt : null,
    })),
    generations: raise(s, `task:${e.taskId}`),
  }),
  HandOverSent: (s, e) => withTask(s, e.taskId, (t) => ({ ...t, status: unlessSuspended(t, 'sent'), acknowledgeBy: e.acknowledgeBy }), false),
  HandOverAcknowledged: (s, e, at) => ({
    ...withTask(s, e.taskId, (t) => ({
      ...t,
      ...acknowledged,
      status: t.status === 'sent' ? 'open' : t.status,
      ...(e.replyBy === null ? {} : { dueAt: e.replyBy, countsFrom: at }),
    })),
    generations: e.replyBy === null ? s.generations : raise(s, `task:${e.taskId}`),
  }),
  ConsultationReplied: (s, e, at) => (e.late ? s : close(s, e.taskId, 'done', e.opinion, at)),
  SilenceTakenAsConsent: (s, e, at) => close(s, e.taskId, 'silent', 'consent', at),
  BlockOpened: (s, e) => ({
    ...s,
    blocks: { ...s.blocks, [e.block.block]: e.block },
    occurrences: { ...s.occurrences, [e.block.parallel]: (s.occurrences[e.block.parallel] ?? 0) + 1 },
  }),
  BranchFinished: (s, e) => {
    const block = s.blocks[e.block];
    if (!block) return s;
    const refused = e.refused ? [...block.refused, e.branch] : block.refused;
    return { ...s, blocks: { ...s.blocks, [e.block]: { ...block, arrived: [...block.arrived, e.branch], refused } } };
  },
  BlockJoined: (s, e) => ({ ...s, blocks: without(s.blocks, e.block) }),
  BlockLeft: (s, e) => ({ ...s, blocks: without(s.blocks, e.block) }),

  ClockStopped: (s, e, at) => ({ ...s, stopped: { since: at, rule: e.rule }, generations: raise(s, `appointment:${s.phase}`) }),
  ClockResumed: (s, e, at) => resumed(withAppointment(s, e.appointment), at),
  ClockReset: (s, e, at) => {
    const reset = e.appointment === null ? s : withAppointment(resumed(s, at), e.appointment);
    return e.tasks.reduce((state, task) => restartTask(state, task, e.from), reset);
  },
  DeadlineMissed: (s, e, at) => {
    const missed = e.deadline;
    switch (missed.kind) {
      case 'appointment':
        return { ...s, appointments: s.appointments.map((a) => (a.phase === missed.phase ? { ...a, missedAt: at } : a)) };
      case 'hand-over':
        return withTask(s, missed.taskId, (t) => ({ ...t, acknowledgementMissed: true }), false);
      case 'consultation':
        return withTask(s, missed.taskId, (t) => ({ ...t, status: 'silent' }));
      case 'supplement':
        return s;
    }
  },
  ApologyIssued: (s, e) => (e.appointment === null ? s : withAppointment(s, e.appointment)),

  PhaseMet: (s, e, at) => ({ ...s, appointments: s.appointments.map((a) => (a.phase === e.phase ? { ...a, metAt: at } : a)) }),
  ObligationNoticed: (s, e, at) => ({
    ...withTask(s, e.taskId, (t) => ({ ...t, status: 'taken', dueAt: null, noticed: t.noticed ?? { at, dueAt: t.dueAt } })),
    money: { ...s.money, obligation: 'noticed' },
    generations: raise(s, `task:${e.taskId}`),
  }),
  SlipReturned: (s, e, at) => ({
    ...withTask(close(s, e.taskId, 'done', 'slip-returned', at), e.taskId, (t) => ({ ...t, erred: e.erred }), false),
    money: { ...s.money, obligation: 'slip-returned' },
    appointments: s.endedAt === null ? s.appointments.map((a) => (a.phase === s.phase ? { ...a, metAt: null } : a)) : s.appointments,
  }),
  ObligationSettled: (s, e, at) => {
    const closed = resumed(close(s, e.taskId, 'done', e.by, at), at);
    return {
      ...closed,
      outcomes: { ...closed.outcomes, [s.tasks[e.taskId]?.step ?? '']: e.by },
      money: { ...s.money, obligation: 'settled', settledBy: e.by },
      phase: e.appointment.phase,
      appointments: [...s.appointments.filter((a) => a.phase !== e.appointment.phase), e.appointment],
      generations: { ...closed.generations, ...raise(closed, `appointment:${e.appointment.phase}`) },
    };
  },

  DossierResolved: (s, e, at) => ({
    ...withoutRefusal(fallenAway(s)),
    stage: 'resolved',
    endedAt: s.endedAt ?? at,
    decision: { outcome: e.outcome, refused: e.refused, at },
    decider: s.decider ?? completedLast(s, at),
    ...refusalOf(s, e),
    appointments: s.appointments.map((a) => (a.phase === s.phase && a.metAt === null ? { ...a, metAt: at } : a)),
    delivery: { ...s.delivery, status: 'ready' },
    generations: raise(s, `appointment:${s.phase}`),
  }),
  ResultReturned: (s, e, at) => ({ ...s, stage: 'returned', returnedAt: at, delivery: { status: 'delivered', way: e.way } }),
  DossierStopped: (s, _e, at) => ({ ...raiseAll(fallenAway(s)), stage: 'stopped', endedAt: at }),
  DossierWithdrawn: (s, _e, at) => ({ ...raiseAll(fallenAway(s)), stage: 'withdrawn', endedAt: at }),
  CorrectionOpened: (s) => ({ ...s, archivedAt: null, stageBefore: s.stage, stage: 'processing', delivery: { status: 'none', way: null } }),
  DossierArchived: (s, _e, at) => ({ ...s, archivedAt: at }),

  CalendarAmended: (s, e) => {
    const amended = amendCalendar(s.calendar, e.change);
    const base: DossierState = amended.ok ? { ...s, calendar: { ...amended.value, version: e.to }, calendarHistory: [...s.calendarHistory, wayBack(s.calendar, amended.value, e.change.reason)] } : s;
    const moved = e.appointment === null ? base : withAppointment(base, e.appointment);
    const tasks = e.tasks.reduce(moveTask, moved);
    return e.supplements.reduce((state, { n, ...ends }) => withSupplement(state, n, ends), tasks);
  },
  AgenciesReorganised: (s, e) => {
    const base: DossierState = {
      ...recoded(s, e.renamed),
      agencies: { ...e.agencies, agencies: { ...s.agencies.agencies, ...e.agencies.agencies } },
      receivingUnit: e.receivingUnit,
      place: e.place,
      tasks: reorganisedTasks(s, e),
      generations: raise(s, `appointment:${s.phase}`),
    };
    const moved = e.moved.reduce(
      (state, { taskId, to }) => ({
        ...withTask(state, taskId, (t) => ({ ...t, agency: to, assignee: null, status: t.status === 'taken' ? 'open' : t.status })),
        generations: raise(state, `task:${taskId}`),
      }),
      base,
    );
    return otherAddressees(s, moved).reduce((state, subject) => ({ ...state, generations: raise(state, subject) }), moved);
  },
  RulesAdopted: (s, e) => ({ ...s, rules: e.rules }),
  SyncReported: (s, e) => ({ ...s, sync: { acknowledgedSeq: Math.max(s.sync.acknowledgedSeq, e.acknowledgedSeq), failure: e.failure } }),
};

/** A re-routed task stays so where only codes were corrected; otherwise its step's role names its agency anew. */
function reorganisedTasks(
  { tasks }: DossierState,
  { renamed, moved }: Of<'AgenciesReorganised'>,
): DossierState['tasks'] {
  const isCorrection = renamed !== undefined && moved.every(({ from, to }) => renamed[from] === to);
  const kept = ({ rerouted, ...task }: Task): Task => (isCorrection && rerouted ? { ...task, rerouted } : task);
  return Object.fromEntries(Object.entries(tasks).map(([id, task]) => [id, recodedTask(kept(task), renamed)]));
}

/** Who decided first is the same agency under its corrected code. */
function recoded(state: DossierState, renamed: Renames = NO_RENAMES): DossierState {
  const { decider } = state;
  const now = decider === undefined ? undefined : renamed[decider];
  return now === undefined ? state : { ...state, decider: now };
}

/** Closed work too: it goes back to its agency, which may recall it. */
function recodedTask(task: Task, renamed: Renames = NO_RENAMES): Task {
  const now = (code: AgencyCode): AgencyCode => renamed[code] ?? code;
  const { agency, returned, detours } = task;
  return {
    ...task,
    agency: now(agency),
    ...(returned ? { returned: { ...returned, by: now(returned.by) } } : {}),
    ...(detours ? { detours: detours.map((detour) => ({ ...detour, sender: now(detour.sender) })) } : {}),
  };
}

/** Work that stays where it is may answer to another chair from now on; what was sent in is confirmed where its task is now. */
function otherAddressees(before: DossierState, after: DossierState): string[] {
  const sameChain = ({ agency }: Task): boolean =>
    ESCALATION_ADDRESSEES.every((to) => before.agencies.agencies[agency]?.chain[to] === after.agencies.agencies[agency]?.chain[to]);
  const tasks = openTasks(after).filter((task) => before.tasks[task.taskId]?.agency === task.agency && !sameChain(task));
  return [...tasks.map((task) => `task:${task.taskId}`), ...openSupplements(after).map(({ n }) => `supplement:${n}`)];
}

const wayBack = (from: Calendar, to: Calendar, reason: string): DossierState['calendarHistory'][number] => ({
  version: from.version,
  back: { ...diffCalendars(to, from).change, reason },
});

const letOff = ({ money }: DossierState, exceptions: readonly Exception[], feeOwed: boolean): DossierState['money'] => ({
  ...money,
  fee: feeOwed ? money.fee : 'none',
  waived: exceptions.flatMap((e) => ('fee' in e ? [e.fee] : [])),
});

/** A task on its way to another agency. Where it had come back as a wrong transfer, that detour is its sender's. */
function sentOn({ returned, ...task }: Task, at: Instant): Task {
  if (!returned) return { ...task, arrivedAt: at };
  const detour = { from: returned.since, to: at, sender: task.agency };
  return { ...task, arrivedAt: at, officerRole: returned.role, detours: [...(task.detours ?? []), detour] };
}

const withoutRefusal = ({ refusal: _, ...state }: DossierState): DossierState => state;

/** A decision that refuses carries its paper; one that grants takes the paper of an earlier refusal away. */
function refusalOf(s: DossierState, { refused, refusal }: Of<'DossierResolved'>): { refusal?: RefusalPaper } {
  if (refusal) return { refusal };
  const { refusal: earlier } = s;
  return earlier && refused ? { refusal: earlier } : {};
}

const acknowledged = { acknowledgeBy: null } as const;

/** `examine#2` is the second occurrence of `examine`; a consulted agency's part `consult#1/H35.05` is of the first. */
export const occurrenceOf = (taskId: TaskId): number => Number(/#(\d+)/.exec(taskId)?.[1] ?? 1);

function withTask(state: DossierState, taskId: TaskId, change: (task: Task) => Task, raiseVersion = true): DossierState {
  const task = state.tasks[taskId];
  if (!task) return state;
  const changed = change(task);
  return { ...state, tasks: { ...state.tasks, [taskId]: raiseVersion ? { ...changed, version: task.version + 1 } : changed } };
}

const withTasks = (state: DossierState, taskIds: readonly TaskId[], change: (task: Task) => Task): DossierState =>
  taskIds.reduce<DossierState>((s, taskId) => ({ ...withTask(s, taskId, change), generations: raise(s, `task:${taskId}`) }), state);

const close = (state: DossierState, taskId: TaskId, status: Task['status'], outcome: string, at: Instant): DossierState => {
  const closed = { ...withTask(state, taskId, (t) => ({ ...t, ...acknowledged, status, outcome, closedAt: at })), generations: raise(state, `task:${taskId}`) };
  return silentParts(closed, taskId).reduce((s, part) => ({ ...withTask(s, part, (t) => ({ ...t, closedAt: at })), generations: raise(s, `task:${part}`) }), fallenAway(closed, taskId));
};

/** Agencies that let their reply date pass: they are waited for no longer than their consultation. */
const silentParts = (state: DossierState, consultation: TaskId): TaskId[] =>
  Object.values(state.tasks).filter((t) => t.consultation === consultation && t.closedAt === null && t.status === 'silent').map((t) => t.taskId);

/** A supplement falls away with the last task it was asked for; with no task named, every open one does. */
const fallenAway = (state: DossierState, taskId?: TaskId): DossierState =>
  openSupplements(state)
    .filter((x) => taskId === undefined || (x.suspends.includes(taskId) && x.suspends.every((t) => state.tasks[t]?.closedAt !== null)))
    .reduce((s, x) => withSupplement(s, x.n, { status: 'void' }), state);

const isOpen = (supplement: Supplement): boolean => supplement.status === 'asked' || supplement.status === 'provided';

/** While a supplement is awaited, its task moves within the suspension and does not leave it. */
const unlessSuspended = (task: Task, status: Task['status']): Task['status'] => (task.status === 'suspended' ? 'suspended' : status);

const resumedStatus = (task: Task): Task['status'] => (task.acknowledgeBy !== null ? 'sent' : task.assignee === null ? 'open' : 'taken');

type MovedTask = Of<'ClockReset'>['tasks'][number];

const moveTask = (state: DossierState, { taskId, dueAt, acknowledgeBy }: MovedTask): DossierState => ({
  ...withTask(state, taskId, (t) => ({ ...t, dueAt, acknowledgeBy: acknowledgeBy ?? t.acknowledgeBy })),
  generations: raise(state, `task:${taskId}`),
});

const restartTask = (state: DossierState, moved: MovedTask, from: Instant): DossierState =>
  withTask(moveTask(state, moved), moved.taskId, (t) => ({ ...t, countsFrom: from }), false);

const withSupplement = (state: DossierState, n: number, change: Partial<Supplement>): DossierState => ({
  ...state,
  supplements: state.supplements.map((x) => (x.n === n ? { ...x, ...change } : x)),
  generations: raise(state, `supplement:${n}`),
});

const withAppointment = (state: DossierState, appointment: Appointment): DossierState => ({
  ...state,
  appointments: state.appointments.map((a) => (a.phase === appointment.phase ? appointment : a)),
  generations: raise(state, `appointment:${appointment.phase}`),
});

/** Ends the stop that is running, and keeps it for the explanation. */
const resumed = (state: DossierState, at: Instant): DossierState =>
  state.stopped === null
    ? state
    : {
        ...state,
        stopped: null,
        stops: [...state.stops, { phase: state.phase, from: state.stopped.since, to: at, rule: state.stopped.rule }],
      };

const raise = (state: DossierState, subject: string): DossierState['generations'] => ({
  ...state.generations,
  [subject]: (state.generations[subject] ?? 0) + 1,
});

/** At an ending every watch falls away; undoing it lays them anew. */
const raiseAll = (state: DossierState): DossierState => ({
  ...state,
  generations: Object.fromEntries(Object.entries(state.generations).map(([subject, n]) => [subject, n + 1])),
});

const without = <T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> =>
  Object.fromEntries(Object.entries(record).filter(([k]) => k !== key));
