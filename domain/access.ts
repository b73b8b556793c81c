/** What the access log writes down. */
export const ACCESS_ACTIONS = [
  'read-personal-data',
  'refused-act',
  'refused-route',
  'sign-in',
  'sign-in-failed',
  'sign-out',
  'administration',
  /** A search for somebody, also one without a hit. */
  'search',
  /** The people who act, machine clients, how somebody is reached. */
  'read-register',
  /** What is recorded of dossiers and of the work on them, without an applicant's name. */
  'read-records',
  /** This log, and the acts of all dossiers. */
  'read-log',
  /** The holder of a receipt. */
  'read-own',
  /** An act whose event does not say from where it came. */
  'act',
  /** Handed over, corrected or erased on somebody's request. */
  'personal-data',
  'retention',
] as const;
export type AccessAction = (typeof ACCESS_ACTIONS)[number];
