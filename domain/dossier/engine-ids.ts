/**
 * Ids that the engine makes for itself begin with a sign that no caller's id may hold (`CALLERS_ID`), so the two can
 * never meet. Logs written before this rule hold ids such as `tick:5:…`; they stay as they are, and nothing reads
 * meaning from them.
 */
const ENGINE_SIGN = '~';

/** What a caller may choose as the id of an act or submission. */
export const CALLERS_ID = /^[\w:.@/#-]{1,200}$/;

export type EngineId = `${typeof ENGINE_SIGN}${string}`;

/** The submission of a dossier: one for each. */
export const submissionId = (dossierId: string): EngineId => `${ENGINE_SIGN}submit:${dossierId}`;

/** The passing of one deadline, by the event it will begin with and its legal instant. */
export const tickId = (seq: number, deadline: number): EngineId => `${ENGINE_SIGN}tick:${seq}:${deadline}`;

/** Telling a dossier of a version of the calendar. */
export const calendarId = (version: number): EngineId => `${ENGINE_SIGN}calendar:${version}`;

/** Going over to the rules of a newer program: once for each. */
export const rulesId = (rules: number): EngineId => `${ENGINE_SIGN}rules:${rules}`;

/**
 * Moving a dossier to the agencies of a day, as a version of the topology has them: a correction may follow that day.
 * Work may come to an agency after it has ended, so the log's end tells one attempt from the next.
 */
export const reorganisationId = (date: string, version: number, seq: number): EngineId =>
  `${ENGINE_SIGN}reorganise:${date}:${version}:${seq}`;

/** Giving the work of somebody who cannot do it back to their desk: once for each version of the task. */
export const returnToDeskId = (taskId: string, version: number): EngineId => `${ENGINE_SIGN}desk:${taskId}:${version}`;

/** What another system acknowledged or refused, up to an event. */
export const synchronisationId = (system: string, seq: number, failed: boolean): EngineId =>
  `${ENGINE_SIGN}sync:${system}:${seq}${failed ? ':failed' : ''}`;
