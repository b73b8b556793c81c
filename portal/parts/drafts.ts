const PREFIX = 'draft:';
/** A draft holds personal data on a machine that others use, too. */
const KEPT_MS = 24 * 3_600_000;

interface Kept<T> {
  readonly at: number;
  readonly value: T;
}

/** What somebody had not finished within the last day; drafts of anybody else on this machine are forgotten. */
export function findDraft<T>(person: string, name: string): Kept<T> | null {
  try {
    for (const key of keysOf()) if (!key.startsWith(`${PREFIX}${person}:`)) localStorage.removeItem(key);
    const kept = JSON.parse(localStorage.getItem(keyOf(person, name)) ?? 'null') as Kept<T> | null;
    if (kept !== null && Date.now() - kept.at < KEPT_MS) return kept;
    localStorage.removeItem(keyOf(person, name));
  } catch {
    // A browser that keeps nothing has no drafts.
  }
  return null;
}

export function keepDraft(person: string, name: string, value: unknown): void {
  try {
    localStorage.setItem(keyOf(person, name), JSON.stringify({ at: Date.now(), value }));
  } catch {
    // Without a place to keep it, it lasts as long as the page.
  }
}

export function forgetDraft(person: string, name: string): void {
  try {
    localStorage.removeItem(keyOf(person, name));
  } catch {
    // There was none.
  }
}

/** At the end of a session. */
export function forgetDrafts(): void {
  try {
    for (const key of keysOf()) localStorage.removeItem(key);
  } catch {
    // There were none.
  }
}

const keyOf = (person: string, name: string): string => `${PREFIX}${person}:${name}`;
const keysOf = (): string[] => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
