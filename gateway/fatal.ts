/**
 * What a process does about an error that nobody caught: it says who it is and what it was, and ends.
 *
 * One error is nobody's: Temporal's client repeats a failed call from a timer, and the timer throws when it rings after
 * the connection was closed. Whoever made that call has long gone, and it would hide why the process really ends.
 */
export function endOnFatal(name: string, { trace = false } = {}): (error: unknown) => void {
  const end = (error: unknown): void => {
    if (isLateRetry(error)) return;
    console.error(`${name}: ${error instanceof Error ? error.message || error.name : String(error)}`);
    if (trace) console.error(error);
    process.exit(1);
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
  return end;
}

const isLateRetry = (error: unknown): boolean =>
  error instanceof Error && error.message === 'Channel has been shut down';
