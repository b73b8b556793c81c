import { join } from 'node:path';

/** The ways a dossier may take of which a history is kept, so that a changed workflow is replayed on each. */
export const PATHS = [
  'smooth',
  'supplement',
  'lapse',
  'two-phases',
  'consultation',
  'parallel',
  'refused',
  'withdrawn',
  'missed',
  'continues-as-new',
  'continued',
  'sweep',
  // Above: begun under the program that did not follow the log. From here on: those that do.
  'by-the-log',
  'goes-over',
  'follows',
  'completes',
  // Begun under rules 1, and gone over to rules 2; and under rules 2 from the first.
  'adopts',
  'wrong-transfer',
] as const;
export type Path = (typeof PATHS)[number];

/** A history as it is stored: encrypted as in production, with a key that everybody may know. */
export interface StoredHistory {
  readonly workflowId: string;
  /** temporal.api.history.v1.History, binary, in base64. */
  readonly history: string;
}

export const HISTORY_KEYS = `histories:${Buffer.alloc(32, 11).toString('base64')}`;

export const fileOf = (path: Path): string => join(__dirname, `${path}.json`);
