/**
 * The one place for what Temporal must know: pure constants that anything may import. Addresses, credentials and other
 * facts of an installation come from the environment, which only workers/, api/ and cli/ read.
 */

export const NAMESPACE = 'lienthong';
/**
 * Where agencies' own workers are handed their errands: apart from the dossiers and without the payload codec, for they
 * have no keys. Ids and codes only.
 */
export const AGENCY_NAMESPACE = 'lienthong-agencies';
/** The queue an agency's worker listens on, unless it was registered with another. */
export const agencyQueue = (agency: string): string => `agency.${agency}`;

/** Officers' acts on one queue, the scheduled sweeps on another, so that neither waits behind the other. */
export const TASK_QUEUES = { dossier: 'dossier', sweeps: 'sweeps' } as const;

/**
 * Recording is one short idempotent transaction: a local activity for about five seconds in all, then a normal activity
 * retried without limit, for an officer's act must not be lost while PostgreSQL restarts.
 */
export const TIMEOUTS = {
  recordFast: { startToClose: '2 seconds', scheduleToClose: '5 seconds', firstRetry: '100 milliseconds', tries: 5 },
  recordPatient: { startToClose: '10 seconds', firstRetry: '500 milliseconds', longestRetry: '10 seconds' },
  /** Loading snapshots and reading the clock: as short, and needed before anything else can happen. */
  read: { startToClose: '5 seconds', firstRetry: '200 milliseconds', longestRetry: '10 seconds' },
  /** How long the caller of an act waits for "recorded" before it is told "received, pending". */
  act: 10_000,
} as const;

/** Typed search attributes: what a supervisor filters by in Temporal's own UI. Codes only, never personal data. */
export const SEARCH_ATTRIBUTES = [
  { name: 'DossierCode', type: 'KEYWORD' },
  { name: 'DossierStatus', type: 'KEYWORD' },
  { name: 'ProcedureCode', type: 'KEYWORD' },
  { name: 'ReceivingUnit', type: 'KEYWORD' },
  { name: 'ClockState', type: 'KEYWORD' },
  { name: 'HoldingAgencies', type: 'KEYWORD_LIST' },
  { name: 'DueAt', type: 'DATETIME' },
] as const;

/** What a server must be set to; our own is started with it, `doctor` checks it elsewhere (temporal.md §1.10, §16). */
export const DYNAMIC_CONFIG = {
  // Off by default even in 1.32: without it one agency's backlog starves a commune.
  'matching.enableFairness': true,
  'matching.useNewMatcher': true,
  // Fairness is exact only in a queue of one partition.
  'matching.numTaskqueueReadPartitions': 1,
  'matching.numTaskqueueWritePartitions': 1,
  'limit.maxIDLength': 255,
} as const;

/**
 * Schedules tick in real time and ask the installation's clock what is due. Overlap SKIP and a short catch-up: after an
 * outage one run is enough, for each reads everything that is due.
 */
export const SCHEDULES = [
  { id: 'escalation', every: '1 minute', workflow: 'escalationWatch' },
  { id: 'daily-digest', every: '10 minutes', workflow: 'dailyDigest' },
  { id: 'orphan-repair', every: '1 minute', workflow: 'orphanRepair' },
  { id: 'desk-check', every: '1 minute', workflow: 'deskCheck' },
  { id: 'timer-check', every: '5 minutes', workflow: 'timerCheck' },
  { id: 'store-check', every: '1 minute', workflow: 'storeCheck' },
  { id: 'anchor', every: '1 minute', workflow: 'anchorLogs' },
  { id: 'verification', every: '10 minutes', workflow: 'verifyEverything' },
] as const;
export const SCHEDULE_CATCH_UP = '1 minute';

/** Workers: one place for the numbers that decide memory and throughput on a small machine. */
export const WORKER = {
  maxCachedWorkflows: 2_000,
  maxConcurrentWorkflowTaskExecutions: 40,
  maxConcurrentLocalActivityExecutions: 40,
  maxConcurrentActivityTaskExecutions: 40,
  workflowTaskPollers: 10,
  shutdownGrace: '10 seconds',
  shutdownForce: '20 seconds',
} as const;

/** 1 urgent … 5 batch; 3 is ordinary. Fairness is by agency: of the receiving unit for workflows, of the step's owner for activities. */
export const PRIORITY = { act: 3 } as const;
