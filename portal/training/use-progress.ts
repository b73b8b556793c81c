import { useCallback, useState } from 'react';

const keyOf = (person: string): string => `training:${person}`;

/** Which exercises somebody has done, kept on this machine: nobody is examined by it. */
export function useProgress(person: string): readonly [ReadonlySet<string>, (id: string, done: boolean) => void, () => void] {
  const [done, setDone] = useState<ReadonlySet<string>>(() => read(person));
  const keep = useCallback(
    (after: ReadonlySet<string>) => {
      setDone(after);
      try {
        localStorage.setItem(keyOf(person), JSON.stringify([...after]));
      } catch {
        // Without a place to keep it, it lasts as long as the page.
      }
    },
    [person],
  );
  const mark = (id: string, isDone: boolean): void => keep(new Set(isDone ? [...done, id] : [...done].filter((each) => each !== id)));
  return [done, mark, () => keep(new Set())];
}

function read(person: string): ReadonlySet<string> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(person)) ?? '[]');
    return new Set(Array.isArray(kept) ? kept.filter((each) => typeof each === 'string') : []);
  } catch {
    return new Set();
  }
}
