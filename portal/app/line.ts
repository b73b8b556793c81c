import { useSyncExternalStore } from 'react';

/** Whether the server answers, as the last call found it, and whether it still knows who is asking. */
let answering = navigator.onLine;
const watchers = new Set<() => void>();
const forgotten = new Set<() => void>();

function setAnswering(now: boolean): void {
  if (answering === now) return;
  answering = now;
  for (const watcher of watchers) watcher();
}

/** Something came back, whatever it said. */
export const lineAnswered = (): void => setAnswering(true);
export const lineBroke = (): void => setAnswering(false);
window.addEventListener('offline', lineBroke);

/** The session has ended: here, on another machine, or by lapse of time. */
export const sessionForgotten = (): void => {
  for (const hear of forgotten) hear();
};
export function onSessionForgotten(hear: () => void): () => void {
  forgotten.add(hear);
  return () => void forgotten.delete(hear);
}

const watch = (watcher: () => void): (() => void) => {
  watchers.add(watcher);
  return () => void watchers.delete(watcher);
};
export const useAnswering = (): boolean => useSyncExternalStore(watch, () => answering);
