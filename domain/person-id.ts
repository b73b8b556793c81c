import { refusal } from './errors';
import type { Refusal } from './errors';

/** Under which names parts of the engine work, read and write; the access log and the database's policies know them. */
export const ENGINE_PARTS = {
  /** Sends on what was kept while Temporal did not answer. */
  commands: 'command-relay',
  /** Tells people. */
  notices: 'notifier',
  /** Synchronises with the national portal. */
  nationalPortal: 'national-portal',
  /** Tells open dossiers of an amended calendar. */
  calendar: 'calendar',
  /** Gives the work of people who left back to their desks. */
  desks: 'desk-keeper',
  /** Deletes what has been kept long enough. */
  retention: 'retention',
  /** Looks for mass and night reading. */
  watch: 'access-watch',
} as const;

/** Stands in the access log where nobody is known by name. */
export const WITHOUT_NAME = { nobody: 'nobody', unknown: 'unknown', applicant: 'applicant' } as const;

/** What a reader of a log would take for something other than a person. */
const MISLEADING = ['engine', 'client', 'partner', 'officer', 'operator', 'system', 'unproven', 'lienthong'];

const RESERVED: ReadonlySet<string> = new Set([
  ...Object.values(ENGINE_PARTS),
  ...Object.values(WITHOUT_NAME),
  ...MISLEADING,
]);

/**
 * ASCII alone: letters of other scripts look the same and are not. Who was registered before this rule keeps their
 * name.
 */
const PERSON_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/** Why nobody can be registered under this name, or undefined. */
export function whyNoPersonId(person: string, field: string): Refusal | undefined {
  if (!PERSON_ID.test(person)) return refusal('PERSON_ID_INVALID', { value: spelled(person) }, field);
  if (RESERVED.has(person.toLowerCase())) return refusal('PERSON_ID_RESERVED', { value: person }, field);
  return undefined;
}

/** With what does not belong into a name named by its code point: on the screen it may look right. */
const spelled = (person: string): string =>
  [...person.slice(0, 100)].map((sign) => (/[\w.@:-]/.test(sign) ? sign : `${sign}(U+${codeOf(sign)})`)).join('');

const codeOf = (sign: string): string => sign.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
