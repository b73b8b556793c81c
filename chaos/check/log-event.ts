/** An event of the log as the check needs it. */
export interface LogEvent {
  readonly dossierId: string;
  readonly seq: number;
  readonly type: string;
  /** Official instant. */
  readonly at: number;
  /** Whether the engine itself did it, because time passed. */
  readonly byEngine: boolean;
  readonly commandId: string;
  readonly commandIndex: number;
  /** Real instant of its transaction; null where it is not known. */
  readonly writtenAt: number | null;
}

/**
 * The log finds an act by its caller's key, however the engine marks such keys to tell them from its own: what stands
 * behind the last mark is the key.
 */
export const keyIn = (commandId: string): string => commandId.replace(/^.*[:/]/, '');

export const lookUp = (dossier: string, key: string): string => `${dossier} ${key}`;

/** Events by dossier and key, in their order. */
export function eventsByAct(events: readonly LogEvent[]): ReadonlyMap<string, readonly LogEvent[]> {
  const found = new Map<string, LogEvent[]>();
  for (const event of events) {
    const name = lookUp(event.dossierId, keyIn(event.commandId));
    found.set(name, [...(found.get(name) ?? []), event]);
  }
  return found;
}

export function groupBy<T>(list: readonly T[], nameOf: (each: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const each of list) {
    const group = groups.get(nameOf(each));
    if (group === undefined) groups.set(nameOf(each), [each]);
    else group.push(each);
  }
  return groups;
}
