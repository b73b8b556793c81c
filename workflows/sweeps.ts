import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { MendActivities } from '../activities/mend';
import type { DigestActivities } from '../activities/digest';
import type { EscalationActivities } from '../activities/escalation';
import type { Place, ReconcileActivities } from '../activities/reconcile';
import type { RepairActivities } from '../activities/repair';
import type { VerificationActivities } from '../activities/verification';
import { TASK_QUEUES } from '../temporal.config';
import type { Mended } from './mend.messages';

/** One run watches for about a minute; its worker's death is noticed within seconds, and the next run goes on. */
const { watchDeadlines } = proxyActivities<EscalationActivities>({
  taskQueue: TASK_QUEUES.sweeps,
  startToCloseTimeout: '2 minutes',
  heartbeatTimeout: '15 seconds',
  retry: { maximumAttempts: 3, initialInterval: '1 second' },
  summary: 'fire warnings, overdue marks and escalations that are due',
});

/** A sweep reads everything that is due, so a run that fails is simply followed by the next. */
const { sendDigests, repairOrphans, checkTimers, returnStrandedWork } = proxyActivities<DigestActivities & RepairActivities>({
  taskQueue: TASK_QUEUES.sweeps,
  startToCloseTimeout: '1 minute',
  retry: { maximumAttempts: 3, initialInterval: '1 second' },
});

/** Tells people: every rung of every watched deadline that falls due within the run, once (design.md law 7). */
export async function escalationWatch(): Promise<number> {
  return watchDeadlines();
}

/** One list a morning for every head of agency: due today, overdue, escalated. */
export async function dailyDigest(): Promise<number> {
  return sendDigests();
}

/** Starts what was submitted and never began, because the process died in between. */
export async function orphanRepair(): Promise<number> {
  return repairOrphans();
}

/** Gives back to their desks the tasks of people who left, whose standing in ended, or whose account was closed. */
export async function deskCheck(): Promise<number> {
  return returnStrandedWork();
}

/**
 * Looks for dossiers whose effective deadline is long past and whose workflow has not moved, normally none, and mends
 * them.
 */
export async function timerCheck(): Promise<number> {
  return checkTimers();
}

/**
 * Whoever waits for it goes away sooner; what stays broken is found again by the next who needs the dossier, and by
 * the sweeps.
 */
const mending = proxyActivities<MendActivities>({
  taskQueue: TASK_QUEUES.sweeps,
  startToCloseTimeout: '1 minute',
  retry: { maximumAttempts: 5, initialInterval: '300 milliseconds', maximumInterval: '5 seconds' },
  summary: 'bring log and workflow of one dossier together',
});

/**
 * Brings log and workflow of one dossier together. Its id is made of the dossier's, so that it happens once at a
 * time.
 */
export async function mendDossier(dossierId: string): Promise<Mended> {
  return mending.mendDossier(dossierId);
}

const comparing = proxyActivities<ReconcileActivities>({
  taskQueue: TASK_QUEUES.sweeps,
  startToCloseTimeout: '1 minute',
  retry: { maximumAttempts: 3, initialInterval: '1 second' },
  summary: 'compare log and workflows by sample',
});

/**
 * A comparison of everything takes minutes; its worker's death is noticed within half a minute, and the next attempt
 * goes on.
 */
const reconciling = proxyActivities<ReconcileActivities>({
  taskQueue: TASK_QUEUES.sweeps,
  startToCloseTimeout: '12 hours',
  heartbeatTimeout: '30 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '30 seconds' },
  summary: 'compare log and workflows, every dossier',
});

/**
 * Looks whether one of the two stores was put back, and has everything compared where it was. Remembers where
 * PostgreSQL stood.
 */
export async function storeCheck(): Promise<Place> {
  const place = await comparing.compareStores((workflowInfo().lastResult as Place | undefined) ?? null);
  await reconciling.reconcileStores();
  return place;
}

/** Works the comparisons that are open, at once and not with the next look. */
export async function reconcileStores(): Promise<number> {
  return reconciling.reconcileStores();
}

/** Whatever it could not bring outside, the next run does. */
const anchoring = proxyActivities<VerificationActivities>({
  taskQueue: TASK_QUEUES.sweeps,
  startToCloseTimeout: '5 minutes',
  retry: { maximumAttempts: 2, initialInterval: '5 seconds' },
  summary: 'seal the access log, anchor the heads of all chains',
});

/** Everything there is may take hours; its worker's death is noticed within half a minute. */
const verifying = proxyActivities<VerificationActivities>({
  taskQueue: TASK_QUEUES.sweeps,
  startToCloseTimeout: '12 hours',
  heartbeatTimeout: '30 seconds',
  retry: { maximumAttempts: 3, initialInterval: '1 minute' },
  summary: 'verify every log and all that depends on it',
});

/** Seals the access log, and anchors what has moved once an hour. */
export async function anchorLogs(): Promise<number | null> {
  return anchoring.anchorLogs();
}

/** Verifies everything once a day; each place that is found raises an alarm. */
export async function verifyEverything(): Promise<number | null> {
  return verifying.verifyEverything();
}
